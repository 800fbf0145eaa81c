namespace AwsOtel.Engine.Traces;

/// <summary>One call as the totals count it.</summary>
internal readonly record struct TracedCall(string Name, TimeSpan Duration, bool Failed, long Retries, TimeSpan Backoff);

/// <summary>The calls of a trace, by what they are to be added up by.</summary>
internal static class TraceCalls
{
    public static IEnumerable<TracedCall> Of(TraceTree tree, OtelMeasureBy by) => by switch
    {
        OtelMeasureBy.Cmdlet => OfCmdlets(tree),
        OtelMeasureBy.Service => OfOperations(tree, SpanRole.Service),
        OtelMeasureBy.Error => OfErrors(tree),
        _ => OfOperations(tree, static span => span.Name),
    };

    private static IEnumerable<TracedCall> OfOperations(TraceTree tree, Func<OtelSpan, string> name) =>
        from node in tree.Preorder()
        where SpanRole.IsOperation(node.Span)
        select new TracedCall(name(node.Span), node.Span.Duration, SpanRole.HasError(node.Span), SpanRole.Retries(node.Span), SpanRole.Backoff(node.Span));

    /// <summary>A cmdlet's retries are those of its operations.</summary>
    private static IEnumerable<TracedCall> OfCmdlets(TraceTree tree)
    {
        foreach (var node in tree.Preorder())
        {
            if (!SpanRole.IsCmdlet(node.Span))
                continue;
            var operations = node.Below().Where(static below => SpanRole.IsOperation(below.Span)).ToList();
            yield return new TracedCall(
                node.Span.Name,
                node.Span.Duration,
                SpanRole.HasError(node.Span),
                operations.Sum(static operation => SpanRole.Retries(operation.Span)),
                TimeSpan.FromTicks(operations.Sum(static operation => SpanRole.Backoff(operation.Span).Ticks)));
        }
    }

    /// <summary>Each error once, where it surfaced and not in what is above it; and each attempt that failed and was tried again.</summary>
    private static IEnumerable<TracedCall> OfErrors(TraceTree tree)
    {
        foreach (var node in tree.Preorder())
        {
            var span = node.Span;
            if (SpanRole.IsAttempt(span))
                continue;
            var attempts = node.Children.FindAll(static child => SpanRole.IsAttempt(child.Span));
            for (var i = 0; i < attempts.Count - 1; i++)
                yield return new TracedCall(SpanRole.ErrorType(attempts[i].Span), attempts[i].Span.Duration, Failed: false, 1, SpanRole.Backoff(attempts[i + 1].Span));
            if (SpanRole.HasError(span) && !node.Below().Any(static below => !SpanRole.IsAttempt(below.Span) && SpanRole.HasError(below.Span)))
                yield return new TracedCall(SpanRole.ErrorType(span), span.Duration, Failed: true, 0, TimeSpan.Zero);
        }
    }
}
