namespace AwsOtel.Engine.Traces;

/// <summary>The one axis that all bars of a drawing are on.</summary>
/// <param name="columns">Its width; 0 for a terminal too narrow for bars.</param>
internal sealed class TimeAxis(DateTime start, DateTime end, int columns)
{
    private const int ColumnsWithMiddle = 30;
    private readonly long _whole = (end - start).Ticks;

    public int Columns { get; } = columns;

    /// <summary>The times at its ends and, where there is room, at its middle; empty where nothing took any time.</summary>
    public string Scale()
    {
        if (Columns == 0 || _whole <= 0)
            return "";
        var last = SpanDuration.Text(TimeSpan.FromTicks(_whole));
        if (Columns < ColumnsWithMiddle)
            return "0" + last.PadLeft(Columns - 1);
        var middle = SpanDuration.Text(TimeSpan.FromTicks(_whole / 2));
        var half = "0" + middle.PadLeft((Columns / 2) + (middle.Length / 2) - 1);
        return half + last.PadLeft(Columns - half.Length);
    }

    /// <summary>The stretch between two times, to an eighth of a column; at least one eighth, so that every span is seen.</summary>
    public string Bar(DateTime from, DateTime to)
    {
        if (_whole <= 0)
            return "█";
        var eighths = Columns * 8;
        // In doubles: a trace of weeks times a wide terminal is more ticks than a long holds.
        var first = (int)((from - start).Ticks / (double)_whole * eighths);
        var end = (int)Math.Ceiling((to - start).Ticks / (double)_whole * eighths);
        // Block characters fill from the left only: the start is rounded to a column, the length keeps its eighths.
        var offset = Math.Min(first / 8, Columns - 1);
        return new string(' ', offset) + Blocks(Math.Clamp(end - first, 1, eighths - (offset * 8)));
    }

    /// <summary>The stretch in which the spans of a fold are; shaded, since there are gaps in it.</summary>
    public string Shade(DateTime from, DateTime to)
    {
        if (_whole <= 0)
            return "░";
        var first = Math.Min((int)((from - start).Ticks / (double)_whole * Columns), Columns - 1);
        var end = (int)Math.Ceiling((to - start).Ticks / (double)_whole * Columns);
        return new string(' ', first) + new string('░', Math.Clamp(end - first, 1, Columns - first));
    }

    /// <summary>A length alone, from the left.</summary>
    public string Length(TimeSpan time) =>
        _whole <= 0 ? "" : Blocks((int)Math.Clamp(Math.Ceiling(time.Ticks / (double)_whole * Columns * 8), 1, Columns * 8));

    private static string Blocks(int eighths) => new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[(eighths % 8) - 1].ToString());
}
