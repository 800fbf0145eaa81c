using System.Globalization;
using System.Text;
using System.Text.Json;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Delivery;

/// <summary>
/// What a receiver rejected although it answered well.
/// See <see href="https://opentelemetry.io/docs/specs/otlp/#partial-success"/>.
/// </summary>
/// <param name="RejectedSpans">How many spans it did not take.</param>
/// <param name="Message">Why, in its own words; also a warning where it took all.</param>
internal sealed record PartialSuccess(long RejectedSpans, string Message)
{
    private const int GrpcFrameHeader = 5;

    /// <summary>Reads the body of a good answer.</summary>
    /// <param name="mediaType">Its content type; null where it has none.</param>
    /// <returns>Null where everything was taken, or the body is none of OTLP's.</returns>
    public static PartialSuccess? Read(string? mediaType, ReadOnlyMemory<byte> body) => mediaType switch
    {
        "application/json" => OfJson(body),
        "application/grpc" or "application/grpc+proto" => OfProtobuf(body.Length > GrpcFrameHeader ? body.Span[GrpcFrameHeader..] : default),
        "application/x-protobuf" => OfProtobuf(body.Span),
        _ => null,
    };

    private static PartialSuccess? OfJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (!document.RootElement.TryGetProperty("partialSuccess", out var partial))
                return null;
            var rejected = partial.TryGetProperty("rejectedSpans", out var count)
                ? count.ValueKind == JsonValueKind.String ? long.Parse(count.GetString()!, CultureInfo.InvariantCulture) : count.GetInt64()
                : 0;
            return Of(rejected, partial.TryGetProperty("errorMessage", out var message) ? message.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // Not a response of OTLP; the status says that all is well.
            return null;
        }
    }

    /// <summary>ExportTraceServiceResponse: partial_success is field 1; in it, rejected_spans is 1 and error_message is 2.</summary>
    private static PartialSuccess? OfProtobuf(ReadOnlySpan<byte> body)
    {
        long rejected = 0;
        string? message = null;
        var response = new ProtobufReader(body);
        while (response.Read())
        {
            if (response.Field != 1)
                continue;
            var partial = new ProtobufReader(response.Bytes);
            while (partial.Read())
            {
                if (partial.Field == 1)
                    rejected = partial.Number;
                else if (partial.Field == 2)
                    message = Encoding.UTF8.GetString(partial.Bytes);
            }
        }

        return Of(rejected, message);
    }

    private static PartialSuccess? Of(long rejected, string? message) =>
        rejected <= 0 && string.IsNullOrEmpty(message) ? null : new PartialSuccess(Math.Max(0, rejected), Redactor.Redact(message ?? ""));
}
