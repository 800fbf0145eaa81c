using System.Globalization;

namespace AwsOtel.Engine.Traces;

/// <summary>The rows of a drawing: of the tree, and of where the time went.</summary>
internal static class TreeRows
{
    /// <summary>No terminal shows more.</summary>
    private const int LongestBranch = 1000;

    public static IEnumerable<TreeRow> OfTree(FoldedTree tree)
    {
        var open = new Stack<(FoldedTree.Item Item, string Branch, string Below)>(Enumerable.Reverse(tree.Roots).Select(static root => (root, "", "")));
        while (open.TryPop(out var next))
        {
            var (item, branch, below) = next;
            yield return item.Members is [var only] ? OfSpan(only.Span, branch) : OfFold(item.Members, branch);
            for (var i = item.Children.Count - 1; i >= 0; i--)
            {
                var isLast = i == item.Children.Count - 1;
                open.Push(below.Length > LongestBranch
                    ? (item.Children[i], below, below)
                    : (item.Children[i], below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  ")));
            }
        }
    }

    public static TreeRow OfHotSpot(HotSpot spot, TimeSpan whole) => new(
        (spot.Time / whole).ToString("0 %", CultureInfo.InvariantCulture).PadLeft(5) + "  ",
        Name(spot.Name),
        spot.Count == 1 ? "" : Times(spot.Count),
        SpanDuration.Text(spot.Time),
        axis => axis.Length(spot.Time),
        RowStyle.Plain);

    private static TreeRow OfSpan(OtelSpan span, string branch) => new(
        branch,
        Name(span.Name),
        TerminalText.Printable(SpanNote.Of(span)),
        SpanDuration.Text(span.Duration),
        axis => axis.Bar(span.StartTime, span.EndTime),
        span.Status == OtelStatus.Error ? RowStyle.Failed : SpanRole.Retries(span) > 0 || SpanRole.HasError(span) ? RowStyle.Notable : RowStyle.Plain);

    private static TreeRow OfFold(IReadOnlyList<TraceTree.Node> members, string branch)
    {
        var spans = members.Select(static node => node.Span).ToList();
        var retries = spans.Sum(SpanRole.Retries);
        // Failed attempts alone: their operation went well, or it would not be folded.
        var failed = spans.Count(SpanRole.HasError);
        var note = Times(spans.Count)
            + (retries == 0 ? "" : "  " + TraceDrawing.Plural(retries, "retry"))
            + (failed == 0 ? "" : "  ✗ " + failed.ToString(CultureInfo.InvariantCulture))
            + "  " + SpanDuration.Range(spans.Min(static span => span.Duration), spans.Max(static span => span.Duration));
        return new TreeRow(
            branch,
            Name(spans.TrueForAll(span => span.Name == spans[0].Name) ? spans[0].Name : SpanLikeness.Key(spans[0])),
            note,
            SpanDuration.Text(TimeSpan.FromTicks(spans.Sum(static span => span.Duration.Ticks))),
            axis => axis.Shade(spans.Min(static span => span.StartTime), spans.Max(static span => span.EndTime)),
            retries > 0 || failed > 0 ? RowStyle.Notable : RowStyle.Plain);
    }

    private static string Name(string name) => string.IsNullOrWhiteSpace(name) ? "(no name)" : TerminalText.Printable(name);

    private static string Times(int count) => count.ToString(CultureInfo.InvariantCulture) + " ×";
}
