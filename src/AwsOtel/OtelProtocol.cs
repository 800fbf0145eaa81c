namespace AwsOtel;

/// <summary>
/// The transport of the OTLP exporter. See <see href="https://opentelemetry.io/docs/specs/otlp/">the OTLP specification</see>.
/// </summary>
public enum OtelProtocol
{
    /// <summary>OTLP over gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>OTLP over HTTP with protobuf bodies, usually port 4318.</summary>
    HttpProtobuf,
}
