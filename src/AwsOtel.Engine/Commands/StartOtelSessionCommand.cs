using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>Starts tracing the AWS cmdlets of this runspace.</summary>
[Cmdlet(VerbsLifecycle.Start, "OtelSession")]
[OutputType(typeof(OtelSession))]
public sealed class StartOtelSessionCommand : SessionCommand
{
    /// <summary>Gives the session back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var session = BeginSession();
        if (PassThru)
            WriteObject(SessionInfo.Of(session));
    }
}
