namespace AwsOtel.Engine.Traces;

/// <summary>The spans of one trace, each under its parent, siblings by start time.</summary>
internal sealed class TraceTree
{
    private TraceTree(IReadOnlyList<Node> roots, DateTime start, DateTime end)
    {
        Roots = roots;
        Start = start;
        End = end;
    }

    /// <summary>Spans whose parent is not among the spans: the script, or what another process is the parent of.</summary>
    public IReadOnlyList<Node> Roots { get; }

    public DateTime Start { get; }

    public DateTime End { get; }

    public static TraceTree Build(IReadOnlyCollection<OtelSpan> spans)
    {
        var nodes = new Dictionary<string, Node>(spans.Count, StringComparer.Ordinal);
        foreach (var span in spans)
            nodes[span.SpanId] = new Node(span);

        var roots = new List<Node>();
        foreach (var node in nodes.Values)
        {
            if (nodes.TryGetValue(node.Span.ParentSpanId, out var parent) && !ReferenceEquals(parent, node))
                parent.Children.Add(node);
            else
                roots.Add(node);
        }

        AddCycles(nodes.Values, roots);
        foreach (var node in nodes.Values)
            node.Children.Sort(ByStart);
        roots.Sort(ByStart);
        return new TraceTree(
            roots,
            spans.Count == 0 ? default : spans.Min(static span => span.StartTime),
            spans.Count == 0 ? default : spans.Max(static span => span.EndTime));
    }

    /// <summary>Spans that are each other's ancestors hang from no root; a file may say so. One of each cycle becomes a root, and none is lost.</summary>
    private static void AddCycles(ICollection<Node> nodes, List<Node> roots)
    {
        var reached = new HashSet<Node>(nodes.Count);
        var open = new Stack<Node>(roots);
        foreach (var candidate in nodes)
        {
            Reach();
            if (reached.Count == nodes.Count)
                return;
            if (reached.Contains(candidate))
                continue;
            foreach (var node in nodes)
                node.Children.Remove(candidate);
            roots.Add(candidate);
            open.Push(candidate);
        }

        void Reach()
        {
            while (open.TryPop(out var node))
            {
                if (!reached.Add(node))
                    continue;
                foreach (var child in node.Children)
                    open.Push(child);
            }
        }
    }

    /// <summary>Every node, each before those under it. Without recursion: how deep a trace goes is for its sender to say.</summary>
    public IEnumerable<Node> Preorder() => PreorderWithDepth().Select(static place => place.Node);

    /// <summary>The same, with how many nodes each is under.</summary>
    public IEnumerable<(Node Node, int Depth)> PreorderWithDepth() => Preorder(Roots);

    private static IEnumerable<(Node Node, int Depth)> Preorder(IReadOnlyList<Node> roots)
    {
        var open = new Stack<(Node Node, int Depth)>(roots.Reverse().Select(static root => (root, 0)));
        while (open.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Node.Children.Count - 1; i >= 0; i--)
                open.Push((next.Node.Children[i], next.Depth + 1));
        }
    }

    private static int ByStart(Node left, Node right)
    {
        var order = left.Span.StartTime.CompareTo(right.Span.StartTime);
        // Of two that start in the same tick, the one that ends later is the one that holds the other back.
        return order != 0 ? order : right.Span.EndTime.CompareTo(left.Span.EndTime);
    }

    /// <summary>A span and the spans under it.</summary>
    internal sealed class Node(OtelSpan span)
    {
        public OtelSpan Span { get; } = span;

        public List<Node> Children { get; } = [];

        /// <summary>All under it, not itself.</summary>
        public IEnumerable<Node> Below() => Preorder(Children).Select(static place => place.Node);
    }
}
