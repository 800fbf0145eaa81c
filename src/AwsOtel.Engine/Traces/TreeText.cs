using System.Globalization;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Traces;

/// <summary>Draws a trace as text: the tree, durations, and bars on one time axis.</summary>
internal sealed class TreeText
{
    private const int DurationColumns = 9;
    private const int Gap = 2;
    private const int Narrowest = 30;
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
        var usable = Math.Max(Narrowest, width - 1);
        var leastBar = usable < NarrowestWithBars ? 0 : Math.Clamp(usable / 4, SmallestBar, LargestBar);
        var room = usable - DurationColumns - Gap - (leastBar == 0 ? 0 : leastBar + Gap);
        _labelColumns = Math.Min(room, WidestLabel(tree.Roots, 0));
        // What the labels leave is the bars'.
        _barColumns = leastBar == 0 ? 0 : Math.Min(LargestBar, leastBar + room - _labelColumns);
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
        // The bounds are where the rounded number would need a digit more.
        var (number, unit) = duration.TotalMilliseconds switch
        {
            < 0.9995 => (duration.TotalMicroseconds, "µs"),
            < 999.5 => (duration.TotalMilliseconds, "ms"),
            < 99_950 => (duration.TotalSeconds, "s"),
            _ => (duration.TotalMinutes, "min"),
        };
        var format = number switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" };
        return number.ToString(format, CultureInfo.InvariantCulture) + " " + unit;
    }

    private static int WidestLabel(IEnumerable<TraceTree.Node> nodes, int depth)
    {
        var widest = 0;
        foreach (var node in nodes)
        {
            widest = Math.Max(widest, (depth * 3) + Label(node.Span).Length);
            widest = Math.Max(widest, WidestLabel(node.Children, depth + 1));
        }

        return widest;
    }

    private static string Label(OtelSpan span) => Printable(SpanNote.Of(span) is { Length: > 0 } note ? span.Name + "  " + note : span.Name);

    private void Add(TraceTree.Node node, string branch, string below)
    {
        var span = node.Span;
        var label = Fit(branch + Label(span), _labelColumns);
        var duration = Duration(span.Duration).PadLeft(DurationColumns);
        var line = Paint(label, branch.Length, span) + "  " + Color(Dim, duration);
        if (_barColumns > 0)
            line += "  " + Color(span.Status == OtelStatus.Error ? Red : "", Bar(span)).TrimEnd();
        _lines.Add(line);

        for (var i = 0; i < node.Children.Count; i++)
        {
            var isLast = i == node.Children.Count - 1;
            Add(node.Children[i], below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  "));
        }
    }

    /// <summary>Without control characters: a key may hold what a terminal obeys.</summary>
    public static string Printable(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            ? string.Create(text.Length, text, static (printable, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                    printable[i] = char.IsControl(source[i]) ? '\ufffd' : source[i];
            })
            : text;

    private static string Fit(string text, int columns) =>
        text.Length <= columns ? text.PadRight(columns) : string.Concat(text.AsSpan(0, Math.Max(1, columns - 1)), "…");

    /// <summary>Red where it failed, yellow where it was retried or failed in part; notes of the others stand back.</summary>
    private string Paint(string label, int branchColumns, OtelSpan span)
    {
        var nameEnd = Math.Min(label.Length, branchColumns + span.Name.Length);
        if (span.Status == OtelStatus.Error && branchColumns < label.Length)
            return label[..branchColumns] + Color(Red, label[branchColumns..]);
        var isNotable = span.Attributes.ContainsKey(AttributeName.RetryCount) || span.Attributes.ContainsKey(AttributeName.ErrorType);
        return label[..nameEnd] + Color(isNotable ? Yellow : Dim, label[nameEnd..]);
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
        var length = Math.Clamp(to - from, 1, eighths - (offset * 8));
        return new string(' ', offset) + new string('█', length / 8) + (length % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[(length % 8) - 1].ToString());
    }
}
