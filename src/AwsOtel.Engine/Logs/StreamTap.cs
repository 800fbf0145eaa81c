using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// Sees the errors, the warnings and the information that one cmdlet writes, wherever they go: it stands where the lists of -ErrorVariable and
/// its like do, and only while the cmdlet's own code runs.
/// </summary>
internal sealed class StreamTap : ArrayList
{
    private readonly LogPipeline _log;
    private readonly PSCmdlet _cmdlet;
    private readonly Activity? _span;
    private object? _pipe;

    private StreamTap(LogPipeline log, PSCmdlet cmdlet, Activity? span)
    {
        _log = log;
        _cmdlet = cmdlet;
        _span = span;
    }

    /// <param name="span">The cmdlet's own; null for what is current when it writes.</param>
    /// <returns>Null where nothing is logged, or this cannot be done.</returns>
    public static StreamTap? For(PSCmdlet cmdlet, Activity? span = null) =>
        LogPipeline.Current is { } log && CommandStreams.Instance is not null ? new StreamTap(log, cmdlet, span) : null;

    public void Open()
    {
        try
        {
            FaultPoint.Reach("watch the streams of a cmdlet");
            _pipe ??= CommandStreams.Instance!.Open(_cmdlet, this);
        }
        catch (Exception e)
        {
            OwnFailures.Record("watch the streams of a cmdlet", e);
        }
    }

    public void Close()
    {
        try
        {
            FaultPoint.Reach("leave the streams of a cmdlet");
            if (_pipe is not null)
                CommandStreams.Instance!.Close(_pipe, this);
        }
        catch (Exception e)
        {
            OwnFailures.Record("leave the streams of a cmdlet", e);
        }

        _pipe = null;
    }

    /// <summary>PowerShell hands over what the cmdlet writes, in the middle of it.</summary>
    public override int Add(object? value)
    {
        try
        {
            FaultPoint.Reach("see what a cmdlet writes");
            switch (value)
            {
                // The lists of variables have what is silenced as well. What ends the cmdlet comes as an exception, and may be caught.
                case ErrorRecord error when IsSilent(CommandStreams.Instance!.ErrorPreference(_cmdlet)):
                    _log.TryTake(error.Exception);
                    break;
                case ErrorRecord error:
                    _log.Write(error, _cmdlet.MyInvocation, Span());
                    break;
                case WarningRecord warning when !IsSilent(CommandStreams.Instance!.WarningPreference(_cmdlet)):
                    _log.Write(warning, _cmdlet.MyInvocation, Span());
                    break;
                // Information that is not shown, which is the default, is in the stream all the same.
                case InformationRecord information when CommandStreams.Instance!.InformationPreference(_cmdlet) != ActionPreference.Ignore:
                    _log.Write(information, _cmdlet.MyInvocation, Span());
                    break;
            }
        }
        catch (Exception e)
        {
            OwnFailures.Record("see what a cmdlet writes", e);
        }

        return 0;
    }

    private ActivityContext Span() => _span?.Context ?? RunspaceSpans.CurrentContext();

    private static bool IsSilent(ActionPreference preference) => preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
}
