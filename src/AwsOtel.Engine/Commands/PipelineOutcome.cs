using System.Management.Automation;
using System.Reflection;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// What becomes <c>$?</c>: whether a pipeline failed. The engine tells it to its own classes only; where a member is absent, a pipeline has
/// not failed.
/// </summary>
internal static class PipelineOutcome
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Looked up once, at the first script.</summary>
    private static readonly Lazy<(FieldInfo? Pipeline, PropertyInfo? Failed, PropertyInfo? OfRuntime)> Members = new(static () =>
    {
        var pipeline = typeof(SteppablePipeline).GetField("_pipeline", Inner);
        var runtime = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.MshCommandRuntime");
        return (pipeline, pipeline?.FieldType.GetProperty("ExecutionFailed", Inner), runtime?.GetProperty("PipelineProcessor", Inner));
    });

    public static bool HasFailed(SteppablePipeline steppable)
    {
        var (pipeline, failed, _) = Members.Value;
        return pipeline?.GetValue(steppable) is { } processor && failed?.GetValue(processor) is true;
    }

    /// <summary>Decides what <c>$?</c> is after a cmdlet's statement, whatever the cmdlet wrote or let through.</summary>
    public static void Set(PSCmdlet cmdlet, bool hasFailed)
    {
        var (_, failed, ofRuntime) = Members.Value;
        if (ofRuntime is not null && ofRuntime.DeclaringType!.IsInstanceOfType(cmdlet.CommandRuntime) && ofRuntime.GetValue(cmdlet.CommandRuntime) is { } processor)
            failed?.SetValue(processor, hasFailed);
    }
}
