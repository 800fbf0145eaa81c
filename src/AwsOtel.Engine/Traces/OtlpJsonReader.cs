using System.Globalization;
using System.Text.Json;

namespace AwsOtel.Engine.Traces;

/// <summary>
/// Reads the spans of one OTLP trace request in JSON. Ids are hex, 64-bit integers strings or numbers; enums are numbers, and names are taken as well.
/// See <see href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding"/>.
/// </summary>
internal static class OtlpJsonReader
{
    private const int NanosecondsPerTick = 100;
    private const int TraceIdDigits = 32;
    private const int SpanIdDigits = 16;

    /// <summary>What a line of a collector's file may hold. A file of logs or metrics has no spans, and that is no mistake.</summary>
    private static readonly string[] Requests = ["resourceSpans", "resourceMetrics", "resourceLogs", "resourceProfiles"];

    /// <summary>All spans of the request, or none: a request that is broken anywhere is not read.</summary>
    /// <exception cref="FormatException">It is no such request; the message says what is wrong, as the end of a sentence about the line.</exception>
    public static List<OtelSpan> Read(string json)
    {
        try
        {
            using var request = JsonDocument.Parse(json);
            return ReadRequest(request.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string with half a surrogate pair.
            throw new FormatException($"is not OTLP JSON: {e.Message}", e);
        }
    }

    private static List<OtelSpan> ReadRequest(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object || (request.EnumerateObject().Any() && !Array.Exists(Requests, name => request.TryGetProperty(name, out _))))
            throw new FormatException("is not an OTLP request: it has no 'resourceSpans'.");
        var spans = new List<OtelSpan>();
        foreach (var resourceSpans in Items(request, "resourceSpans"))
        {
            var resource = Member(resourceSpans, "resource") is { } described ? ReadAttributes(described) : [];
            // Until 2022 they had the longer names.
            foreach (var scopeSpans in Items(resourceSpans, "scopeSpans").Concat(Items(resourceSpans, "instrumentationLibrarySpans")))
            {
                var scope = (Member(scopeSpans, "scope") ?? Member(scopeSpans, "instrumentationLibrary")) is { } named ? Text(named, "name") : "";
                foreach (var span in Items(scopeSpans, "spans"))
                    spans.Add(ReadSpan(span, scope, resource));
            }
        }

        return spans;
    }

    private static OtelSpan ReadSpan(JsonElement span, string scope, Dictionary<string, object> resource)
    {
        var start = Time(span, "startTimeUnixNano") ?? throw Wrong("startTimeUnixNano", "nanoseconds since 1970");
        var status = Member(span, "status");
        return new OtelSpan
        {
            TraceId = Id(span, "traceId", TraceIdDigits),
            SpanId = Id(span, "spanId", SpanIdDigits),
            ParentSpanId = Text(span, "parentSpanId").Length == 0 ? "" : Id(span, "parentSpanId", SpanIdDigits),
            Name = Text(span, "name"),
            Kind = Enumerated<OtelSpanKind>(span, "kind", "SPAN_KIND_"),
            StartTime = start,
            // Without an end, or with one before its start (of another clock), it took no time that can be told.
            Duration = Time(span, "endTimeUnixNano") is { } end && end > start ? end - start : TimeSpan.Zero,
            Status = status is { } told ? Enumerated<OtelStatus>(told, "code", "STATUS_CODE_") : OtelStatus.Unset,
            StatusDescription = status is { } why ? Text(why, "message") : "",
            Attributes = ReadAttributes(span),
            Events = Items(span, "events").Select(item => new OtelSpanEvent
            {
                Name = Text(item, "name"),
                Time = Time(item, "timeUnixNano") ?? start,
                Attributes = ReadAttributes(item),
            }).ToList(),
            Links = Items(span, "links").Select(static link => new OtelSpanLink
            {
                TraceId = Id(link, "traceId", TraceIdDigits),
                SpanId = Id(link, "spanId", SpanIdDigits),
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
            if (Member(attribute, "value") is { } value && OtlpJsonValue.Read(value) is { } read)
                attributes[Text(attribute, "key")] = read;
        }

        return attributes;
    }

    /// <summary>A member that is there; protobuf's JSON takes null for one that is not.</summary>
    private static JsonElement? Member(JsonElement owner, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object)
            throw new FormatException($"is not OTLP JSON: an object with '{name}' should be where there is {owner.ValueKind}.");
        return owner.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) => Member(owner, name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } items => items.EnumerateArray(),
        _ => throw Wrong(name, "an array"),
    };

    private static string Text(JsonElement owner, string name) => Member(owner, name) switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => throw Wrong(name, "a string"),
    };

    private static string Id(JsonElement owner, string name, int digits)
    {
        var id = Text(owner, name);
        if (id.Length != digits || !id.All(char.IsAsciiHexDigit))
            throw Wrong(name, $"{digits} hex digits");
        return id.ToLowerInvariant();
    }

    private static T Enumerated<T>(JsonElement owner, string name, string prefix)
        where T : struct, Enum
    {
        var member = Member(owner, name);
        if (member is null)
            return default;
        if (member is { ValueKind: JsonValueKind.Number } && member.Value.TryGetInt32(out var number))
            return (T)Enum.ToObject(typeof(T), number);
        if (member is { ValueKind: JsonValueKind.String } && member.Value.GetString()!.StartsWith(prefix, StringComparison.Ordinal)
            && Enum.TryParse<T>(member.Value.GetString().AsSpan(prefix.Length), ignoreCase: true, out var named))
            return named;
        throw Wrong(name, $"a number or a name such as {prefix}{default(T).ToString().ToUpperInvariant()}");
    }

    /// <returns>Null where it is not there, or 0: to protobuf that is the same.</returns>
    private static DateTime? Time(JsonElement owner, string name)
    {
        if (Member(owner, name) is not { } member)
            return null;
        var digits = member.ValueKind is JsonValueKind.String or JsonValueKind.Number ? member.ToString() : "";
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds))
            throw Wrong(name, "nanoseconds since 1970");
        return nanoseconds == 0 ? null : DateTime.UnixEpoch.AddTicks((long)(nanoseconds / NanosecondsPerTick));
    }

    private static FormatException Wrong(string name, string expected) => new($"is not OTLP JSON: '{name}' is not {expected}.");
}
