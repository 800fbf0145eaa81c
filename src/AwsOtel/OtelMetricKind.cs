namespace AwsOtel;

/// <summary>
/// What a metric's values are to each other. See <see href="https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument"/>.
/// </summary>
public enum OtelMetricKind
{
    /// <summary>Each value is added to a sum that never falls: orders sent.</summary>
    Counter,

    /// <summary>Each value is added to a sum that also falls: jobs running.</summary>
    UpDownCounter,

    /// <summary>Each value takes the place of the last one: messages in a queue.</summary>
    Gauge,

    /// <summary>The values are counted by size: seconds of a copy.</summary>
    Histogram,
}
