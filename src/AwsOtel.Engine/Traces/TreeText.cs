using System.Globalization;

namespace AwsOtel.Engine.Traces;

/// <summary>Draws a trace as text: the tree, durations, and bars on one time axis.</summary>
internal sealed class TreeText
{
    private const int DurationColumns = 9;
    private const int SmallestBar = 10;
    private const int LargestBar = 40;
    private const int NarrowestWithBars = 60;

    private const string Red = "\u001b[31m";
    private const string Yellow = "\u001b[33m";
    private const string Dim = "\u001b[2m";
    private const string Reset = "\u001b[0m";

    private readonly TraceTree _tree;
    private readonly int _labelColumns;
    private readonly int _barColumns;
    private readonly bool _colored;
    private readonly List<string> _lines = [];

    private TreeText(TraceTree tree, int width, bool colored)
    {
        _tree = tree;
        _colored = colored;
        // A terminal wraps what fills its last column.
        var usable = Math.Max(30, width - 1);
        _barColumns = usable < NarrowestWithBars ? 0 : Math.Clamp(usable / 4, SmallestBar, LargestBar);
        var room = usable - DurationColumns - 2 - (_barColumns == 0 ? 0 : _barColumns + 2);
        _labelColumns = Math.Min(room, tree.Roots.Count == 0 ? room : WidestLabel(tree.Roots, 0));
    }

    /// <param name="width">Columns of the terminal.</param>
    /// <param name="colored">Whether it understands colours.</param>
    public static IReadOnlyList<string> Draw(TraceTree tree, int width, bool colored)
    {
        var text = new TreeText(tree, width, colored);
        foreach (var root in tree.Roots)
            text.Add(root, "", "");
        return text._lines;
    }

    /// <summary>A duration in three significant digits, with its unit.</summary>
    public static string Duration(TimeSpan duration)
    {
        var (number, unit) = duration.TotalMilliseconds switch
        {
            < 1 => (duration.TotalMicroseconds, "µs"),
            < 1000 => (duration.TotalMilliseconds, "ms"),
            < 100_000 => (duration.TotalSeconds, "s"),
            _ => (duration.TotalMinutes, "min"),
        };
        var format = number switch { < 10 => "0.00", < 100 => "0.0", _ => "0" };
        return number.ToString(format, CultureInfo.InvariantCulture) + " " + unit;
    }

    private static int WidestLabel(IEnumerable<TraceTree.Node> nodes, int depth)
    {
        var widest = 0;
        foreach (var node in nodes)
        {
            widest = Math.Max(widest, (depth * 3) + node.Span.Name.Length + Note(node.Span).Length);
            widest = Math.Max(widest, WidestLabel(node.Children, depth + 1));
        }

        return widest;
    }

    /// <summary>What is worth a word beside the name: why it failed, or that it was retried.</summary>
    private static string Note(OtelSpan span)
    {
        if (span.Status == OtelStatus.Error)
            return "  " + (span.Attributes.TryGetValue("error.type", out var error) ? error : "error");
        return span.Attributes.TryGetValue("aws.retry.count", out var retries) ? $"  {retries} {(retries is 1L ? "retry" : "retries")}" : "";
    }

    private void Add(TraceTree.Node node, string branch, string below)
    {
        var span = node.Span;
        var note = Note(span);
        var label = Fit(branch + span.Name + note, _labelColumns);
        var duration = Duration(span.Duration).PadLeft(DurationColumns);
        var line = Paint(label, branch.Length, span, note.Length > 0) + "  " + Color(Dim, duration);
        if (_barColumns > 0)
            line += "  " + Color(span.Status == OtelStatus.Error ? Red : "", Bar(span)).TrimEnd();
        _lines.Add(line);

        for (var i = 0; i < node.Children.Count; i++)
        {
            var isLast = i == node.Children.Count - 1;
            Add(node.Children[i], below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  "));
        }
    }

    private static string Fit(string text, int columns) =>
        text.Length <= columns ? text.PadRight(columns) : string.Concat(text.AsSpan(0, Math.Max(1, columns - 1)), "…");

    private string Paint(string label, int branchColumns, OtelSpan span, bool hasNote)
    {
        var color = span.Status == OtelStatus.Error ? Red : hasNote ? Yellow : "";
        return color.Length == 0 || branchColumns >= label.Length
            ? label
            : label[..branchColumns] + Color(color, label[branchColumns..]);
    }

    private string Color(string color, string text) => _colored && color.Length > 0 ? color + text + Reset : text;

    /// <summary>The stretch of the trace that the span took, to an eighth of a column; at least one eighth, so that every span is seen.</summary>
    private string Bar(OtelSpan span)
    {
        var whole = (_tree.End - _tree.Start).Ticks;
        if (whole <= 0)
            return "█";
        var eighths = _barColumns * 8;
        var from = (int)((span.StartTime - _tree.Start).Ticks * eighths / whole);
        var to = (int)(((span.EndTime - _tree.Start).Ticks * eighths + whole - 1) / whole);
        // Block characters fill from the left only: the start is rounded to a column, the length keeps its eighths.
        var offset = Math.Min(from / 8, _barColumns - 1);
        var length = Math.Max(1, Math.Min(to, eighths) - (offset * 8));
        return new string(' ', offset) + new string('█', length / 8) + (length % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[(length % 8) - 1].ToString());
    }
}
