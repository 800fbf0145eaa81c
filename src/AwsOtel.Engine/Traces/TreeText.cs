namespace AwsOtel.Engine.Traces;

/// <summary>Draws a trace as text: the tree, durations, bars on one time axis, and where the time went.</summary>
internal sealed class TreeText
{
    private const int DurationColumns = 9;
    private const int Gap = 2;
    private const int Narrowest = 30;
    private const int SmallestBar = 10;
    private const int LargestBar = 60;
    private const int NarrowestWithBars = 56;

    /// <summary>Of what a terminal has beyond these, bars have half, however long a name is.</summary>
    private const int ColumnsOfLabels = 100;

    /// <summary>A smaller trace shows at a glance where its time went.</summary>
    private const int SpansWithHotSpots = 10;
    private const int MostHotSpots = 5;

    private const string Red = "\u001b[31m";
    private const string Yellow = "\u001b[33m";
    private const string Dim = "\u001b[2m";
    private const string Reset = "\u001b[0m";

    private readonly TimeAxis _axis;
    private readonly int _labelColumns;
    private readonly bool _colored;

    private TreeText(TraceTree tree, IEnumerable<TreeRow> rows, int width, bool colored)
    {
        _colored = colored;
        // A terminal wraps what fills its last column.
        var usable = Math.Max(Narrowest, width - 1);
        var leastBar = usable < NarrowestWithBars ? 0 : Math.Min(LargestBar, Math.Max(usable / 5, SmallestBar) + Math.Max(0, (usable - ColumnsOfLabels) / 2));
        var room = usable - DurationColumns - Gap - (leastBar == 0 ? 0 : leastBar + Gap);
        _labelColumns = rows.Select(static row => TerminalText.Columns(row.Label)).Append(0).Max();
        _labelColumns = Math.Min(_labelColumns, room);
        // What the labels leave is the bars'.
        _axis = new TimeAxis(tree.Start, tree.End, leastBar == 0 ? 0 : Math.Min(LargestBar, leastBar + room - _labelColumns));
    }

    /// <param name="width">Columns of the terminal.</param>
    /// <param name="colored">Whether it understands colours.</param>
    /// <param name="whole">Every span has a line, however many they are.</param>
    public static IReadOnlyList<string> Draw(TraceTree tree, int width, bool colored, bool whole = false)
    {
        var folded = FoldedTree.Of(tree, whole);
        var rows = TreeRows.OfTree(folded).ToList();
        var count = rows.Count + folded.Folded;
        var took = tree.End - tree.Start;
        var spots = count < SpansWithHotSpots || took <= TimeSpan.Zero ? [] : HotSpot.Find(tree, MostHotSpots).Select(spot => TreeRows.OfHotSpot(spot, took)).ToList();
        var text = new TreeText(tree, rows.Concat(spots), width, colored);

        var lines = new List<string>(rows.Count + spots.Count + 4);
        if (count > 1 && text._axis.Scale() is { Length: > 0 } scale)
            lines.Add(text.Color(Dim, new string(' ', text._labelColumns + DurationColumns + Gap + Gap) + scale));
        lines.AddRange(rows.Select(text.Line));
        if (folded.Folded > 0)
            lines.Add(text.Color(Dim, $"{folded.Folded} spans are in lines with ×; Show-OtelTrace -All draws each."));
        if (spots.Count > 0)
            lines.AddRange(["", "where the time went, without what is under each", .. spots.Select(text.Line)]);
        return lines;
    }

    private string Line(TreeRow row)
    {
        var label = TerminalText.Fit(row.Label, _labelColumns);
        var line = Paint(label, row) + new string(' ', Gap) + Color(Dim, row.Duration.PadLeft(DurationColumns));
        return _axis.Columns == 0 ? line : line + new string(' ', Gap) + Color(row.Style == RowStyle.Failed ? Red : "", row.Bar(_axis));
    }

    /// <summary>Red where it failed, yellow where it was retried or failed in part; notes of the others stand back.</summary>
    private string Paint(string label, TreeRow row)
    {
        var name = Math.Min(label.Length, row.Branch.Length);
        var note = Math.Min(label.Length, row.Branch.Length + row.Name.Length);
        return row.Style == RowStyle.Failed
            ? label[..name] + Color(Red, label[name..])
            : label[..note] + Color(row.Style == RowStyle.Notable ? Yellow : Dim, label[note..]);
    }

    private string Color(string color, string text) => _colored && color.Length > 0 && text.Length > 0 ? color + text + Reset : text;
}
