namespace AwsOtel.Engine.Traces;

/// <summary>Which spans of a trace stand out: far slower than others like them, and long enough to matter to the whole.</summary>
internal sealed class SlowSpans
{
    private const int TimesTheMedian = 4;
    private const int PartOfTrace = 100;

    private readonly Dictionary<string, TimeSpan> _medians;
    private readonly TimeSpan _least;

    public SlowSpans(TraceTree tree)
    {
        _least = (tree.End - tree.Start) / PartOfTrace;
        _medians = tree.Preorder()
            .GroupBy(static node => SpanLikeness.Key(node.Span), static node => node.Span.Duration, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => Median(group.ToArray()), StringComparer.Ordinal);
    }

    public bool Contains(OtelSpan span) => span.Duration >= _least && span.Duration >= _medians[SpanLikeness.Key(span)] * TimesTheMedian && span.Duration > TimeSpan.Zero;

    private static TimeSpan Median(TimeSpan[] durations)
    {
        Array.Sort(durations);
        return durations[durations.Length / 2];
    }
}
