using System.Collections;
using System.Management.Automation;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>Finds the error that a cmdlet has just thrown with ThrowTerminatingError.</summary>
internal static class TerminatingError
{
    /// <returns>Its exception; null where the newest error is not this invocation's.</returns>
    public static Exception? Of(PSCmdlet cmdlet)
    {
        if (cmdlet.SessionState.PSVariable.GetValue("Error") is not IList { Count: > 0 } errors)
            return null;
        var newest = errors[0] switch
        {
            ErrorRecord record => record,
            IContainsErrorRecord container => container.ErrorRecord,
            _ => null,
        };
        return newest is not null && ReferenceEquals(newest.InvocationInfo?.MyCommand, cmdlet.MyInvocation.MyCommand) ? newest.Exception : null;
    }
}
