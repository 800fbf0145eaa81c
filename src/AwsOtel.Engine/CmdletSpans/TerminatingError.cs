using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// Finds what a cmdlet has just thrown with ThrowTerminatingError. The engine puts it into <c>$Error</c> only when it leaves the statement; until
/// then it is in the pipeline processor, which has no public way in. Where a member is absent, the cause stays unknown.
/// </summary>
internal static class TerminatingError
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Looked up once, at the first error.</summary>
    private static readonly Lazy<(PropertyInfo? Processor, FieldInfo? First)> Members = new(static () =>
    {
        var runtime = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.MshCommandRuntime");
        var processor = runtime?.GetProperty("PipelineProcessor", Inner);
        return (processor, processor?.PropertyType.GetField("_firstTerminatingError", Inner));
    });

    /// <returns>The exception as the cmdlet gave it; null where it cannot be told.</returns>
    public static Exception? Of(PSCmdlet cmdlet)
    {
        var (processor, first) = Members.Value;
        if (processor is null || first is null || !processor.DeclaringType!.IsInstanceOfType(cmdlet.CommandRuntime)
            || processor.GetValue(cmdlet.CommandRuntime) is not { } pipeline)
            return null;
        return first.GetValue(pipeline) is ExceptionDispatchInfo { SourceException: var thrown }
            ? (thrown as IContainsErrorRecord)?.ErrorRecord?.Exception ?? thrown
            : null;
    }
}
