using System.Diagnostics;

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
    /// <param name="current">The span that is current there; null for the outer session's own.</param>
    /// <param name="warnings">What the user should know: settings that could not be followed.</param>
    public static TraceSession Begin(SessionSettings settings, TraceSession? outer, List<string> warnings, Activity? current = null)
    {
        lock (Gate)
        {
            warnings.AddRange(settings.Warnings);
            var isFirst = _pipeline is null;
            if (isFirst)
                Latest = _pipeline = TelemetryPipeline.Create(settings);
            else if (_pipeline!.Differs(settings))
                warnings.Add($"A session is on already in this process, and its exporters stay: {_pipeline.Description}. The exporter settings of this Start-OtelSession are not used.");

            var session = new TraceSession(settings, _pipeline!, outer, current ?? outer?.ScriptSpan ?? Activity.Current);
            Sessions.Add(session);
            Newest = session;
            EnvironmentContext.Set(NewestScriptSpan);
            if (isFirst)
                Announce(true);
            return session;
        }
    }

    /// <summary>Ends a session; the last one also flushes and closes the exporters, within its timeout.</summary>
    /// <returns>What the exporters came to.</returns>
    public static ExportResultCounts End(TraceSession session, CancellationToken cancellation = default)
    {
        TelemetryPipeline pipeline;
        lock (Gate)
        {
            session.End();
            // Ended before, by the end of its runspace or of the module.
            if (!Sessions.Remove(session))
                return session.Pipeline.Counts(isFinal: false);
            Newest = Sessions.Count == 0 ? null : Sessions[^1];
            EnvironmentContext.Set(NewestScriptSpan);
            pipeline = session.Pipeline;
            if (Sessions.Count > 0)
                return pipeline.Counts(isFinal: false);
            _pipeline = null;
            Announce(false);
        }

        return pipeline.Shutdown(session.Settings.Timeout, cancellation);
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
            ActiveChanged?.Invoke(active);
        }
        catch (Exception e)
        {
            OwnFailures.Record(active ? "attach to the AWS SDK" : "detach from the AWS SDK", e);
        }
    }
}
