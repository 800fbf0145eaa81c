using System.Globalization;
using AwsOtel.Engine.Traces;
using AwsOtel.Engine.Traces.Report;

namespace AwsOtel.Benchmarks;

/// <summary>What it takes to read and to show a trace of 10,000 spans; for its time in a browser see tests/browser/time.mjs.</summary>
internal static class LargeTrace
{
    private const int Cmdlets = 5_000;
    private const int Rounds = 7;

    /// <param name="reportPath">Where the report stays, to be opened.</param>
    public static IReadOnlyList<Result> Run(string reportPath)
    {
        var path = Path.Combine(Path.GetTempPath(), $"awsotel-large-{Environment.ProcessId}.jsonl");
        try
        {
            File.WriteAllLines(path, Lines());
            var spans = TraceFile.Read(path, out _);
            var trace = Trace.Newest(spans)!;
            return
            [
                Measure("read the file", () => TraceFile.Read(path, out _)),
                Measure("draw it", () => TraceDrawing.Draw(trace, 120, colored: true).Count()),
                Measure("measure it by cmdlet", () => Measurements.Of([trace.Tree], OtelMeasureBy.Cmdlet)),
                Measure("write the HTML report", () => Write(reportPath, trace)),
            ];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path, Trace trace)
    {
        using var file = File.Create(path);
        TraceReport.Write(file, [trace]);
    }

    private static Result Measure(string what, Action act)
    {
        var rounds = new List<Batch>();
        for (var i = 0; i < Rounds; i++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            act();
            rounds.Add(new Batch(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMicroseconds, GC.GetTotalAllocatedBytes(precise: true) - allocated));
        }

        return Result.Of("A trace of 10,001 spans: " + what, "", rounds);
    }

    /// <summary>A script that calls two cmdlets in turn, each with one operation; as the File exporter writes them.</summary>
    private static IEnumerable<string> Lines()
    {
        const long Start = 1_760_000_000_000_000_000;
        for (var i = 1; i <= Cmdlets; i++)
        {
            var (cmdlet, operation) = i % 2 == 0 ? ("Copy-S3Object", "CopyObject") : ("Get-S3ObjectMetadata", "HeadObject");
            var from = Start + (i * 1_000_000L);
            var key = string.Create(CultureInfo.InvariantCulture, $"2026/{i:d5}.json");
            yield return Line(2 * i, 1, cmdlet, 1, from, 900_000, Text("code.function.name", "AWS.Tools.S3\\\\" + cmdlet), Number("aws.cmdlet.calls", 1));
            yield return Line(
                (2 * i) + 1,
                2 * i,
                "S3." + operation,
                3,
                from + 50_000,
                800_000,
                Text("rpc.system", "aws-api"),
                Text("rpc.service", "S3"),
                Text("rpc.method", operation),
                Text("cloud.region", "eu-central-1"),
                Text("server.address", "s3.eu-central-1.amazonaws.com"),
                Text("aws.s3.bucket", "archive"),
                Text("aws.s3.key", key),
                Text("aws.request_id", "4442587FB7D0A2F9"),
                Number("http.response.status_code", 200));
        }

        yield return Line(1, 0, "archive.ps1", 1, Start, (Cmdlets + 1) * 1_000_000L, Text("code.file.path", "/srv/archive.ps1"));
    }

    private static string Line(int id, int parent, string name, int kind, long start, long duration, params string[] attributes) =>
        $$$"""{"resourceSpans":[{"resource":{"attributes":[{{{Text("service.name", "archive")}}}]},"scopeSpans":[{"scope":{"name":"AwsOtel"},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"{{{id:x16}}}","parentSpanId":"{{{(parent == 0 ? "" : parent.ToString("x16", CultureInfo.InvariantCulture))}}}","name":"{{{name}}}","kind":{{{kind}}},"startTimeUnixNano":"{{{start}}}","endTimeUnixNano":"{{{start + duration}}}","attributes":[{{{string.Join(',', attributes)}}}],"status":{}}]}]}]}""";

    private static string Text(string key, string value) => $$$"""{"key":"{{{key}}}","value":{"stringValue":"{{{value}}}"}}""";

    private static string Number(string key, int value) => $$$"""{"key":"{{{key}}}","value":{"intValue":"{{{value}}}"}}""";
}
