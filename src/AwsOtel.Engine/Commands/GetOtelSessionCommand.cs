using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>Gets the sessions of this runspace, the innermost first; nothing where none is on.</summary>
[Cmdlet(VerbsCommon.Get, "OtelSession")]
[OutputType(typeof(OtelSession))]
public sealed class GetOtelSessionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RunspaceSpans.Current is not { } spans)
            return;
        foreach (var session in spans.Sessions)
            WriteObject(SessionInfo.Of(session));
    }
}
