using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AwsOtel.Engine.Traces.Report;

/// <summary>
/// What the report's script reads: traces as JSON, times in microseconds from the trace's start, spans in order, each before those under it.
/// </summary>
internal static class ReportData
{
    /// <summary>
    /// This encoder never writes what could end the element that holds the JSON: &lt;, &gt; and &amp; are always escaped, in any range.
    /// </summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly (string Name, OtelMeasureBy By)[] Totals =
        [("operation", OtelMeasureBy.Operation), ("service", OtelMeasureBy.Service), ("cmdlet", OtelMeasureBy.Cmdlet), ("error", OtelMeasureBy.Error)];

    public static void Write(Stream stream, IReadOnlyList<Trace> traces, LongWork? work)
    {
        var written = new SpanTally(traces.Sum(static trace => trace.Spans.Count), work);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteStartArray("traces");
        foreach (var trace in traces)
            WriteTrace(json, trace, written);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTrace(Utf8JsonWriter json, Trace trace, SpanTally written)
    {
        var operations = trace.Spans.Where(SpanRole.IsOperation).ToList();
        json.WriteStartObject();
        json.WriteString("id", trace.Id);
        json.WriteString("name", trace.Name);
        json.WriteString("service", trace.Service);
        json.WriteString("start", trace.Tree.Start);
        ReportSpan.WriteTime(json, "duration", trace.Tree.End - trace.Tree.Start);
        json.WriteNumber("errors", trace.ErrorCount);
        json.WriteNumber("retries", operations.Sum(SpanRole.Retries));
        ReportSpan.WriteTime(json, "backoff", TimeSpan.FromTicks(operations.Sum(static span => SpanRole.Backoff(span).Ticks)));
        var resources = WriteSpans(json, trace, written);
        json.WriteStartArray("resources");
        foreach (var resource in resources)
            ReportSpan.WriteAttributes(json, null, resource);
        json.WriteEndArray();
        WriteTotals(json, trace.Tree);
        WriteHotSpots(json, trace.Tree);
        json.WriteEndObject();
    }

    /// <returns>The resources of the spans, each once; spans point to them by their place.</returns>
    private static List<IReadOnlyDictionary<string, object>> WriteSpans(Utf8JsonWriter json, Trace trace, SpanTally written)
    {
        var resources = new ResourceList();
        json.WriteStartArray("spans");
        foreach (var (node, depth) in trace.Tree.PreorderWithDepth())
        {
            ReportSpan.Write(json, node, depth, trace.Tree.Start, resources.PlaceOf(node.Span.Resource));
            written.Add();
        }

        json.WriteEndArray();
        return resources.Items;
    }

    private static void WriteTotals(Utf8JsonWriter json, TraceTree tree)
    {
        json.WriteStartObject("totals");
        foreach (var (name, by) in Totals)
        {
            json.WriteStartArray(name);
            foreach (var row in Measurements.Of([tree], by))
            {
                json.WriteStartObject();
                json.WriteString("name", row.Name);
                json.WriteNumber("calls", row.Calls);
                json.WriteNumber("errors", row.Errors);
                json.WriteNumber("retries", row.Retries);
                ReportSpan.WriteTime(json, "total", row.Total);
                ReportSpan.WriteTime(json, "p50", row.P50);
                ReportSpan.WriteTime(json, "p95", row.P95);
                ReportSpan.WriteTime(json, "max", row.Max);
                ReportSpan.WriteTime(json, "backoff", row.Backoff);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteHotSpots(Utf8JsonWriter json, TraceTree tree)
    {
        json.WriteStartArray("hot");
        foreach (var spot in HotSpot.Find(tree, most: 10))
        {
            json.WriteStartObject();
            json.WriteString("name", spot.Name);
            json.WriteNumber("count", spot.Count);
            ReportSpan.WriteTime(json, "time", spot.Time);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
