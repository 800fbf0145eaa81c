using System.Diagnostics;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.UserSpans;

/// <summary>
/// What a script changes on a span. Under a lock: the blocks of ForEach-Object -Parallel have one span above them all, and setting a tag is
/// not safe by itself.
/// </summary>
internal static class SpanEdit
{
    public static void SetAttributes(Activity span, IReadOnlyList<KeyValuePair<string, object>> attributes)
    {
        if (!span.IsAllDataRequested)
            return;
        lock (span)
        {
            foreach (var (name, value) in attributes)
                span.SetTag(name, value);
        }
    }

    public static void SetStatus(Activity span, OtelStatus status, string? description)
    {
        if (!span.IsAllDataRequested)
            return;
        lock (span)
            span.SetStatus((ActivityStatusCode)status, description);
    }

    public static void Rename(Activity span, string name)
    {
        if (span.IsAllDataRequested)
            span.DisplayName = name;
    }

    public static void AddEvent(Activity span, string name, DateTimeOffset time, IReadOnlyList<KeyValuePair<string, object>> attributes)
    {
        if (!span.IsAllDataRequested)
            return;
        var tags = new ActivityTagsCollection();
        foreach (var (key, value) in attributes)
            tags[key] = value;
        SpanEvents.Add(span, name, tags, time);
    }
}
