namespace AwsOtel;

/// <summary>A span, one timed piece of work in a trace: finished, or as it is while it lasts (<c>Get-OtelSpan -Current</c>).</summary>
public sealed class OtelSpan
{
    /// <summary>The trace that the span belongs to: 32 lower-case hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span's own id: 16 lower-case hex digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>The id of the span that it is part of; empty for the root of a trace.</summary>
    public required string ParentSpanId { get; init; }

    /// <summary>Name: the script's, the cmdlet's, or <c>Service.Operation</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its role in a call.</summary>
    public required OtelSpanKind Kind { get; init; }

    /// <summary>When it began (UTC).</summary>
    public required DateTime StartTime { get; init; }

    /// <summary>How long it took; of a span that is open, how long it has lasted.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether it failed.</summary>
    public required OtelStatus Status { get; init; }

    /// <summary>Why it failed; empty where it did not.</summary>
    public required string StatusDescription { get; init; }

    /// <summary>The attributes: strings, longs, doubles, booleans, and arrays of these.</summary>
    public required IReadOnlyDictionary<string, object> Attributes { get; init; }

    /// <summary>What happened during the span.</summary>
    public required IReadOnlyList<OtelSpanEvent> Events { get; init; }

    /// <summary>Spans that this one points to.</summary>
    public required IReadOnlyList<OtelSpanLink> Links { get; init; }

    /// <summary>The instrumentation scope that made the span.</summary>
    public required string Scope { get; init; }

    /// <summary>The attributes of the process that made it, such as <c>service.name</c>.</summary>
    public required IReadOnlyDictionary<string, object> Resource { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTime EndTime => StartTime + Duration;

    /// <summary>The name, and that it failed: what a test's message shows of it.</summary>
    public override string ToString() => Status != OtelStatus.Error ? Name : StatusDescription.Length == 0 ? $"{Name} (Error)" : $"{Name} (Error: {StatusDescription})";
}
