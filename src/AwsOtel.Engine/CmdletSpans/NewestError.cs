using System.Collections;
using System.Management.Automation;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>Reads the newest error of a runspace's <c>$Error</c>.</summary>
internal static class NewestError
{
    /// <summary>A look at what was added to <c>$Error</c> after now.</summary>
    public static Func<Exception?> SinceNow(SessionState state)
    {
        var before = Of(state);
        return () => Of(state) is { } newest && !ReferenceEquals(newest, before) ? newest.Exception : null;
    }

    private static ErrorRecord? Of(SessionState state) =>
        state.PSVariable.GetValue("Error") is not IList { Count: > 0 } errors ? null
        : errors[0] switch
        {
            ErrorRecord record => record,
            IContainsErrorRecord container => container.ErrorRecord,
            _ => null,
        };
}
