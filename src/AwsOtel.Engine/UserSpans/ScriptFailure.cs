using System.Management.Automation;

namespace AwsOtel.Engine.UserSpans;

/// <summary>Finds what a script failed of: PowerShell wraps exceptions on their way up.</summary>
internal static class ScriptFailure
{
    /// <summary>Whether an exception is a failure, and not the flow of the script (<c>exit</c>, <c>break</c>) or a pipeline that was stopped.</summary>
    public static bool Is(Exception exception) => exception is not (FlowControlException or PipelineStoppedException or HaltCommandException);

    /// <returns>The exception behind the wrappers, and where the script was.</returns>
    public static (Exception Cause, string? ScriptStackTrace) Read(Exception exception)
    {
        var record = (exception as IContainsErrorRecord)?.ErrorRecord;
        return (Cause(exception), record?.ScriptStackTrace);
    }

    public static Exception Cause(Exception exception)
    {
        while (true)
        {
            var inner = exception switch
            {
                // -ErrorAction Stop: the error itself is in the record alone.
                ActionPreferenceStopException { ErrorRecord.Exception: var error } => error,
                CmdletInvocationException or MethodInvocationException => exception.InnerException,
                RuntimeException when exception.GetType() == typeof(RuntimeException) => exception.InnerException,
                _ => null,
            };
            if (inner is null || ReferenceEquals(inner, exception))
                return exception;
            exception = inner;
        }
    }
}
