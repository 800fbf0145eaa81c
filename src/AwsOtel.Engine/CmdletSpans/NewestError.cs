using System.Collections;
using System.Management.Automation;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>Reads the newest error of a runspace's <c>$Error</c>.</summary>
internal static class NewestError
{
    /// <returns>Null where there is none.</returns>
    public static ErrorRecord? Of(SessionState state) =>
        state.PSVariable.GetValue("Error") is not IList { Count: > 0 } errors ? null
        : errors[0] switch
        {
            ErrorRecord record => record,
            IContainsErrorRecord container => container.ErrorRecord,
            _ => null,
        };

    /// <summary>The exception that a cmdlet has just thrown with ThrowTerminatingError; null where the newest error is not this invocation's.</summary>
    public static Exception? ThrownBy(PSCmdlet cmdlet) =>
        Of(cmdlet.SessionState) is { } newest && ReferenceEquals(newest.InvocationInfo?.MyCommand, cmdlet.MyInvocation.MyCommand) ? newest.Exception : null;

    /// <summary>A look at what was added to <c>$Error</c> after now.</summary>
    public static Func<Exception?> SinceNow(SessionState state)
    {
        var before = Of(state);
        return () => Of(state) is { } newest && !ReferenceEquals(newest, before) ? newest.Exception : null;
    }
}
