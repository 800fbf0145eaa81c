using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// Sees the errors of one runspace in its <c>$Error</c>, of whatever command, and of none: the engine puts them there, wherever they go. To be asked at
/// each command, and before another span is current: what is new then came from what ran since. Those that the script silenced are no records,
/// nor are those that a catch block takes, which says of them what it likes.
/// </summary>
/// <remarks>For the runspace's own thread.</remarks>
internal sealed class ErrorWatch
{
    private readonly LogPipeline _log;
    private readonly CommandInvocationIntrinsics _commands;
    private readonly ArrayList _errors;

    /// <summary>Errors that were looked at: the script may take the newest away, and older ones come to the front again.</summary>
    private readonly ConditionalWeakTable<object, object> _seen = [];

    private object? _newest;

    /// <summary>Whether errors were silenced where the last command was called: a function that was left by now has its own preference.</summary>
    private bool _silenced;

    private ErrorWatch(LogPipeline log, CommandInvocationIntrinsics commands, ArrayList errors)
    {
        _log = log;
        _commands = commands;
        _errors = errors;
        // What came before the session is none of its.
        foreach (var error in errors)
            _seen.TryAdd(error!, this);
        _newest = errors.Count == 0 ? null : errors[0];
        _silenced = IsSilenced();
    }

    /// <returns>Null where nothing is logged.</returns>
    public static ErrorWatch? Create(SessionState state, CommandInvocationIntrinsics commands) =>
        LogPipeline.Current is { } log && state.PSVariable.GetValue("Error") is ArrayList errors ? new ErrorWatch(log, commands, errors) : null;

    /// <summary>A command is about to be called.</summary>
    public void LookAtCommand() => Look(null, isCommand: true);

    /// <summary>Looks at what is new. Throws nothing.</summary>
    /// <param name="span">What has been current until now; null for what is current for the script.</param>
    public void Look(Activity? span) => Look(span, isCommand: false);

    private void Look(Activity? span, bool isCommand)
    {
        try
        {
            FaultPoint.Reach("look at the errors of a script");
            var newest = _errors.Count == 0 ? null : _errors[0];
            if (!ReferenceEquals(newest, _newest))
            {
                _newest = newest;
                WriteNew(span);
            }

            if (isCommand)
                _silenced = IsSilenced();
        }
        catch (Exception e)
        {
            OwnFailures.Record("look at the errors of a script", e);
        }
    }

    private void WriteNew(Activity? span)
    {
        var handled = EngineContext.Handled(_commands);
        for (var i = _errors.Count - 1; i >= 0; i--)
        {
            if (_errors[i] is { } error && _seen.TryAdd(error, this) && !_silenced && Record(error) is { } record && !SilencedCall.Is(record.InvocationInfo) && !IsOf(record, handled))
                _log.Write(record, null, span?.Context ?? RunspaceSpans.CurrentContext());
        }
    }

    private static ErrorRecord? Record(object error) => error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;

    /// <summary>Whether it is the error that a catch block is handling, in whatever wrapping.</summary>
    private static bool IsOf(ErrorRecord record, RuntimeException? handled)
    {
        if (handled is null)
            return false;
        if (ReferenceEquals(handled.ErrorRecord.Exception, record.Exception))
            return true;
        for (Exception? cause = handled; cause is not null; cause = cause.InnerException)
        {
            if (ReferenceEquals(cause, record.Exception))
                return true;
        }

        return false;
    }

    private bool IsSilenced() => SilencedCall.IsSilent(EngineContext.ErrorAction(_commands));
}
