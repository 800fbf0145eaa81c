using System.Buffers;
using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text.Json;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;

namespace AwsOtel.Engine.Delivery;

/// <summary>Sends the spans of a spool file, over the connection and with the headers of the exporter of this session.</summary>
internal sealed class BacklogRequest(OtlpHttpClient http, OtlpSettings otlp)
{
    private const int GrpcFrameHeader = 5;

    // https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/trace/v1/trace_service.proto
    private const string GrpcMethod = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private bool IsGrpc => otlp.Protocol == OtelProtocol.Grpc;

    /// <param name="lines">The file's content.</param>
    /// <param name="spans">How many spans were in it that could be read.</param>
    public OtlpAnswer Send(ReadOnlyMemory<byte> lines, out int spans)
    {
        var body = new ArrayBufferWriter<byte>(lines.Length);
        if (IsGrpc)
            body.Write(stackalloc byte[GrpcFrameHeader]);
        spans = Read(lines, body);
        if (spans == 0)
            return new OtlpAnswer(Verdict.Refused, "it holds no spans");
        var bytes = body.WrittenSpan.ToArray();
        if (IsGrpc)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - GrpcFrameHeader);

        http.Watch.Last = null;
        using var suppressed = SuppressInstrumentationScope.Begin();
        using var request = Request(bytes);
        try
        {
            using var response = http.Client.SendAsync(request).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // The watch has seen it.
        }

        return http.Watch.Last ?? new OtlpAnswer(Verdict.TryAgain, "no answer in time");
    }

    private static int Read(ReadOnlyMemory<byte> lines, ArrayBufferWriter<byte> body)
    {
        var count = 0;
        // What comes after the last line's end was cut off when its process was killed.
        for (var end = lines.Span.IndexOf((byte)'\n'); end >= 0; end = lines.Span.IndexOf((byte)'\n'))
        {
            var line = new ArrayBufferWriter<byte>(Math.Max(1, end));
            try
            {
                FaultPoint.Reach("read a line of the spool");
                OtlpProtobuf.AppendRequest(line, lines[..end]);
                body.Write(line.WrittenSpan);
                count++;
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException)
            {
                OwnFailures.Record("read a line of the spool", e);
            }

            lines = lines[(end + 1)..];
        }

        return count;
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, IsGrpc ? new Uri(otlp.Endpoint, GrpcMethod) : otlp.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(IsGrpc ? "application/grpc" : "application/x-protobuf");
        if (IsGrpc)
        {
            request.Version = System.Net.HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.TryAddWithoutValidation("TE", "trailers");
        }

        return request;
    }
}
