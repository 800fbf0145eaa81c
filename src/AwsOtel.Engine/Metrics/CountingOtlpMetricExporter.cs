using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace AwsOtel.Engine.Metrics;

/// <summary>OpenTelemetry's OTLP exporter for metrics, with its successes and failures counted.</summary>
internal sealed class CountingOtlpMetricExporter : OtlpMetricExporter
{
    private readonly ExportCounts _counts;
    private readonly OtlpHttpClient _http;

    private CountingOtlpMetricExporter(OtlpExporterOptions options, OtlpHttpClient http, ExportCounts counts)
        : base(options)
    {
        _http = http;
        _counts = counts;
    }

    public static CountingOtlpMetricExporter Create(OtlpSettings otlp, TimeSpan timeout, ExportCounts counts)
    {
        var options = OtlpOptions.Create(otlp, timeout);
        return new CountingOtlpMetricExporter(options, OtlpHttpClient.Use(options, otlp), counts);
    }

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
