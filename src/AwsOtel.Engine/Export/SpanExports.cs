using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Export;

/// <summary>Makes the exporters that a session's settings name.</summary>
internal static class SpanExports
{
    /// <param name="exports">Gets each exporter as it is made: where a later one does not start, the earlier ones are to be disposed of.</param>
    public static void AddTo(List<SpanExport> exports, SessionSettings settings, ResourceBuilder resource, SpanMemory? memory)
    {
        if (settings.Exporters.Contains(OtelExporter.Otlp))
            exports.Add(Otlp(settings, resource.Build()));
        // The file last: it is made when it is opened, and an exporter that does not start leaves none.
        if (settings.Exporters.Contains(OtelExporter.File))
            exports.Add(File(settings.Path!, resource.Build(), settings.Limits));

        // Console and Memory read the same spans: the console's tree is drawn of what is in memory when the session stops.
        if (memory is not null)
        {
            var kinds = settings.Exporters.Where(static kind => kind is OtelExporter.Console or OtelExporter.Memory);
            var counts = new ExportCounts { IsAtOnce = true };
            exports.Add(new SpanExport(string.Join(" and ", kinds), new MemoryProcessor(memory, resource.Build(), settings.Limits, counts), counts));
        }
    }

    private static SpanExport Otlp(SessionSettings settings, Resource resource)
    {
        var otlp = settings.Otlp!;
        var counts = new ExportCounts();
        var options = OtlpOptions.Create(otlp, settings.Timeout);
        var http = OtlpHttpClient.Use(options, otlp);
        var spool = settings.SpoolPath is { } path ? new SpoolFolder(path, otlp) : null;
        var processor = new DeliveryProcessor(
            new OtlpTraceExporter(options), http, otlp, settings.Timeout, spool, new OtlpJsonLine(resource, settings.Limits), counts);
        return new SpanExport($"Otlp ({otlp.Address})", processor, counts);
    }

    private static SpanExport File(string path, Resource resource, SpanLimits limits)
    {
        var counts = new ExportCounts { IsAtOnce = true };
        if (Path.GetDirectoryName(path) is { } folder && folder == StateFolder.Traces)
            StateFolder.RemoveOldTraces(folder);
        // Not batched: what has ended is in the file, also after kill -9.
        return new SpanExport($"File ({path})", new SimpleActivityExportProcessor(new FileExporter(path, resource, limits, counts)), counts);
    }
}
