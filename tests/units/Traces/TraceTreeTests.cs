using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

public sealed class TraceTreeTests
{
    [Fact]
    public void Children_are_under_their_parents_by_start_whatever_the_order_of_the_spans()
    {
        var tree = TraceTree.Build([MadeSpan.Of(3, 1, "second", 20, 5), MadeSpan.Of(4, 3, "inner", 21, 1), MadeSpan.Of(2, 1, "first", 10, 5), MadeSpan.Of(1, 0, "script", 0, 100)]);

        Assert.Equal("script(first second(inner))", Show(tree.Roots));
        Assert.Equal((MadeSpan.Start, MadeSpan.Start.AddMilliseconds(100)), (tree.Start, tree.End));
    }

    [Fact]
    public void Of_two_that_start_together_the_longer_comes_first()
    {
        var tree = TraceTree.Build([MadeSpan.Of(2, 1, "short", 5, 1), MadeSpan.Of(3, 1, "long", 5, 10), MadeSpan.Of(1, 0, "script", 0, 20)]);

        Assert.Equal("script(long short)", Show(tree.Roots));
    }

    [Fact]
    public void A_span_whose_parent_is_elsewhere_is_a_root()
    {
        var tree = TraceTree.Build([MadeSpan.Of(2, 99, "orphan", 5, 1), MadeSpan.Of(1, 0, "script", 0, 20), MadeSpan.Of(3, 3, "own parent", 9, 1)]);

        Assert.Equal("script orphan own parent", Show(tree.Roots));
    }

    [Fact]
    public void Children_may_outlast_their_parent()
    {
        var tree = TraceTree.Build([MadeSpan.Of(1, 0, "script", 0, 20), MadeSpan.Of(2, 1, "late", 10, 500)]);

        Assert.Equal(MadeSpan.Start.AddMilliseconds(510), tree.End);
    }

    [Fact]
    public void Every_span_is_somewhere_in_the_tree_also_where_two_are_each_others_parents()
    {
        var tree = TraceTree.Build([MadeSpan.Of(1, 0, "script", 0, 20), MadeSpan.Of(2, 3, "a", 1, 1), MadeSpan.Of(3, 2, "b", 2, 1)]);

        Assert.Equal("script a(b)", Show(tree.Roots));
    }

    [Fact]
    public void The_newest_trace_is_the_one_that_began_last()
    {
        var older = MadeSpan.Of(1, 0, "older", 0, 5000);
        var newer = Copy(MadeSpan.Of(2, 0, "newer", 10, 1), "11111111111111111111111111111111");

        Assert.Equal(newer.TraceId, Trace.Newest([newer, older])?.Id);
        Assert.Null(Trace.Newest([]));
    }

    [Fact]
    public void A_drawing_is_of_one_trace_with_a_headline()
    {
        var other = Copy(MadeSpan.Of(3, 0, "other", 0, 1), "11111111111111111111111111111111");
        var lines = TraceDrawing.Draw([MadeSpan.Of(1, 0, "script", 0, 20), MadeSpan.Of(2, 1, "call", 0, 20, "E"), other], MadeSpan.TraceId, 100, colored: false).ToList();

        Assert.Equal("trace 0af7651916cd43dd8448eb211c80319c  nightly  2026-01-02 03:04:05Z  2 spans, 1 error", lines[0]);
        Assert.Equal(4, lines.Count);
        Assert.Empty(TraceDrawing.Draw([other], MadeSpan.TraceId, 40, colored: false));
    }

    [Fact]
    public void A_headline_that_is_too_long_is_two()
    {
        var lines = TraceDrawing.Draw([MadeSpan.Of(1, 0, "script", 0, 20)], MadeSpan.TraceId, 60, colored: false).ToList();

        Assert.Equal(["trace 0af7651916cd43dd8448eb211c80319c  nightly", "2026-01-02 03:04:05Z  1 span, 0 errors"], lines.Take(2));
    }

    [Fact]
    public void Traces_are_told_apart_and_come_by_their_start()
    {
        var other = Copy(MadeSpan.Of(3, 0, "other", 0, 1), "11111111111111111111111111111111");

        var traces = Trace.All([MadeSpan.Of(1, 0, "script", 5, 20), MadeSpan.Of(2, 1, "call", 6, 20), other]);

        Assert.Equal([("other", 1), ("script", 2)], traces.Select(static trace => (trace.Name, trace.Spans.Count)));
        Assert.Equal("other", Trace.Find([other], other.TraceId.ToUpperInvariant())?.Name);
        Assert.Null(Trace.Find([other], MadeSpan.TraceId));
    }

    [Fact]
    public void A_tree_of_any_depth_is_walked()
    {
        const int Depth = 100_000;
        var tree = TraceTree.Build(Enumerable.Range(1, Depth).Select(static id => MadeSpan.Of(id, id - 1, "level", id, 1)).ToList());

        Assert.Equal(Depth - 1, tree.PreorderWithDepth().Last().Depth);
        Assert.Equal(Depth - 1, tree.Roots[0].Below().Count());
    }

    private static string Show(IEnumerable<TraceTree.Node> nodes) =>
        string.Join(' ', nodes.Select(static node => node.Span.Name + (node.Children.Count == 0 ? "" : $"({Show(node.Children)})")));

    private static OtelSpan Copy(OtelSpan span, string traceId) => new()
    {
        TraceId = traceId,
        SpanId = span.SpanId,
        ParentSpanId = span.ParentSpanId,
        Name = span.Name,
        Kind = span.Kind,
        StartTime = span.StartTime,
        Duration = span.Duration,
        Status = span.Status,
        StatusDescription = span.StatusDescription,
        Attributes = span.Attributes,
        Events = span.Events,
        Links = span.Links,
        Scope = span.Scope,
        Resource = span.Resource,
    };
}
