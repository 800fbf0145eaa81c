using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Metrics;

/// <summary>The way of the metrics to their exporters; made only where there is one.</summary>
internal sealed class MetricPipeline : IDisposable
{
    private readonly MeterProvider _provider;
    private readonly string? _endpoint;
    private readonly ExportCounts _counts;
    private volatile bool _closed;

    private MetricPipeline(MeterProvider provider, string? endpoint, ExportCounts counts, MetricTable? table)
    {
        _provider = provider;
        _endpoint = endpoint;
        _counts = counts;
        Table = table;
    }

    /// <summary>What the console exporter prints; null without it.</summary>
    public MetricTable? Table { get; }

    /// <summary>What could not be delivered, in words; null where all was.</summary>
    public string? Failure => _closed && _counts.Dropped == 0 ? null : $"Otlp ({_endpoint})";

    /// <returns>Null where no metrics exporter is wanted.</returns>
    public static MetricPipeline? Create(SessionSettings settings, ResourceBuilder resource)
    {
        if (settings.MetricExporters.Count == 0)
            return null;
        var counts = new ExportCounts();
        var builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Spans.ScopeName, UserInstruments.MeterName).AddMeter(SdkMeterProvider.MeterNames);
        MetricTable? table = null;
        if (settings.MetricExporters.Contains(OtelMetricExporter.Otlp))
            builder.AddReader(OtlpReader(settings.OtlpMetrics!, settings.Timeout, counts));
        if (settings.MetricExporters.Contains(OtelMetricExporter.Console))
        {
            table = new MetricTable();
            builder.AddReader(new BaseExportingMetricReader(table));
        }

        return new MetricPipeline(builder.Build(), settings.OtlpMetrics?.Address, counts, table);
    }

    public void Shutdown(int timeoutMilliseconds) => _closed = _provider.Shutdown(timeoutMilliseconds);

    public void Dispose() => _provider.Dispose();

    private static PeriodicExportingMetricReader OtlpReader(OtlpSettings otlp, TimeSpan timeout, ExportCounts counts)
    {
        // Reads OTEL_METRIC_EXPORT_INTERVAL.
        var interval = new PeriodicExportingMetricReaderOptions().ExportIntervalMilliseconds ?? 60_000;
        return new PeriodicExportingMetricReader(CountingOtlpMetricExporter.Create(otlp, timeout, counts), interval);
    }
}
