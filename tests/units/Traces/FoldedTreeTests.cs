using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>Large traces: what is put together, and what never is.</summary>
public sealed class FoldedTreeTests
{
    [Fact]
    public void A_hundred_spans_are_not_folded()
    {
        Assert.Equal(["script", .. Enumerable.Repeat("  call", 99)], Show(Loop(99)));
        Assert.Equal(["script", "  call 100×"], Show(Loop(100)));
    }

    [Fact]
    public void Calls_that_take_turns_are_put_together_with_all_under_them()
    {
        var spans = Enumerable.Range(0, 50).SelectMany(static i => new[]
        {
            MadeSpan.Of(10 + (4 * i), 1, "Get-S3Object", 10 * i, 4),
            MadeSpan.Of(11 + (4 * i), 10 + (4 * i), "S3.ListObjects", 10 * i, 3),
            MadeSpan.Of(12 + (4 * i), 1, "Copy-S3Object", (10 * i) + 5, 4),
            MadeSpan.Of(13 + (4 * i), 12 + (4 * i), "S3.CopyObject", (10 * i) + 5, 3),
        }).Append(MadeSpan.Of(1, 0, "script", 0, 500));

        Assert.Equal(["script", "  Get-S3Object 50×", "    S3.ListObjects 50×", "  Copy-S3Object 50×", "    S3.CopyObject 50×"], Show(spans));
    }

    [Fact]
    public void What_failed_is_never_folded_nor_what_leads_to_it()
    {
        var spans = Loop(200, under: 10).Concat([MadeSpan.Of(10, 1, "cmdlet", 0, 300), MadeSpan.Of(500, 99, "broken", 50, 0.1, "NoSuchKey"), MadeSpan.Of(1, 0, "script", 0, 300)]);

        Assert.Equal(["script", "  cmdlet", "    call 88×", "    call", "      broken!", "    call 111×"], Show(spans));
    }

    [Fact]
    public void What_was_slow_is_never_folded()
    {
        var spans = Enumerable.Range(2, 200).Select(static id => MadeSpan.Of(id, 1, "call", 10 * id, id == 50 ? 40 : id == 60 ? 9 : 1)).Append(MadeSpan.Of(1, 0, "script", 0, 2100));

        // 40 ms of 2.1 s are more than a hundredth, 9 ms are not, although both are far from the others.
        Assert.Equal(["script", "  call 48×", "  call", "  call 151×"], Show(spans));
    }

    [Fact]
    public void A_failed_attempt_is_no_failure()
    {
        var spans = Enumerable.Range(0, 60).SelectMany(static i => new[]
        {
            MadeSpan.Of(10 + (3 * i), 1, "S3.PutObject", 10 * i, 9, null, ("aws.retry.count", 1L)),
            MadeSpan.Of(11 + (3 * i), 10 + (3 * i), "attempt 1", 10 * i, 3, "SlowDown", ("aws.retry.attempt", 1L)),
            MadeSpan.Of(12 + (3 * i), 10 + (3 * i), "attempt 2", (10 * i) + 4, 3, null, ("aws.retry.attempt", 2L)),
        }).Append(MadeSpan.Of(1, 0, "script", 0, 600));

        Assert.Equal(["script", "  S3.PutObject 60×", "    attempt 1 60×", "    attempt 2 60×"], Show(spans));
    }

    [Fact]
    public void Three_of_a_kind_stay_in_the_order_of_their_starts()
    {
        var spans = Loop(100).Concat([MadeSpan.Of(201, 1, "first", 0.1, 0.1), MadeSpan.Of(202, 1, "last", 150, 0.1), MadeSpan.Of(203, 1, "last", 151, 0.1), MadeSpan.Of(204, 1, "last", 152, 0.1)]);

        Assert.Equal(["script", "  first", "  call 100×", "  last", "  last", "  last"], Show(spans));
    }

    [Fact]
    public void Names_that_differ_by_a_number_are_alike()
    {
        var spans = Enumerable.Range(2, 150).Select(static id => MadeSpan.Of(id, 1, $"tenant {id}", id, 1)).Append(MadeSpan.Of(1, 0, "script", 0, 200));

        Assert.Equal(["script", "  tenant # 150×"], Show(spans));
    }

    [Fact]
    public void The_number_of_folded_spans_is_known()
    {
        Assert.Equal(100, FoldedTree.Of(TraceTree.Build(Loop(100).ToList()), whole: false).Folded);
        Assert.Equal(0, FoldedTree.Of(TraceTree.Build(Loop(100).ToList()), whole: true).Folded);
    }

    private static IEnumerable<OtelSpan> Loop(int calls, int under = 1) =>
        Enumerable.Range(11, calls).Select(id => MadeSpan.Of(id, under, "call", id, 1)).Concat(under == 1 ? [MadeSpan.Of(1, 0, "script", 0, 300)] : []);

    /// <summary>Places as lines of names, each indented under its parent.</summary>
    private static List<string> Show(IEnumerable<OtelSpan> spans)
    {
        var lines = new List<string>();
        foreach (var root in FoldedTree.Of(TraceTree.Build(spans.ToList()), whole: false).Roots)
            Add(root, "");
        return lines;

        void Add(FoldedTree.Item item, string indent)
        {
            var first = item.Members[0].Span;
            var name = item.Members.All(node => node.Span.Name == first.Name) ? first.Name : SpanLikeness.Key(first);
            lines.Add(indent + name + (item.Members.Count > 1 ? $" {item.Members.Count}×" : first.Status == OtelStatus.Error ? "!" : ""));
            foreach (var child in item.Children)
                Add(child, indent + "  ");
        }
    }
}
