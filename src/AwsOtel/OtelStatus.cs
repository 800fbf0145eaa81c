namespace AwsOtel;

/// <summary>
/// The status of a span, numbered as in OTLP. See <see href="https://opentelemetry.io/docs/specs/otel/trace/api/#set-status"/>.
/// </summary>
public enum OtelStatus
{
    /// <summary>Nothing went wrong that is known of.</summary>
    Unset = 0,

    /// <summary>Declared a success by the script.</summary>
    Ok = 1,

    /// <summary>Failed; the description says why.</summary>
    Error = 2,
}
