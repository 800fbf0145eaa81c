using System.Management.Automation;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>Tells what an exception means that passes through a cmdlet's own code.</summary>
internal sealed class CmdletFailure(PSCmdlet cmdlet)
{
    private bool _stopped;

    /// <summary>The exception of the service that ProcessOutput was told to throw.</summary>
    private Exception? _errorResponse;

    /// <summary>The last call that failed under this cmdlet; calls may be on other threads.</summary>
    private volatile Exception? _failedCall;

    /// <summary>Whether the cmdlet is in the middle of an output. Then it comes from downstream, which had enough (Select-Object -First), or failed itself.</summary>
    public bool IsWriting { get; private set; }

    public void EnterOutput(Exception? errorResponse)
    {
        IsWriting = errorResponse is null;
        _errorResponse = errorResponse ?? _errorResponse;
    }

    public void CountOutput() => IsWriting = false;

    public void CallFailed(Exception exception) => _failedCall = exception;

    public void Stop() => _stopped = true;

    /// <summary>Whether it is the cmdlet that failed: not downstream, nor the pipeline that was stopped from outside.</summary>
    public bool IsOwn(Exception exception) => !IsWriting && (exception is not PipelineStoppedException || (!_stopped && !cmdlet.Stopping));

    /// <summary>
    /// ThrowTerminatingError arrives as a bare PipelineStoppedException. Its cause is what the service said, else what the engine has noted,
    /// else the call that failed.
    /// </summary>
    /// <returns>Null where it cannot be told.</returns>
    public Exception? Cause(Exception exception) =>
        exception is PipelineStoppedException ? _errorResponse ?? TerminatingError.Of(cmdlet) ?? _failedCall : exception;
}
