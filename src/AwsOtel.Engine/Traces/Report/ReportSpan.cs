using System.Globalization;
using System.Text.Json;

namespace AwsOtel.Engine.Traces.Report;

/// <summary>One span as the report's script reads it; what it does not have is left out.</summary>
internal static class ReportSpan
{
    /// <summary>JavaScript's numbers are exact so far.</summary>
    private const long LargestExact = 1L << 53;

    public static void Write(Utf8JsonWriter json, TraceTree.Node node, int depth, DateTime traceStart, int resource)
    {
        var span = node.Span;
        json.WriteStartObject();
        json.WriteString("id", span.SpanId);
        WriteText(json, "parent", span.ParentSpanId);
        json.WriteNumber("depth", depth);
        json.WriteString("name", span.Name);
        WriteText(json, "subject", SpanNote.Subject(span));
        json.WriteString("kind", span.Kind.ToString());
        WriteTime(json, "start", span.StartTime - traceStart);
        WriteTime(json, "duration", span.Duration);
        WriteTime(json, "own", SelfTime.Of(node));
        json.WriteNumber("status", (int)span.Status);
        WriteText(json, "message", span.StatusDescription);
        if (SpanRole.HasError(span))
        {
            json.WriteString("error", SpanRole.ErrorType(span));
            json.WriteString("problem", SpanRole.ErrorText(span));
        }

        if (SpanRole.IsAttempt(span))
            json.WriteBoolean("attempt", true);
        else if (SpanRole.IsOperation(span))
            json.WriteBoolean("call", true);
        if (SpanRole.Retries(span) is > 0 and var retries)
            json.WriteNumber("retries", retries);
        if (SpanRole.Backoff(span) > TimeSpan.Zero)
            WriteTime(json, "backoff", SpanRole.Backoff(span));
        WriteAttributes(json, "attributes", span.Attributes);
        WriteEvents(json, span);
        WriteLinks(json, span);
        json.WriteString("scope", span.Scope);
        json.WriteNumber("resource", resource);
        json.WriteEndObject();
    }

    /// <summary>In microseconds; a tenth of one is a tick.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, TimeSpan time) => json.WriteNumber(name, time.Ticks / (decimal)TimeSpan.TicksPerMicrosecond);

    /// <param name="name">Null for an object that stands by itself, and is written also where it is empty.</param>
    public static void WriteAttributes(Utf8JsonWriter json, string? name, IReadOnlyDictionary<string, object> attributes)
    {
        if (name is not null && attributes.Count == 0)
            return;
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        foreach (var (key, value) in attributes.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long number and >= -LargestExact and <= LargestExact:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case Array array:
                json.WriteStartArray();
                foreach (var item in array)
                    WriteValue(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteEvents(Utf8JsonWriter json, OtelSpan span)
    {
        if (span.Events.Count == 0)
            return;
        json.WriteStartArray("events");
        foreach (var item in span.Events)
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            WriteTime(json, "at", item.Time - span.StartTime);
            WriteAttributes(json, "attributes", item.Attributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, OtelSpan span)
    {
        if (span.Links.Count == 0)
            return;
        json.WriteStartArray("links");
        foreach (var link in span.Links)
        {
            json.WriteStartObject();
            json.WriteString("trace", link.TraceId);
            json.WriteString("span", link.SpanId);
            WriteAttributes(json, "attributes", link.Attributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
            json.WriteString(name, text);
    }
}
