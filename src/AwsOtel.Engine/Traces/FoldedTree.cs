namespace AwsOtel.Engine.Traces;

/// <summary>
/// A trace's tree with like siblings in one place. What failed and what was slow is never folded away, nor is what leads to it;
/// it also ends a fold, so that the order of what happened stays to be seen.
/// </summary>
internal sealed class FoldedTree
{
    /// <summary>So many spans are read one by one.</summary>
    private const int LargestWhole = 100;

    /// <summary>Fewer are not worth a fold.</summary>
    private const int SmallestFold = 4;

    private readonly HashSet<TraceTree.Node> _kept = [];

    private FoldedTree(TraceTree tree, bool whole)
    {
        var nodes = tree.Preorder().ToList();
        IsWhole = whole || nodes.Count <= LargestWhole;
        if (!IsWhole)
            Keep(nodes, new SlowSpans(tree));
        Roots = Build(tree.Roots);
        Folded = nodes.Count - Items().Sum(static item => item.Members.Count == 1 ? 1 : 0);
    }

    public List<Item> Roots { get; }

    /// <summary>Whether every span has a place of its own.</summary>
    public bool IsWhole { get; }

    /// <summary>How many spans are in folds.</summary>
    public int Folded { get; }

    /// <param name="whole">Fold nothing.</param>
    public static FoldedTree Of(TraceTree tree, bool whole) => new(tree, whole);

    /// <summary>Every place, each before those under it.</summary>
    public IEnumerable<Item> Items()
    {
        var open = new Stack<Item>(Enumerable.Reverse(Roots));
        while (open.TryPop(out var item))
        {
            yield return item;
            for (var i = item.Children.Count - 1; i >= 0; i--)
                open.Push(item.Children[i]);
        }
    }

    /// <summary>From the last to the first: what is under a span comes after it.</summary>
    private void Keep(List<TraceTree.Node> nodes, SlowSpans slow)
    {
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            // What became of an attempt, its operation says.
            if ((!SpanRole.IsAttempt(node.Span) && (SpanRole.HasError(node.Span) || slow.Contains(node.Span))) || node.Children.Exists(_kept.Contains))
                _kept.Add(node);
        }
    }

    private List<Item> Build(IReadOnlyList<TraceTree.Node> roots)
    {
        var top = IsWhole ? Single(roots) : Fold(roots);
        var open = new Stack<Item>(top);
        while (open.TryPop(out var item))
        {
            var children = item.Members is [var only] ? only.Children : item.Members.SelectMany(static node => node.Children).ToList();
            // Those under a fold are put together, however few they are: one fold has one tree.
            item.Children = IsWhole ? Single(children) : item.Members.Count > 1 ? Group(children) : Fold(children);
            foreach (var child in item.Children)
                open.Push(child);
        }

        return top;
    }

    private static List<Item> Single(IReadOnlyList<TraceTree.Node> siblings) => siblings.Select(static node => new Item([node])).ToList();

    private static List<Item> Group(IEnumerable<TraceTree.Node> siblings) =>
        siblings.GroupBy(static node => SpanLikeness.Key(node.Span), StringComparer.Ordinal).Select(static like => new Item(like.ToList())).ToList();

    /// <summary>Puts like siblings together between those that stay, also where they take turns: a loop calls one thing after the other.</summary>
    private List<Item> Fold(IReadOnlyList<TraceTree.Node> siblings)
    {
        var items = new List<Item>();
        var stretch = new List<TraceTree.Node>();
        foreach (var node in siblings)
        {
            if (!_kept.Contains(node))
            {
                stretch.Add(node);
                continue;
            }

            EndStretch();
            items.Add(new Item([node]));
        }

        EndStretch();
        return items;

        void EndStretch()
        {
            items.AddRange(Group(stretch)
                .SelectMany(static fold => fold.Members.Count < SmallestFold ? Single(fold.Members) : [fold])
                .OrderBy(static item => item.Members[0].Span.StartTime));
            stretch.Clear();
        }
    }

    /// <summary>One place in the tree: a span, or a fold of several that are alike.</summary>
    internal sealed class Item(IReadOnlyList<TraceTree.Node> members)
    {
        public IReadOnlyList<TraceTree.Node> Members { get; } = members;

        public List<Item> Children { get; set; } = [];
    }
}
