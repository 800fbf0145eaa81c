using System.Globalization;
using System.Text.Json;

namespace AwsOtel.Engine.Traces;

/// <summary>Reads spans from a file of OTLP JSON lines: AwsOtel's own or one of a collector's file exporter.</summary>
internal static class TraceFile
{
    private const int NanosecondsPerTick = 100;

    /// <summary>Reads every span of the file. A line that is no OTLP request (the last one of a process that was killed) is counted and passed over.</summary>
    public static List<OtelSpan> Read(string path, out int unreadableLines)
    {
        unreadableLines = 0;
        var spans = new List<OtelSpan>();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            try
            {
                using var request = JsonDocument.Parse(line);
                if (request.RootElement.ValueKind == JsonValueKind.Object)
                    AddSpans(spans, request.RootElement);
                else
                    unreadableLines++;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
            {
                unreadableLines++;
            }
        }

        return spans;
    }

    private static void AddSpans(List<OtelSpan> spans, JsonElement request)
    {
        foreach (var resourceSpans in Items(request, "resourceSpans"))
        {
            var resource = resourceSpans.TryGetProperty("resource", out var described) ? ReadAttributes(described) : [];
            foreach (var scopeSpans in Items(resourceSpans, "scopeSpans"))
            {
                var scope = scopeSpans.TryGetProperty("scope", out var named) ? Text(named, "name") : "";
                foreach (var span in Items(scopeSpans, "spans"))
                    spans.Add(ReadSpan(span, scope, resource));
            }
        }
    }

    private static OtelSpan ReadSpan(JsonElement span, string scope, Dictionary<string, object> resource)
    {
        var start = Time(span, "startTimeUnixNano");
        var status = span.TryGetProperty("status", out var told) ? told : default;
        return new OtelSpan
        {
            TraceId = Text(span, "traceId"),
            SpanId = Text(span, "spanId"),
            ParentSpanId = Text(span, "parentSpanId"),
            Name = Text(span, "name"),
            Kind = (OtelSpanKind)Number(span, "kind"),
            StartTime = start,
            Duration = Time(span, "endTimeUnixNano") - start,
            Status = (OtelStatus)Number(status, "code"),
            StatusDescription = Text(status, "message"),
            Attributes = ReadAttributes(span),
            Events = Items(span, "events").Select(static item => new OtelSpanEvent
            {
                Name = Text(item, "name"),
                Time = Time(item, "timeUnixNano"),
                Attributes = ReadAttributes(item),
            }).ToList(),
            Links = Items(span, "links").Select(static link => new OtelSpanLink
            {
                TraceId = Text(link, "traceId"),
                SpanId = Text(link, "spanId"),
                Attributes = ReadAttributes(link),
            }).ToList(),
            Scope = scope,
            Resource = resource,
        };
    }

    private static Dictionary<string, object> ReadAttributes(JsonElement owner)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var attribute in Items(owner, "attributes"))
        {
            if (attribute.TryGetProperty("value", out var value) && ReadValue(value) is { } read)
                attributes[Text(attribute, "key")] = read;
        }

        return attributes;
    }

    private static object? ReadValue(JsonElement value)
    {
        foreach (var kind in value.EnumerateObject())
        {
            switch (kind.Name)
            {
                case "stringValue":
                    return kind.Value.GetString();
                case "boolValue":
                    return kind.Value.GetBoolean();
                case "intValue":
                    return long.Parse(kind.Value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                case "doubleValue":
                    return double.Parse(kind.Value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
                case "arrayValue":
                    return TypedArray(Items(kind.Value, "values").Select(ReadValue).ToArray());
                default:
                    return kind.Value.ToString();
            }
        }

        return null;
    }

    private static Array TypedArray(object?[] items) => items.FirstOrDefault() switch
    {
        string => Array.ConvertAll(items, static item => item as string),
        bool => Array.ConvertAll(items, static item => item is true),
        long => Array.ConvertAll(items, static item => item as long? ?? 0),
        double => Array.ConvertAll(items, static item => item as double? ?? 0),
        _ => items,
    };

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    private static string Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static int Number(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var number) ? number.GetInt32() : 0;

    private static DateTime Time(JsonElement owner, string name) =>
        DateTime.UnixEpoch.AddTicks(long.Parse(Text(owner, name), NumberStyles.None, CultureInfo.InvariantCulture) / NanosecondsPerTick);
}
