using System.ComponentModel;
using System.Management.Automation;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// Runs a cmdlet of PowerShell that cannot be derived from, in its place and as if it were itself, and watches what it writes. Public because
/// types emitted at run time derive from it; not for use in scripts.
/// </summary>
/// <typeparam name="TCmdlet">The cmdlet's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HostedCmdlet<TCmdlet> : PSCmdlet
    where TCmdlet : PSCmdlet, new()
{
    private StreamTap? _tap;

    /// <summary>The cmdlet: the parameters of the emitted type are its own.</summary>
#pragma warning disable CA1051 // Emitted code reads it.
    protected readonly TCmdlet Hosted = new();
#pragma warning restore CA1051

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        CmdletIdentity.Instance!.Lend(this, Hosted);
        _tap = StreamTap.For(this);
        Run(CmdletIdentity.Instance.Begin);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(CmdletIdentity.Instance!.Process);

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(CmdletIdentity.Instance!.End);

    /// <inheritdoc/>
    protected override void StopProcessing() => CmdletIdentity.Instance!.Stop(Hosted);

    private void Run(Action<Cmdlet> step)
    {
        _tap?.Open();
        try
        {
            step(Hosted);
        }
        finally
        {
            _tap?.Close();
        }
    }
}
