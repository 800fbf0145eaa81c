using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Begins and ends sessions in the runspace that a command runs in.</summary>
internal static class RunspaceSessions
{
    static RunspaceSessions()
    {
        Instrumentation.Initialize();
        AmbientSpan.OfRunspace = RunspaceSpans.ParentHere;
        SessionRegistry.ActiveChanged += static active =>
        {
            if (!active)
                RunspaceSpans.UnhookAll();
        };
    }

    /// <summary>Makes this runspace part of the session that it came from.</summary>
    public static void Join() => RunspaceSpans.Enter();

    public static TraceSession Begin(SessionSettings settings, SessionState state, List<string> warnings)
    {
        SessionResource.PowerShellVersion ??= state.PSVariable.GetValue("PSVersionTable") is IDictionary table ? table["PSVersion"]?.ToString() : null;
        var spans = RunspaceSpans.Of(Runspace.DefaultRunspace);
        var (around, outer) = spans.AroundSession();
        var session = SessionRegistry.Begin(settings, outer, warnings, around);
        session.NewestError = NewestError.SinceNow(state);
        if (spans.Innermost is null && !GoesWithProcess(state))
            Runspace.DefaultRunspace.StateChanged += OnStateChanged;
        spans.Push(session, state);
        return session;
    }

    /// <summary>Ends the innermost session of this runspace.</summary>
    /// <param name="cancellation">Ends the wait for the exporters.</param>
    /// <param name="waiting">Told each second of that wait.</param>
    /// <returns>The session and what its exporters came to; null where none is on.</returns>
    public static (TraceSession Session, ExportResultCounts Counts)? End(CancellationToken cancellation = default, Action<FlushProgress>? waiting = null)
    {
        if (RunspaceSpans.Current is not { Innermost: { } session } spans)
            return null;
        spans.Pop();
        if (spans.Innermost is null)
            Runspace.DefaultRunspace.StateChanged -= OnStateChanged;
        return (session, SessionRegistry.End(session, cancellation, waiting: waiting));
    }

    /// <summary>Ends a session of this runspace, and those that were started in it and not stopped.</summary>
    /// <returns>What its exporters came to; null where it has ended already.</returns>
    public static ExportResultCounts? End(TraceSession session, CancellationToken cancellation)
    {
        ExportResultCounts? counts = null;
        while (!session.Ended && End(cancellation) is var (_, ended))
            counts = ended;
        return counts;
    }

    /// <summary>Ends every session of this runspace.</summary>
    public static void EndAll(ScriptEnd how)
    {
        foreach (var session in RunspaceSpans.Current?.Sessions.ToArray() ?? [])
            session.SetEnd(how);
        while (End() is not null)
        {
        }
    }

    /// <summary>The first runspace of pwsh itself closes with the process, whose end tells the exit code as well.</summary>
    private static bool GoesWithProcess(SessionState state) =>
        Runspace.DefaultRunspace.Id == 1 && state.PSVariable.GetValue("Host") is PSHost { Name: "ConsoleHost" };

    /// <summary>A runspace that closes (ForEach-Object -Parallel closes its own) takes the sessions with it that were started there.</summary>
    private static void OnStateChanged(object? sender, RunspaceStateEventArgs args)
    {
        if (args.RunspaceStateInfo.State is not (RunspaceState.Closed or RunspaceState.Broken) || sender is not Runspace runspace)
            return;
        runspace.StateChanged -= OnStateChanged;
        var spans = RunspaceSpans.Of(runspace);
        while (spans.Innermost is { } session)
        {
            try
            {
                try
                {
                    FaultPoint.Reach("end the sessions of a runspace that closes");
                    session.SetEnd(ScriptEnd.RunspaceClosed);
                    spans.Pop();
                }
                finally
                {
                    // A session that stayed would keep the exporters open for all others.
                    SessionRegistry.End(session);
                }
            }
            catch (Exception e)
            {
                OwnFailures.Record("end the sessions of a runspace that closes", e);
            }
        }
    }
}
