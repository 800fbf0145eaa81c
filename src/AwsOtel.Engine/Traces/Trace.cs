using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Traces;

/// <summary>The spans of one trace.</summary>
internal sealed class Trace
{
    private Trace(string id, IReadOnlyCollection<OtelSpan> spans)
    {
        Id = id;
        Spans = spans;
        Tree = TraceTree.Build(spans);
    }

    public string Id { get; }

    public IReadOnlyCollection<OtelSpan> Spans { get; }

    public TraceTree Tree { get; }

    /// <summary>Of the span that began it.</summary>
    public string Name => Tree.Roots[0].Span.Name;

    /// <summary>Of the process that began it.</summary>
    public string Service => Tree.Roots[0].Span.Resource.TryGetValue("service.name", out var name) ? $"{name}" : "";

    /// <summary>Spans that failed; attempts are not counted, their operation is.</summary>
    public int ErrorCount => Spans.Count(static span => span.Status == OtelStatus.Error && !span.Attributes.ContainsKey(AttributeName.RetryAttempt));

    /// <summary>The traces that the spans are of, by their start.</summary>
    public static IReadOnlyList<Trace> All(IEnumerable<OtelSpan> spans) => spans
        .GroupBy(static span => span.TraceId, StringComparer.OrdinalIgnoreCase)
        .Select(static group => new Trace(group.Key, group.ToList()))
        .OrderBy(static trace => trace.Tree.Start)
        .ToList();

    /// <summary>One of the traces; null where no span is of it.</summary>
    public static Trace? Find(IEnumerable<OtelSpan> spans, string id)
    {
        var own = spans.Where(span => span.TraceId.Equals(id, StringComparison.OrdinalIgnoreCase)).ToList();
        return own.Count == 0 ? null : new Trace(own[0].TraceId, own);
    }

    /// <summary>The trace that began last; null where there are no spans.</summary>
    public static Trace? Newest(IReadOnlyCollection<OtelSpan> spans)
    {
        OtelSpan? newest = null;
        foreach (var span in spans)
        {
            if (newest is null || span.StartTime >= newest.StartTime)
                newest = span;
        }

        return newest is null ? null : Find(spans, newest.TraceId);
    }
}
