using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>One session: a script span and what is counted under it. Sessions nest; the exporters are the process's.</summary>
internal sealed class TraceSession
{
    private readonly TraceCounts _counts;
    private readonly long _spansBefore;
    private readonly long _errorsBefore;

    public TraceSession(SessionSettings settings, TelemetryPipeline pipeline, TraceSession? outer, Activity? parent)
    {
        Settings = settings;
        Pipeline = pipeline;
        Outer = outer;
        Surrounding = Activity.Current;
        StartTime = DateTime.UtcNow;
        ScriptSpan = settings.Parent == default
            ? Spans.Start(settings.Name, ActivityKind.Internal, parent)
            : Spans.StartRemote(settings.Name, ActivityKind.Internal, settings.Parent);
        if (settings.ScriptPath is { } path)
            ScriptSpan?.SetTag("code.file.path", path);
        var trace = ScriptSpan?.TraceId ?? default;
        _counts = TraceCounts.Watch(trace);
        _spansBefore = _counts.Spans;
        _errorsBefore = _counts.Errors;
    }

    public SessionSettings Settings { get; }

    public TelemetryPipeline Pipeline { get; }

    /// <summary>The session that this one is nested in; null for an outermost one.</summary>
    public TraceSession? Outer { get; }

    /// <summary>Null where tracing is disabled; present, but not recorded, where the trace is sampled out.</summary>
    public Activity? ScriptSpan { get; }

    /// <summary>The span of others that was ambient when the session began, in an application that hosts PowerShell.</summary>
    public Activity? Surrounding { get; }

    public DateTime StartTime { get; }

    public bool Ended { get; private set; }

    public string TraceId => ScriptSpan?.TraceId.ToHexString() ?? "";

    public long SpanCount => _counts.Spans - _spansBefore;

    public long ErrorCount => _counts.Errors - _errorsBefore;

    public int Depth => Outer is null ? 0 : Outer.Depth + 1;

    public void End()
    {
        Ended = true;
        if (ScriptSpan is not null)
            Spans.End(ScriptSpan);
        TraceCounts.Unwatch(ScriptSpan?.TraceId ?? default);
    }
}
