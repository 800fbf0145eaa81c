using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;

namespace AwsOtel.Engine.Logs;

/// <summary>An AWS cmdlet without a span, as its trace is sampled out: what it writes, and what ends it, is logged with what is current for the script.</summary>
internal sealed class LoggedCmdlet : ICmdletWatch
{
    private readonly LogPipeline _log;
    private readonly PSCmdlet _cmdlet;
    private readonly CmdletFailure _failure;
    private readonly StreamTap? _tap;

    private LoggedCmdlet(LogPipeline log, PSCmdlet cmdlet)
    {
        _log = log;
        _cmdlet = cmdlet;
        _failure = new CmdletFailure(cmdlet);
        _tap = StreamTap.For(cmdlet);
    }

    /// <returns>Null where nothing is logged.</returns>
    public static LoggedCmdlet? Begin(PSCmdlet cmdlet)
    {
        if (LogPipeline.Current is not { } log)
            return null;
        var begun = new LoggedCmdlet(log, cmdlet);
        begun.Enter();
        return begun;
    }

    public void Enter() => _tap?.Open();

    public void Leave() => _tap?.Close();

    public void EnterOutput(Exception? errorResponse) => _failure.EnterOutput(errorResponse);

    public void CountOutput(object? output) => _failure.CountOutput();

    public void LeaveOutput()
    {
    }

    public void Stop() => _failure.Stop();

    public void Fail(Exception exception)
    {
        if (_failure.IsOwn(exception) && _failure.Cause(exception) is { } cause)
            _log.Write(cause, _cmdlet.MyInvocation, RunspaceSpans.CurrentContext());
    }

    public void End()
    {
    }
}
