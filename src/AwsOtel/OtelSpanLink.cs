namespace AwsOtel;

/// <summary>A pointer from a span to a span of another branch or trace, for example to the producer of a received message.</summary>
public sealed class OtelSpanLink
{
    /// <summary>Trace id of the span linked to: 32 lower-case hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>Span id of the span linked to: 16 lower-case hex digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>Attributes of the link.</summary>
    public required IReadOnlyDictionary<string, object> Attributes { get; init; }
}
