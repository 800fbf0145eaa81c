using System.Diagnostics;
using System.Globalization;
using AwsOtel.Engine.Conventions;

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
        StartTime = DateTime.UtcNow;
        // An inherited TRACEPARENT is the parent of the outermost session; a nested one is part of that, unless its own -Parent says otherwise.
        var isOwnParent = settings.Parent != default && (outer is null || settings.Sources["Parent"] == SettingSources.Parameter);
        ScriptSpan = !isOwnParent
            ? Spans.Start(settings.Name, ActivityKind.Internal, parent)
            : Spans.StartRemote(settings.Name, ActivityKind.Internal, settings.Parent);
        if (settings.ScriptPath is { } path)
            ScriptSpan?.SetTag(AttributeName.FilePath, path);
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

    public DateTime StartTime { get; }

    public bool Ended { get; private set; }

    public string TraceId => ScriptSpan?.TraceId.ToHexString() ?? "";

    public long SpanCount => _counts.Spans - _spansBefore;

    public long ErrorCount => _counts.Errors - _errorsBefore;

    public int Depth => Outer is null ? 0 : Outer.Depth + 1;

    /// <summary>Finds what a failing script failed of; set by the PowerShell side.</summary>
    public Func<Exception?> NewestError { private get; set; } = static () => null;

    /// <summary>The process ends before the session was stopped: the script span tells how.</summary>
    public void SetExit(int exitCode)
    {
        if (ScriptSpan is null)
            return;
        ScriptSpan.SetTag(AttributeName.ExitCode, exitCode);
        if (exitCode == 0)
            return;
        // PowerShell ends with 1 for an error that nobody caught; every other code is the script's own word.
        if (exitCode == 1 && NewestError() is { } error)
        {
            Fail(error);
            return;
        }

        ScriptSpan.SetStatus(ActivityStatusCode.Error, $"Exit code {exitCode}");
        ScriptSpan.SetTag(AttributeName.ErrorType, exitCode.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The script failed with an error that it did not catch.</summary>
    public void Fail(Exception error)
    {
        if (ScriptSpan is not null)
            SpanErrors.Fail(ScriptSpan, error);
    }

    /// <summary>Ends the script span; a second time does nothing.</summary>
    public void End()
    {
        if (Ended)
            return;
        Ended = true;
        if (ScriptSpan is not null)
            Spans.End(ScriptSpan);
        TraceCounts.Unwatch(ScriptSpan?.TraceId ?? default);
    }
}
