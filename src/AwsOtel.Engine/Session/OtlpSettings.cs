namespace AwsOtel.Engine.Session;

/// <summary>Where and how the OTLP exporter sends.</summary>
/// <param name="Endpoint">The address as used: with the signal's path for HTTP.</param>
/// <param name="Protocol">The transport.</param>
/// <param name="Headers">As OTEL_EXPORTER_OTLP_HEADERS has them, values percent-encoded; may hold secrets, never shown.</param>
internal sealed record OtlpSettings(Uri Endpoint, OtelProtocol Protocol, string Headers);
