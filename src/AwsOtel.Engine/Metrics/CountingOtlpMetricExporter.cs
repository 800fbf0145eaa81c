using AwsOtel.Engine.Export;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace AwsOtel.Engine.Metrics;

/// <summary>OpenTelemetry's OTLP exporter for metrics, with its successes and failures counted.</summary>
internal sealed class CountingOtlpMetricExporter : OtlpMetricExporter
{
    private readonly ExportCounts _counts;
    private readonly DisposableHttpClient _http;

    private CountingOtlpMetricExporter(OtlpExporterOptions options, DisposableHttpClient http, ExportCounts counts)
        : base(options)
    {
        _http = http;
        _counts = counts;
    }

    public static CountingOtlpMetricExporter Create(OtlpExporterOptions options, ExportCounts counts) =>
        new(options, DisposableHttpClient.Watch(options), counts);

    public override ExportResult Export(in Batch<Metric> metrics)
    {
        var result = base.Export(metrics);
        _counts.Add(1, result == ExportResult.Success);
        return result;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _http.Dispose();
    }
}
