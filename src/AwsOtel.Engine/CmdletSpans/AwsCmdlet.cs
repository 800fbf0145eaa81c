using System.Reflection;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>What AwsOtel must know of a cmdlet type of AWS.Tools to bracket it.</summary>
/// <param name="Type">The cmdlet's type.</param>
/// <param name="ProcessOutput">The method by which AWS.Tools' base class writes results and throws the service's errors.</param>
internal sealed record AwsCmdlet(Type Type, MethodInfo ProcessOutput)
{
    private const string CommonNamespace = "Amazon.PowerShell.Common";
    private const BindingFlags Inherited = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>
    /// Describes a cmdlet that calls an AWS service: one whose base is AWS.Tools' ServiceCmdlet or AnonymousServiceCmdlet. Others, such as
    /// ConvertTo-DDBItem, call nothing.
    /// </summary>
    /// <returns>Null for any other type, and for one that cannot be derived from: it is left as it is.</returns>
    public static AwsCmdlet? TryDescribe(Type type)
    {
        if (!type.IsPublic || type.IsSealed || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null || !CallsService(type))
            return null;
        var output = type.GetMethod("ProcessOutput", Inherited);
        return output is { IsVirtual: true, IsFinal: false, IsFamily: true } && output.GetParameters().Length == 1 ? new AwsCmdlet(type, output) : null;
    }

    /// <summary>A method that every cmdlet has, as this type has it.</summary>
    public MethodInfo? Method(string name) =>
        Type.GetMethod(name, Inherited, Type.EmptyTypes) is { IsVirtual: true, IsFinal: false } method ? method : null;

    private static bool CallsService(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.Name is "ServiceCmdlet" or "AnonymousServiceCmdlet" && ancestor.Namespace == CommonNamespace)
                return true;
        }

        return false;
    }
}
