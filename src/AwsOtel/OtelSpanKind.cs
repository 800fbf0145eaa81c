namespace AwsOtel;

/// <summary>
/// The role of a span in a call, numbered as in OTLP. See <see href="https://opentelemetry.io/docs/specs/otel/trace/api/#spankind"/>.
/// </summary>
public enum OtelSpanKind
{
    /// <summary>Not told by the sender.</summary>
    Unspecified = 0,

    /// <summary>Work inside the process: a script, a cmdlet, an attempt.</summary>
    Internal = 1,

    /// <summary>The serving side of a call.</summary>
    Server = 2,

    /// <summary>The calling side of a call: an AWS API operation.</summary>
    Client = 3,

    /// <summary>A message was sent.</summary>
    Producer = 4,

    /// <summary>A message was received.</summary>
    Consumer = 5,
}
