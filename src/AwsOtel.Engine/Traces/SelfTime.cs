namespace AwsOtel.Engine.Traces;

/// <summary>The time of a span that none of the spans under it accounts for.</summary>
internal static class SelfTime
{
    public static TimeSpan Of(TraceTree.Node node)
    {
        var span = node.Span;
        var self = span.Duration;
        var covered = span.StartTime;
        // By start time; what runs at the same time is counted once.
        foreach (var child in node.Children)
        {
            var from = child.Span.StartTime > covered ? child.Span.StartTime : covered;
            var to = child.Span.EndTime < span.EndTime ? child.Span.EndTime : span.EndTime;
            if (to <= from)
                continue;
            self -= to - from;
            covered = to;
        }

        return self > TimeSpan.Zero ? self : TimeSpan.Zero;
    }
}
