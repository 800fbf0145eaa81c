using System.Globalization;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Traces;

/// <summary>One trace of many spans as lines of text: a headline, then the tree.</summary>
internal static class TraceDrawing
{
    /// <summary>The trace that began last; null where there are no spans.</summary>
    public static string? NewestTrace(IReadOnlyCollection<OtelSpan> spans)
    {
        OtelSpan? newest = null;
        foreach (var span in spans)
        {
            if (newest is null || span.StartTime >= newest.StartTime)
                newest = span;
        }

        return newest?.TraceId;
    }

    public static string Plural(long count, string noun) => count == 1 ? $"1 {noun}" : string.Create(CultureInfo.InvariantCulture, $"{count} {noun}s");

    public static IEnumerable<string> Draw(IReadOnlyCollection<OtelSpan> spans, string traceId, int width, bool colored)
    {
        var trace = spans.Where(span => span.TraceId == traceId).ToList();
        if (trace.Count == 0)
            yield break;
        var tree = TraceTree.Build(trace);
        var errors = trace.Count(static span => span.Status == OtelStatus.Error && !span.Attributes.ContainsKey(AttributeName.RetryAttempt));
        var service = trace[0].Resource.TryGetValue("service.name", out var name) ? name : "";
        yield return TreeText.Printable(string.Create(
            CultureInfo.InvariantCulture,
            $"trace {traceId}  {service}  {tree.Start:yyyy-MM-dd HH:mm:ss}Z  {Plural(trace.Count, "span")}, {Plural(errors, "error")}"));
        foreach (var line in TreeText.Draw(tree, width, colored))
            yield return line;
    }
}
