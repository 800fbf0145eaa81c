using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AwsOtel.Engine.Delivery;

/// <summary>
/// Turns OTLP JSON back into OTLP protobuf, as every receiver takes it. The messages are tables:
/// <see href="https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto"/>.
/// </summary>
internal static class OtlpProtobuf
{
    private enum Wire
    {
        Text,
        Hex,
        Whole,
        Flag,
        Real,
        Fixed32,
        Fixed64,
        Message,
    }

    private static readonly Dictionary<string, Field> AnyValue = [];
    private static readonly Dictionary<string, Field> KeyValue = Message(("key", 1, Wire.Text, null), ("value", 2, Wire.Message, AnyValue));
    private static readonly Dictionary<string, Field> Resource = Message(("attributes", 1, Wire.Message, KeyValue), ("droppedAttributesCount", 2, Wire.Whole, null));

    private static readonly Dictionary<string, Field> Scope = Message(
        ("name", 1, Wire.Text, null), ("version", 2, Wire.Text, null), ("attributes", 3, Wire.Message, KeyValue), ("droppedAttributesCount", 4, Wire.Whole, null));

    private static readonly Dictionary<string, Field> Event = Message(
        ("timeUnixNano", 1, Wire.Fixed64, null), ("name", 2, Wire.Text, null), ("attributes", 3, Wire.Message, KeyValue), ("droppedAttributesCount", 4, Wire.Whole, null));

    private static readonly Dictionary<string, Field> Link = Message(
        ("traceId", 1, Wire.Hex, null), ("spanId", 2, Wire.Hex, null), ("traceState", 3, Wire.Text, null), ("attributes", 4, Wire.Message, KeyValue),
        ("droppedAttributesCount", 5, Wire.Whole, null), ("flags", 6, Wire.Fixed32, null));

    private static readonly Dictionary<string, Field> Status = Message(("message", 2, Wire.Text, null), ("code", 3, Wire.Whole, null));

    private static readonly Dictionary<string, Field> Span = Message(
        ("traceId", 1, Wire.Hex, null), ("spanId", 2, Wire.Hex, null), ("traceState", 3, Wire.Text, null), ("parentSpanId", 4, Wire.Hex, null),
        ("name", 5, Wire.Text, null), ("kind", 6, Wire.Whole, null), ("startTimeUnixNano", 7, Wire.Fixed64, null), ("endTimeUnixNano", 8, Wire.Fixed64, null),
        ("attributes", 9, Wire.Message, KeyValue), ("droppedAttributesCount", 10, Wire.Whole, null), ("events", 11, Wire.Message, Event),
        ("droppedEventsCount", 12, Wire.Whole, null), ("links", 13, Wire.Message, Link), ("droppedLinksCount", 14, Wire.Whole, null),
        ("status", 15, Wire.Message, Status), ("flags", 16, Wire.Fixed32, null));

    private static readonly Dictionary<string, Field> Request = Message(("resourceSpans", 1, Wire.Message, Message(
        ("resource", 1, Wire.Message, Resource),
        ("scopeSpans", 2, Wire.Message, Message(("scope", 1, Wire.Message, Scope), ("spans", 2, Wire.Message, Span), ("schemaUrl", 3, Wire.Text, null))),
        ("schemaUrl", 3, Wire.Text, null))));

    static OtlpProtobuf()
    {
        // Values nest in values.
        foreach (var (name, field) in Message(
            ("stringValue", 1, Wire.Text, null), ("boolValue", 2, Wire.Flag, null), ("intValue", 3, Wire.Whole, null), ("doubleValue", 4, Wire.Real, null),
            ("arrayValue", 5, Wire.Message, Message(("values", 1, Wire.Message, AnyValue)))))
            AnyValue[name] = field;
    }

    /// <summary>Appends a trace request. Requests one after another are, in protobuf, one request of them all.</summary>
    /// <exception cref="FormatException">A value is not what its name says.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It is JSON of another shape.</exception>
    public static void AppendRequest(ArrayBufferWriter<byte> output, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        WriteMessage(output, Request, document.RootElement);
    }

    private static Dictionary<string, Field> Message(params (string Name, int Number, Wire Wire, Dictionary<string, Field>? Message)[] fields) =>
        fields.ToDictionary(static field => field.Name, static field => new Field(field.Number, field.Wire, field.Message), StringComparer.Ordinal);

    private static void WriteMessage(ArrayBufferWriter<byte> output, Dictionary<string, Field> message, JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (!message.TryGetValue(property.Name, out var field) || property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (property.Value.ValueKind != JsonValueKind.Array)
            {
                WriteField(output, field, property.Value);
                continue;
            }

            foreach (var item in property.Value.EnumerateArray())
                WriteField(output, field, item);
        }
    }

    private static void WriteField(ArrayBufferWriter<byte> output, Field field, JsonElement value)
    {
        switch (field.Wire)
        {
            case Wire.Text:
                WriteBytes(output, field, Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case Wire.Hex:
                WriteBytes(output, field, Convert.FromHexString(value.GetString()!));
                break;
            case Wire.Message:
                var inner = new ArrayBufferWriter<byte>(256);
                WriteMessage(inner, field.Message!, value);
                WriteBytes(output, field, inner.WrittenSpan);
                break;
            case Wire.Whole:
                WriteTag(output, field, 0);
                WriteVarint(output, unchecked((ulong)Whole(value)));
                break;
            case Wire.Flag:
                WriteTag(output, field, 0);
                WriteVarint(output, value.GetBoolean() ? 1UL : 0);
                break;
            case Wire.Real:
                WriteTag(output, field, 1);
                BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(8), Real(value));
                output.Advance(8);
                break;
            case Wire.Fixed64:
                WriteTag(output, field, 1);
                BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), Whole(value));
                output.Advance(8);
                break;
            case Wire.Fixed32:
                WriteTag(output, field, 5);
                BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), value.GetUInt32());
                output.Advance(4);
                break;
        }
    }

    /// <summary>64-bit numbers are strings in JSON, as JavaScript's have no room for them.</summary>
    private static long Whole(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : value.GetInt64();

    private static double Real(JsonElement value) => value.ValueKind != JsonValueKind.String ? value.GetDouble() : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var text => double.Parse(text!, CultureInfo.InvariantCulture),
    };

    private static void WriteBytes(ArrayBufferWriter<byte> output, Field field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(output, field, 2);
        WriteVarint(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static void WriteTag(ArrayBufferWriter<byte> output, Field field, uint wireType) => WriteVarint(output, ((ulong)field.Number << 3) | wireType);

    private static void WriteVarint(ArrayBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    private sealed record Field(int Number, Wire Wire, Dictionary<string, Field>? Message);
}
