using System.Collections;
using System.Management.Automation;
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
        ValueUnwrapper.Unwrapper = static value => value is PSObject wrapped ? wrapped.BaseObject : value;
        SessionRegistry.ActiveChanged += static active =>
        {
            if (!active)
                RunspaceSpans.UnhookAll();
        };
    }

    public static TraceSession Begin(SessionSettings settings, SessionState state, List<string> warnings)
    {
        SessionResource.PowerShellVersion ??= state.PSVariable.GetValue("PSVersionTable") is IDictionary table ? table["PSVersion"]?.ToString() : null;
        var spans = RunspaceSpans.Of(Runspace.DefaultRunspace);
        var session = SessionRegistry.Begin(settings, spans.Outer, warnings);
        session.NewestError = NewestError.SinceNow(state);
        if (spans.Innermost is null)
            Runspace.DefaultRunspace.StateChanged += OnStateChanged;
        spans.Push(session, state.InvokeCommand);
        return session;
    }

    /// <summary>Ends the innermost session of this runspace.</summary>
    /// <param name="cancellation">Ends the wait for the exporters.</param>
    /// <returns>The session and what its exporters came to; null where none is on.</returns>
    public static (TraceSession Session, ExportResultCounts Counts)? End(CancellationToken cancellation = default)
    {
        if (RunspaceSpans.Current is not { Innermost: { } session } spans)
            return null;
        spans.Pop();
        if (spans.Innermost is null)
            Runspace.DefaultRunspace.StateChanged -= OnStateChanged;
        return (session, SessionRegistry.End(session, cancellation));
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
    public static void EndAll()
    {
        while (End() is not null)
        {
        }
    }

    /// <summary>A runspace that closes (ForEach-Object -Parallel closes its own) takes the sessions with it that were started there.</summary>
    private static void OnStateChanged(object? sender, RunspaceStateEventArgs args)
    {
        // The first runspace goes with the process, whose end tells the exit code as well.
        if (args.RunspaceStateInfo.State is not (RunspaceState.Closed or RunspaceState.Broken) || sender is not Runspace { Id: not 1 } runspace)
            return;
        try
        {
            runspace.StateChanged -= OnStateChanged;
            var spans = RunspaceSpans.Of(runspace);
            while (spans.Innermost is { } session)
            {
                spans.Pop();
                SessionRegistry.End(session);
            }
        }
        catch (Exception e)
        {
            OwnFailures.Record("end the sessions of a runspace that closes", e);
        }
    }
}
