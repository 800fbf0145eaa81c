using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>Starts tracing the AWS cmdlets of this runspace.</summary>
[Cmdlet(VerbsLifecycle.Start, "OtelSession")]
[OutputType(typeof(OtelSession))]
public sealed class StartOtelSessionCommand : SessionCommand
{
    /// <inheritdoc/>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public override string? ServiceName { get; set; }

    /// <summary>The file of the File exporter; default: a new file in the user's state folder.</summary>
    [Parameter]
    [Alias("TracePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Gives the session back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override (string Parameter, string? Path) TraceFile => (nameof(Path), Path);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var session = BeginSession();
        if (PassThru)
            WriteObject(SessionInfo.Of(session));
    }
}
