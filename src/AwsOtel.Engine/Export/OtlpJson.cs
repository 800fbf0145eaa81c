using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Writes spans in OTLP's JSON mapping: ids in hex, 64-bit integers as strings, enums as numbers.
/// See <see href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding"/>.
/// </summary>
internal static class OtlpJson
{
    private const int NanosecondsPerTick = 100;

    // https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto: SpanFlags
    private const uint HasIsRemote = 0x100;
    private const uint IsRemote = 0x200;

    public static void WriteSpan(Utf8JsonWriter json, Activity span, SpanLimits limits)
    {
        json.WriteStartObject();
        json.WriteString("traceId", span.TraceId.ToHexString());
        json.WriteString("spanId", span.SpanId.ToHexString());
        if (span.TraceStateString is { Length: > 0 } state)
            json.WriteString("traceState", state);
        if (span.ParentSpanId != default)
            json.WriteString("parentSpanId", span.ParentSpanId.ToHexString());
        json.WriteNumber("flags", Flags(span.ActivityTraceFlags, span.HasRemoteParent));
        json.WriteString("name", span.DisplayName);
        // ActivityKind counts from Internal = 0, OTLP from SPAN_KIND_INTERNAL = 1.
        json.WriteNumber("kind", (int)span.Kind + 1);
        WriteTime(json, "startTimeUnixNano", span.StartTimeUtc);
        WriteTime(json, "endTimeUnixNano", span.StartTimeUtc + span.Duration);
        WriteTags(json, span.EnumerateTagObjects(), limits.AttributeCount);
        WriteEvents(json, span, limits);
        WriteLinks(json, span, limits);
        WriteStatus(json, span);
        json.WriteEndObject();
    }

    public static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object>> attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var (key, value) in attributes)
            WriteAttribute(json, key, value);
        json.WriteEndArray();
    }

    private static uint Flags(ActivityTraceFlags traceFlags, bool hasRemoteParent) =>
        (uint)traceFlags | HasIsRemote | (hasRemoteParent ? IsRemote : 0);

    private static void WriteTags(Utf8JsonWriter json, Activity.Enumerator<KeyValuePair<string, object?>> tags, int limit)
    {
        json.WriteStartArray("attributes");
        var count = 0;
        foreach (ref readonly var tag in tags)
        {
            if (count++ < limit)
                WriteAttribute(json, tag.Key, tag.Value);
        }

        json.WriteEndArray();
        WriteDropped(json, "droppedAttributesCount", count - limit);
    }

    private static void WriteDropped(Utf8JsonWriter json, string name, int dropped)
    {
        if (dropped > 0)
            json.WriteNumber(name, dropped);
    }

    private static void WriteAttribute(Utf8JsonWriter json, string key, object? value)
    {
        if (value is null)
            return;
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WritePropertyName("value");
        WriteValue(json, value);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        json.WriteStartObject();
        switch (value)
        {
            case null:
                break;
            case string text:
                json.WriteString("stringValue", text);
                break;
            case bool flag:
                json.WriteBoolean("boolValue", flag);
                break;
            case long or int or short or byte or sbyte or ushort or uint:
                json.WriteString("intValue", Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
                break;
            case double or float:
                WriteDouble(json, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case Array array:
                json.WriteStartObject("arrayValue");
                json.WriteStartArray("values");
                foreach (var item in array)
                    WriteValue(json, item);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            default:
                json.WriteString("stringValue", Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteDouble(Utf8JsonWriter json, double number)
    {
        // JSON has no such numbers; protobuf's JSON mapping writes their names.
        if (double.IsFinite(number))
            json.WriteNumber("doubleValue", number);
        else
            json.WriteString("doubleValue", double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteEvents(Utf8JsonWriter json, Activity span, SpanLimits limits)
    {
        var count = 0;
        foreach (ref readonly var item in span.EnumerateEvents())
        {
            if (++count > limits.EventCount)
                continue;
            if (count == 1)
                json.WriteStartArray("events");
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            WriteTime(json, "timeUnixNano", item.Timestamp.UtcDateTime);
            WriteTags(json, item.EnumerateTagObjects(), limits.EventAttributeCount);
            json.WriteEndObject();
        }

        if (Math.Min(count, limits.EventCount) > 0)
            json.WriteEndArray();
        WriteDropped(json, "droppedEventsCount", count - limits.EventCount);
    }

    private static void WriteLinks(Utf8JsonWriter json, Activity span, SpanLimits limits)
    {
        var count = 0;
        foreach (ref readonly var link in span.EnumerateLinks())
        {
            if (++count > limits.LinkCount)
                continue;
            if (count == 1)
                json.WriteStartArray("links");
            json.WriteStartObject();
            json.WriteString("traceId", link.Context.TraceId.ToHexString());
            json.WriteString("spanId", link.Context.SpanId.ToHexString());
            if (link.Context.TraceState is { Length: > 0 } state)
                json.WriteString("traceState", state);
            WriteTags(json, link.EnumerateTagObjects(), limits.LinkAttributeCount);
            json.WriteNumber("flags", Flags(link.Context.TraceFlags, link.Context.IsRemote));
            json.WriteEndObject();
        }

        if (Math.Min(count, limits.LinkCount) > 0)
            json.WriteEndArray();
        WriteDropped(json, "droppedLinksCount", count - limits.LinkCount);
    }

    private static void WriteStatus(Utf8JsonWriter json, Activity span)
    {
        json.WriteStartObject("status");
        if (span.Status != ActivityStatusCode.Unset)
        {
            if (span.StatusDescription is { Length: > 0 } description)
                json.WriteString("message", description);
            // ActivityStatusCode and OTLP's StatusCode agree: Unset 0, Ok 1, Error 2.
            json.WriteNumber("code", (int)span.Status);
        }

        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTime time)
    {
        Span<char> digits = stackalloc char[20];
        var nanoseconds = (time.Ticks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;
        nanoseconds.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, digits[..length]);
    }
}
