using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AwsOtel.Engine.Diagnosis;

/// <summary>
/// Reads what a receiver rejected although it answered well.
/// See <see href="https://opentelemetry.io/docs/specs/otlp/#partial-success"/>.
/// </summary>
/// <param name="RejectedSpans">How many spans it did not take.</param>
/// <param name="Message">Why, in its own words; also a warning where it took all.</param>
internal sealed record PartialSuccess(long RejectedSpans, string Message)
{
    private const int GrpcPrefix = 5;

    /// <returns>Null where the answer has none, or is not to be read.</returns>
    public static PartialSuccess? Read(EndpointAnswer answer)
    {
        try
        {
            return answer.MediaType switch
            {
                "application/json" => ReadJson(answer.Body),
                "application/grpc" or "application/grpc+proto" => answer.Body.Length > GrpcPrefix ? ReadResponse(answer.Body.Span[GrpcPrefix..]) : null,
                _ => ReadResponse(answer.Body.Span),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            // Not a response of OTLP; the status says that all is well.
            return null;
        }
    }

    private static PartialSuccess? ReadJson(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (!document.RootElement.TryGetProperty("partialSuccess", out var partial))
            return null;
        var rejected = partial.TryGetProperty("rejectedSpans", out var count)
            ? count.ValueKind == JsonValueKind.String ? long.Parse(count.GetString()!, CultureInfo.InvariantCulture) : count.GetInt64()
            : 0;
        return Of(rejected, partial.TryGetProperty("errorMessage", out var message) ? message.GetString() : null);
    }

    /// <summary>ExportTraceServiceResponse: partial_success is field 1; in it, rejected_spans is 1 and error_message is 2.</summary>
    private static PartialSuccess? ReadResponse(ReadOnlySpan<byte> message)
    {
        PartialSuccess? partial = null;
        while (!message.IsEmpty)
        {
            var field = ReadField(ref message);
            if (field.Number == 1)
                partial = ReadPartial(field.Content);
        }

        return partial;
    }

    private static PartialSuccess? ReadPartial(ReadOnlySpan<byte> message)
    {
        long rejected = 0;
        string? text = null;
        while (!message.IsEmpty)
        {
            var field = ReadField(ref message);
            if (field.Number == 1)
                rejected = field.Value;
            else if (field.Number == 2)
                text = Encoding.UTF8.GetString(field.Content);
        }

        return Of(rejected, text);
    }

    private static PartialSuccess? Of(long rejected, string? message) =>
        rejected == 0 && string.IsNullOrEmpty(message) ? null : new PartialSuccess(rejected, message ?? "");

    /// <summary>See <see href="https://protobuf.dev/programming-guides/encoding/"/>.</summary>
    private static Field ReadField(ref ReadOnlySpan<byte> message)
    {
        var key = ReadVarint(ref message);
        switch (key & 7)
        {
            case 0:
                return new Field(key >> 3, ReadVarint(ref message), default);
            case 2:
                var length = (int)ReadVarint(ref message);
                var content = message[..length];
                message = message[length..];
                return new Field(key >> 3, length, content);
            default:
                throw new FormatException();
        }
    }

    private static long ReadVarint(ref ReadOnlySpan<byte> message)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private readonly ref struct Field(long number, long value, ReadOnlySpan<byte> content)
    {
        public long Number { get; } = number;

        public long Value { get; } = value;

        public ReadOnlySpan<byte> Content { get; } = content;
    }
}
