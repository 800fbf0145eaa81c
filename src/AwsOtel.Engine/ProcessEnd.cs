using System.Runtime.InteropServices;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine;

/// <summary>
/// Ends the sessions that are on when the process ends, so that what the script did is delivered or kept. PowerShell's own event of its end
/// comes neither at [Environment]::Exit nor at a signal.
/// </summary>
internal static class ProcessEnd
{
    /// <summary>
    /// Who sends a signal wants the end now, and until then the script runs on. With a spool nothing is lost by not waiting for long.
    /// </summary>
    private static readonly TimeSpan LongestAfterSignal = TimeSpan.FromSeconds(2);

    private static PosixSignalRegistration[] _signals = [];
    private static volatile bool _interrupted;
    private static volatile bool _ending;

    public static void Watch()
    {
        _interrupted = false;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        try
        {
            FaultPoint.Reach("watch for signals");
            // None is cancelled: when the handlers are through, the signal does what it does without them. One that the process was started to
            // ignore (nohup) stays ignored, and does not come here.
            _signals =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
                // PowerShell itself turns it into the end of the script, which comes as the process's exit.
                PosixSignalRegistration.Create(PosixSignal.SIGINT, static _ => _interrupted = true),
            ];
        }
        catch (Exception e)
        {
            OwnFailures.Record("watch for signals", e);
        }
    }

    public static void Unwatch()
    {
        // The runtime still needs what it is in the middle of calling.
        if (_ending)
            return;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        foreach (var signal in Interlocked.Exchange(ref _signals, []))
            signal.Dispose();
    }

    private static void OnProcessExit(object? sender, EventArgs args) =>
        EndAll(session => _interrupted && session.Settings.ScriptPath is not null ? ScriptEnd.Interrupt(Environment.ExitCode) : ScriptEnd.Exit(Environment.ExitCode), null);

    private static void OnSignal(PosixSignalContext context)
    {
        var end = ScriptEnd.Signal(context.Signal.ToString());
        EndAll(_ => end, LongestAfterSignal);
    }

    private static void EndAll(Func<TraceSession, ScriptEnd> how, TimeSpan? longest)
    {
        _ending = true;
        var sessions = SessionRegistry.All();
        Array.Reverse(sessions);
        foreach (var session in sessions)
            Guard(() => session.SetEnd(how(session)));
        if (sessions.Length > 0)
            Guard(sessions[0].Pipeline.EndOpenSpans);
        foreach (var session in sessions)
            Guard(() => SessionRegistry.End(session, longest: longest));
    }

    /// <summary>An exception here would take the place of the script's exit code, and one step that fails must not keep the next from its work.</summary>
    private static void Guard(Action step)
    {
        try
        {
            FaultPoint.Reach("end a session with the process");
            step();
        }
        catch (Exception e)
        {
            OwnFailures.Record("end a session with the process", e);
        }
    }
}
