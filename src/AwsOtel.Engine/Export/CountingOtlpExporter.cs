using System.Diagnostics;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace AwsOtel.Engine.Export;

/// <summary>OpenTelemetry's OTLP exporter, with its successes and failures counted.</summary>
internal sealed class CountingOtlpExporter : OtlpTraceExporter
{
    private readonly ExportCounts _counts;
    private readonly OtlpHttpClient _http;

    private CountingOtlpExporter(OtlpExporterOptions options, OtlpHttpClient http, ExportCounts counts)
        : base(options)
    {
        _http = http;
        _counts = counts;
    }

    public static CountingOtlpExporter Create(OtlpSettings otlp, TimeSpan timeout, ExportCounts counts)
    {
        var options = OtlpOptions.Create(otlp, timeout);
        return new CountingOtlpExporter(options, OtlpHttpClient.Use(options, otlp), counts);
    }

    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        // Read first: a batch is spent once it has been walked.
        var count = activityBatch.Count;
        var result = base.Export(activityBatch);
        _counts.Add(count, result == ExportResult.Success);
        return result;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _http.Dispose();
    }
}
