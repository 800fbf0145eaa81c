using System.Net;
using System.Text;

namespace AwsOtel.Engine.Traces.Report;

/// <summary>Writes traces as one HTML file that shows them without a network.</summary>
internal static class TraceReport
{
    private const string Open = "{{";
    private const string Close = "}}";

    public static void Write(Stream stream, IReadOnlyList<Trace> traces, LongWork? work = null)
    {
        var rest = ReportParts.Page;
        while (rest.IndexOf(Open, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = rest.IndexOf(Close, open, StringComparison.Ordinal);
            WriteText(stream, rest[..open]);
            WritePart(stream, rest[(open + Open.Length)..close], traces, work);
            rest = rest[(close + Close.Length)..];
        }

        WriteText(stream, rest);
    }

    private static void WritePart(Stream stream, string name, IReadOnlyList<Trace> traces, LongWork? work)
    {
        if (name == "data")
        {
            ReportData.Write(stream, traces, work);
            return;
        }

        WriteText(stream, name switch
        {
            "policy" => ReportParts.Policy,
            "version" => Session.Spans.Version,
            "title" => WebUtility.HtmlEncode(traces[0].Name),
            "style" => ReportParts.Style,
            "script" => ReportParts.Script,
            _ => throw new InvalidOperationException($"The page of the report has a part '{name}' that nobody fills in."),
        });
    }

    private static void WriteText(Stream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));
}
