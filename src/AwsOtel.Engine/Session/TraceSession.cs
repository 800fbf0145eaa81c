using System.Diagnostics;
using System.Globalization;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>One session: a script span and what is counted under it. Sessions nest; the exporters are the process's.</summary>
internal sealed class TraceSession
{
    /// <summary>Ours: on a script span that Stop-OtelSession did not end.</summary>
    private const string EndEvent = "aws.script.end";

    /// <summary>Spans that the script opened by itself and has not ended, in the order in which it did.</summary>
    private readonly List<Activity> _open = [];

    private long _spans;
    private long _errors;

    /// <param name="outer">The session that it is nested in.</param>
    /// <param name="around">What it is under unless its settings say otherwise.</param>
    public TraceSession(SessionSettings settings, TelemetryPipeline pipeline, TraceSession? outer, SpanParent around)
    {
        Settings = settings;
        Pipeline = pipeline;
        Outer = outer;
        StartTime = DateTime.UtcNow;
        BaggageAttributes = settings.BaggageAttributes ?? outer?.BaggageAttributes ?? [];
        // An inherited TRACEPARENT is the parent of the outermost session; a nested one is part of that, unless its own -Parent says otherwise.
        var isOwn = !settings.Parent.IsNone && (outer is null || settings.Sources["Parent"] == SettingSources.Parameter);
        var parent = isOwn ? settings.Parent.ToParent(BaggageAttributes) : around with { Baggage = SpanBaggage.Create(around.Context.Baggage, BaggageAttributes) };
        // Baggage may come without a parent.
        if (parent.IsNone)
            parent = parent with { Span = around.Span, Remote = around.Remote };
        ScriptSpan = Spans.Start(settings.Name, ActivityKind.Internal, parent);
        if (ScriptSpan is null)
            return;
        SpanSession.Attach(ScriptSpan, this);
        if (settings.ScriptPath is { } path)
            ScriptSpan.SetTag(AttributeName.FilePath, path);
    }

    public SessionSettings Settings { get; }

    public TelemetryPipeline Pipeline { get; }

    /// <summary>Names of the baggage entries that are copied onto the session's spans.</summary>
    public IReadOnlyList<string> BaggageAttributes { get; }

    /// <summary>The session that this one is nested in; null for an outermost one.</summary>
    public TraceSession? Outer { get; }

    /// <summary>Null where tracing is disabled; present, but not recorded, where the trace is sampled out.</summary>
    public Activity? ScriptSpan { get; }

    public DateTime StartTime { get; }

    public bool Ended { get; private set; }

    public string TraceId => ScriptSpan?.TraceId.ToHexString() ?? "";

    /// <summary>The spans of this session and of those nested in it, in whatever trace, that have ended.</summary>
    public long SpanCount => Interlocked.Read(ref _spans);

    /// <summary>Those among them that tell of an error of the script.</summary>
    public long ErrorCount => Interlocked.Read(ref _errors);

    public int Depth => Outer is null ? 0 : Outer.Depth + 1;

    /// <summary>Finds what a failing script failed of; set by the PowerShell side.</summary>
    public Func<Exception?> NewestError { private get; set; } = static () => null;

    /// <summary>The script ends before the session was stopped: the script span tells how.</summary>
    public void SetEnd(ScriptEnd end)
    {
        if (ScriptSpan is null || Ended)
            return;
        SpanEvents.Add(ScriptSpan, EndEvent, new ActivityTagsCollection { [AttributeName.ScriptEndReason] = end.Reason });
        if (end.IsSignal)
            Fail(ScriptSpan, $"Ended by {end.Reason}", end.Reason);
        if (end.ExitCode is { } exitCode)
            SetExitCode(exitCode, end.IsInterrupt);
    }

    /// <summary>The script ended with an exit code.</summary>
    /// <param name="isInterrupt">As with every pipeline that is stopped from outside, Ctrl-C is no error.</param>
    public void SetExitCode(int exitCode, bool isInterrupt = false)
    {
        if (ScriptSpan is null || Ended)
            return;
        ScriptSpan.SetTag(AttributeName.ExitCode, exitCode);
        if (exitCode == 0 || isInterrupt)
            return;
        // PowerShell ends with 1 for an error that nobody caught; every other code is the script's own word.
        var error = exitCode == 1 ? NewestError() : null;
        if (error is not null)
            Pipeline.Logs?.Write(error, ScriptSpan.Context);
        foreach (var span in Open().Append(ScriptSpan))
        {
            if (error is not null)
                SpanErrors.Fail(span, error);
            else
                Fail(span, $"Exit code {exitCode}", exitCode.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The script opened a span by itself: the session ends it where the script does not.</summary>
    public void Opened(Activity span)
    {
        lock (_open)
            _open.Add(span);
    }

    /// <summary>The script ends a span that it opened.</summary>
    /// <returns>False where the session has ended it.</returns>
    public bool Closed(Activity span)
    {
        lock (_open)
            return _open.Remove(span);
    }

    /// <summary>A span of this session has ended: it counts here, and in the sessions around.</summary>
    public void Count(bool isFailure)
    {
        for (var session = this; session is not null; session = session.Outer)
        {
            Interlocked.Increment(ref session._spans);
            if (isFailure)
                Interlocked.Increment(ref session._errors);
        }
    }

    /// <summary>The script failed with an error that it did not catch.</summary>
    public void Fail(Exception error)
    {
        if (ScriptSpan is null || Ended)
            return;
        SpanErrors.Fail(ScriptSpan, error);
        Pipeline.Logs?.Write(error, ScriptSpan.Context);
    }

    /// <summary>Ends the script span; a second time does nothing.</summary>
    public void End()
    {
        if (Ended)
            return;
        Ended = true;
        foreach (var span in Open())
        {
            if (Closed(span))
                Spans.End(span);
        }

        if (ScriptSpan is not null)
            Spans.End(ScriptSpan);
    }

    private static void Fail(Activity span, string description, string errorType)
    {
        span.SetStatus(ActivityStatusCode.Error, description);
        span.SetTag(AttributeName.ErrorType, errorType);
    }

    /// <summary>The open spans, innermost first.</summary>
    private Activity[] Open()
    {
        lock (_open)
        {
            var open = _open.ToArray();
            Array.Reverse(open);
            return open;
        }
    }
}
