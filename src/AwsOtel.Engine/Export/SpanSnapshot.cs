using System.Diagnostics;
using System.Globalization;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Export;

/// <summary>Makes the span that users hold out of the live one.</summary>
internal static class SpanSnapshot
{
    /// <summary>A span as it is: one that is still open has lasted until now.</summary>
    public static OtelSpan Take(Activity span, IReadOnlyDictionary<string, object> resource, SpanLimits limits) => new()
    {
        TraceId = span.TraceId.ToHexString(),
        SpanId = span.SpanId.ToHexString(),
        ParentSpanId = span.ParentSpanId == default ? "" : span.ParentSpanId.ToHexString(),
        Name = span.DisplayName,
        Kind = (OtelSpanKind)((int)span.Kind + 1),
        StartTime = span.StartTimeUtc,
        Duration = span.IsStopped ? span.Duration : DateTime.UtcNow - span.StartTimeUtc,
        Status = (OtelStatus)span.Status,
        StatusDescription = span.StatusDescription ?? "",
        Attributes = Read(span.TagObjects, limits.AttributeCount),
        Events = span.Events.Take(limits.EventCount).Select(item => new OtelSpanEvent
        {
            Name = item.Name,
            Time = item.Timestamp.UtcDateTime,
            Attributes = Read(item.Tags, limits.EventAttributeCount),
        }).ToList(),
        Links = span.Links.Take(limits.LinkCount).Select(link => new OtelSpanLink
        {
            TraceId = link.Context.TraceId.ToHexString(),
            SpanId = link.Context.SpanId.ToHexString(),
            Attributes = Read(link.Tags ?? [], limits.LinkAttributeCount),
        }).ToList(),
        Scope = span.Source.Name,
        Resource = resource,
    };

    private static Dictionary<string, object> Read(IEnumerable<KeyValuePair<string, object?>> tags, int limit)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in tags.Take(limit))
        {
            if (value is not null)
                attributes[key] = Normalize(value);
        }

        return attributes;
    }

    /// <summary>The types that come back from a trace file as well, so that a span reads the same wherever it was kept.</summary>
    private static object Normalize(object value) => value switch
    {
        int or short or byte or sbyte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float number => (double)number,
        int[] numbers => Array.ConvertAll(numbers, static number => (long)number),
        float[] numbers => Array.ConvertAll(numbers, static number => (double)number),
        string or bool or long or double or Array => value,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
