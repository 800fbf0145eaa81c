using AwsOtel.Engine.Session;
using OpenTelemetry.Exporter;

namespace AwsOtel.Engine.Export;

/// <summary>The options of OpenTelemetry's OTLP exporter; what the session does not decide, it takes from its own OTEL_* variables.</summary>
internal static class OtlpOptions
{
    public static OtlpExporterOptions Create(OtlpSettings otlp, TimeSpan timeout) => new()
    {
        Endpoint = otlp.Endpoint,
        Protocol = otlp.Protocol == OtelProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Compression = otlp.Compresses ? OtlpExportCompression.GZip : OtlpExportCompression.None,
        // Sent by the HTTP client: the exporter decodes the whole list before it splits it, and a comma in a value would be lost.
        Headers = "",
        TimeoutMilliseconds = (int)Math.Min(int.MaxValue, timeout.TotalMilliseconds),
    };
}
