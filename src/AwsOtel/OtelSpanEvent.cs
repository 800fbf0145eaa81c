namespace AwsOtel;

/// <summary>Something that happened at one moment of a span, for example an exception.</summary>
public sealed class OtelSpanEvent
{
    /// <summary>The event's name; <c>exception</c> for an exception.</summary>
    public required string Name { get; init; }

    /// <summary>When it happened (UTC).</summary>
    public required DateTime Time { get; init; }

    /// <summary>Its attributes: strings, longs, doubles, booleans, and arrays of these.</summary>
    public required IReadOnlyDictionary<string, object> Attributes { get; init; }
}
