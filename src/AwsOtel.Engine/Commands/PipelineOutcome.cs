using System.Collections;
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
    private static readonly Lazy<(FieldInfo? Pipeline, PropertyInfo? Failed, PropertyInfo? Commands, PropertyInfo? OfRuntime)> Members = new(static () =>
    {
        var pipeline = typeof(SteppablePipeline).GetField("_pipeline", Inner);
        var runtime = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.MshCommandRuntime");
        return (pipeline, pipeline?.FieldType.GetProperty("ExecutionFailed", Inner), pipeline?.FieldType.GetProperty("Commands", Inner), runtime?.GetProperty("PipelineProcessor", Inner));
    });

    public static bool HasFailed(SteppablePipeline steppable)
    {
        var (pipeline, failed, _, _) = Members.Value;
        return pipeline?.GetValue(steppable) is { } processor && failed?.GetValue(processor) is true;
    }

    /// <summary>
    /// A look at whether the script of a pipeline has called <c>exit</c>; to be made before the pipeline begins, as at its end it lets go of what
    /// it ran.
    /// </summary>
    /// <returns>Null where that cannot be told.</returns>
    public static Func<bool>? WatchExit(SteppablePipeline steppable)
    {
        var (pipeline, _, commands, _) = Members.Value;
        if (pipeline?.GetValue(steppable) is not { } processor || commands?.GetValue(processor) is not IList { Count: > 0 } list || list[0] is not { } script)
            return null;
        // Of a script with a CmdletBinding the engine makes a cmdlet.
        return Flag(script) ?? Flag(script.GetType().GetProperty("Command", Inner)?.GetValue(script));

        static Func<bool>? Flag(object? runner) =>
            runner?.GetType().GetField("_exitWasCalled", Inner) is { } field ? () => field.GetValue(runner) is true : null;
    }

    /// <summary>Decides what <c>$?</c> is after a cmdlet's statement, whatever the cmdlet wrote or let through.</summary>
    public static void Set(PSCmdlet cmdlet, bool hasFailed)
    {
        var (_, failed, _, ofRuntime) = Members.Value;
        if (ofRuntime is not null && ofRuntime.DeclaringType!.IsInstanceOfType(cmdlet.CommandRuntime) && ofRuntime.GetValue(cmdlet.CommandRuntime) is { } processor)
            failed?.SetValue(processor, hasFailed);
    }
}
