using System.Diagnostics;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AwsOtel.Benchmarks;

/// <summary>How fast each exporter gets rid of typical spans, how big it makes them, and how long the script's thread has to do with it.</summary>
internal static class ExporterComparison
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<ExporterResult>> Run()
    {
        // All spans of a round at once: how long a script can be faster than its collector is not what is measured.
        Environment.SetEnvironmentVariable("OTEL_BSP_MAX_QUEUE_SIZE", "100000");
        var spans = await TypicalSpans.Make();
        var folder = Directory.CreateTempSubdirectory("awsotel-benchmark-").FullName;
        using var receiver = DiscardingReceiver.Start();
        try
        {
            var exporters = new[]
            {
                Exporter("File", new SessionRequest { Exporter = [OtelExporter.File], Path = Path.Combine(folder, "trace.jsonl") }),
                Exporter("Otlp, http/protobuf", Otlp(receiver.HttpUrl, OtelProtocol.HttpProtobuf, folder)),
                Exporter("Otlp, http/protobuf, gzip", Otlp(receiver.HttpUrl, OtelProtocol.HttpProtobuf, folder), "gzip"),
                Exporter("Otlp, grpc", Otlp(receiver.GrpcUrl, OtelProtocol.Grpc, folder)),
                Exporter("Otlp, grpc, gzip", Otlp(receiver.GrpcUrl, OtelProtocol.Grpc, folder), "gzip"),
                Exporter("Otlp, http/protobuf, without a spool", Otlp(receiver.HttpUrl, OtelProtocol.HttpProtobuf, "")),
            };
            var rounds = Array.ConvertAll(exporters, static _ => new List<ExporterRound>());
            var random = new Random(1);
            var order = Enumerable.Range(0, exporters.Length).ToArray();
            // The first round of each is its warm-up.
            for (var end = DateTime.UtcNow + Duration; DateTime.UtcNow < end || rounds[0].Count < 3;)
            {
                random.Shuffle(order);
                foreach (var i in order)
                    rounds[i].Add(Measure(exporters[i], spans, receiver));
            }

            return exporters.Select((exporter, i) => ExporterResult.Of(exporter.Name, spans.Length, rounds[i].Skip(1).ToList())).ToList();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SessionRequest Otlp(string url, OtelProtocol protocol, string spool) =>
        new() { Exporter = [OtelExporter.Otlp], Endpoint = url, Protocol = protocol, SpoolPath = spool };

    private static (string Name, SessionRequest Request, string? Compression) Exporter(string name, SessionRequest request, string? compression = null) => (name, request, compression);

    private static ExporterRound Measure((string Name, SessionRequest Request, string? Compression) exporter, Activity[] spans, DiscardingReceiver receiver)
    {
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_COMPRESSION", exporter.Compression);
        var settings = SettingsReader.Read(exporter.Request, Environment.GetEnvironmentVariable);
        var resource = SessionResource.Create(settings);
        var exports = new List<SpanExport>();
        SpanExports.AddTo(exports, settings, resource, memory: null);
        var (_, processor, counts) = exports[0];
        using var provider = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddProcessor(processor).Build();
        // Connects, and makes what every request needs.
        processor.OnEnd(spans[0]);
        processor.ForceFlush();
        receiver.TakeBytes();

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        foreach (var span in spans)
            processor.OnEnd(span);
        var handedOver = Stopwatch.GetElapsedTime(start);
        processor.ForceFlush();
        var elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        if (counts.Exported != spans.Length + 1)
            throw new InvalidOperationException($"{exporter.Name} exported {counts.Exported} spans instead of {spans.Length + 1}: {counts.Reason}");
        var bytes = settings.Path is { } path ? new FileInfo(path).Length : receiver.TakeBytes();
        if (settings.Path is { } written)
            File.Delete(written);
        return new ExporterRound(spans.Length / elapsed.TotalSeconds, handedOver.TotalMicroseconds / spans.Length, cpu.TotalMicroseconds / spans.Length, (double)bytes / spans.Length, (double)allocated / spans.Length);
    }
}
