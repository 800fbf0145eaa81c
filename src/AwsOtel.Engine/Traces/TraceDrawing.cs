using System.Globalization;

namespace AwsOtel.Engine.Traces;

/// <summary>One trace of many spans as lines of text: a headline, then the tree.</summary>
internal static class TraceDrawing
{
    public static string Plural(long count, string noun) => count == 1
        ? $"1 {noun}"
        : string.Create(CultureInfo.InvariantCulture, $"{count} {(noun.EndsWith('y') ? noun[..^1] + "ie" : noun)}s");

    public static IEnumerable<string> Draw(IReadOnlyCollection<OtelSpan> spans, string traceId, int width, bool colored) =>
        Trace.Find(spans, traceId) is { } trace ? Draw(trace, width, colored) : [];

    /// <param name="whole">Every span has a line, however many they are.</param>
    public static IEnumerable<string> Draw(Trace trace, int width, bool colored, bool whole = false) =>
        Headline(trace, width).Concat(TreeText.Draw(trace.Tree, width, colored, whole));

    private static IEnumerable<string> Headline(Trace trace, int width)
    {
        var which = TerminalText.Printable(trace.Service.Length == 0 ? $"trace {trace.Id}" : $"trace {trace.Id}  {trace.Service}");
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"{trace.Tree.Start:yyyy-MM-dd HH:mm:ss}Z  {Plural(trace.Spans.Count, "span")}, {Plural(trace.ErrorCount, "error")}");
        return TerminalText.Columns(which) + TerminalText.Columns(what) + 2 < width ? [$"{which}  {what}"] : [which, what];
    }
}
