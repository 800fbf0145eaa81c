using System.Diagnostics;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>
/// The sessions of the process. The first one makes the pipeline of exporters, the last one shuts it down; in between they share it.
/// </summary>
internal static class SessionRegistry
{
    private static readonly object Gate = new();
    private static readonly List<TraceSession> Sessions = [];
    private static TelemetryPipeline? _pipeline;

    /// <summary>Raised when the first session began (true) and when the last one ended (false).</summary>
    public static event Action<bool>? ActiveChanged;

    /// <summary>Whether any session is on: the first question on every path of a call.</summary>
    public static bool IsActive => Volatile.Read(ref _pipeline) is not null;

    /// <summary>The pipeline of the sessions that are on, else of the last ones that were.</summary>
    public static TelemetryPipeline? Latest { get; private set; }

    /// <summary>The newest session in the process; null when none is on.</summary>
    public static TraceSession? Newest { get; private set; }

    /// <summary>The script span of the newest session in the process; null when none is on.</summary>
    public static Activity? NewestScriptSpan => Newest?.ScriptSpan;

    /// <summary>Begins a session.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="outer">The session of the same runspace that it nests in.</param>
    /// <param name="warnings">What the user should know: settings that could not be followed.</param>
    /// <param name="around">What it is under unless its settings say otherwise; none for the session around it, or what is ambient.</param>
    public static TraceSession Begin(SessionSettings settings, TraceSession? outer, List<string> warnings, SpanParent around = default)
    {
        lock (Gate)
        {
            warnings.AddRange(settings.Warnings);
            var isFirst = _pipeline is null;
            if (isFirst)
                Latest = _pipeline = TelemetryPipeline.Create(settings);
            else
                _pipeline!.WarnOfDifferences(settings, warnings);

            var session = new TraceSession(settings, _pipeline!, outer, around.IsNone ? new SpanParent(outer?.ScriptSpan ?? Activity.Current) : around);
            Sessions.Add(session);
            Newest = session;
            if (isFirst)
                Announce(true);
            return session;
        }
    }

    /// <summary>Ends a session; the last one also flushes and closes the exporters, within its timeout.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellation">Ends the wait for the exporters.</param>
    /// <param name="longest">The longest wait where what is not delivered by then is kept; null for the session's timeout.</param>
    /// <param name="waiting">Told each second of the wait, on this thread.</param>
    /// <returns>What the exporters came to.</returns>
    public static ExportResultCounts End(TraceSession session, CancellationToken cancellation = default, TimeSpan? longest = null, Action<FlushProgress>? waiting = null)
    {
        TelemetryPipeline pipeline;
        lock (Gate)
        {
            session.End();
            // Ended before, by the end of its runspace or of the module.
            if (!Sessions.Remove(session))
                return session.Pipeline.Counts(isFinal: false);
            Newest = Sessions.Count == 0 ? null : Sessions[^1];
            pipeline = session.Pipeline;
            if (Sessions.Count > 0)
                return pipeline.Counts(isFinal: false);
            _pipeline = null;
            EnvironmentContext.Restore();
            ProcessPropagators.Restore();
            SpanBaggage.Clear();
            // Here and not at the shutdown: by then another session may have brought hooks of its own.
            CallHooks.Current = null;
            LogPipeline.Current = null;
            Announce(false);
        }

        var timeout = session.Settings.Timeout;
        return pipeline.Shutdown(longest < timeout && pipeline.LosesNothing ? longest.Value : timeout, cancellation, waiting);
    }

    /// <summary>The session that a span of this process belongs to, else the newest; null where none is on.</summary>
    public static TraceSession? OfSpan(Activity? span)
    {
        var session = SpanSession.Find(span);
        while (session is { Ended: true })
            session = session.Outer;
        return session ?? Newest;
    }

    public static TraceSession[] All()
    {
        lock (Gate)
            return Sessions.ToArray();
    }

    private static void Announce(bool active)
    {
        try
        {
            FaultPoint.Reach(active ? "attach to the AWS SDK" : "detach from the AWS SDK");
            ActiveChanged?.Invoke(active);
        }
        catch (Exception e)
        {
            OwnFailures.Record(active ? "attach to the AWS SDK" : "detach from the AWS SDK", e);
        }
    }
}
