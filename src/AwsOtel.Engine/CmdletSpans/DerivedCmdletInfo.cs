using System.Management.Automation;
using System.Reflection;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>Makes the command that runs in an AWS cmdlet's place, and gives it what <c>$MyInvocation.MyCommand</c> shows of the real one.</summary>
internal static class DerivedCmdletInfo
{
    // PowerShell has no public way to say which module a command belongs to. Where an internal setter is absent, that one property stays empty.
    private static readonly PropertyInfo[] Copied = new[] { "Module", "HelpFile", "Context" }
        .Select(static name => typeof(CmdletInfo).GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(static property => property is { CanRead: true, CanWrite: true })
        .ToArray()!;

    public static CmdletInfo Create(CmdletInfo original, Type derived)
    {
        var info = new CmdletInfo(original.Name, derived) { Visibility = original.Visibility };
        foreach (var property in Copied)
            property.SetValue(info, property.GetValue(original));
        return info;
    }
}
