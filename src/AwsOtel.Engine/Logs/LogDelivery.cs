using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// Brings log records to OpenTelemetry's OTLP exporter by OpenTelemetry's own batches: a bounded queue, sent by a thread of its own. What does
/// not fit in, or cannot be sent, is lost, and counted.
/// </summary>
/// <remarks>Two processors in one: this one has the exporter, so that it knows the resource; the batch sends by <see cref="CountingExporter"/>.</remarks>
internal sealed class LogDelivery : BaseExportProcessor<LogRecord>
{
    private readonly BatchLogRecordExportProcessor _batch;
    private readonly CountingExporter _counting;
    private readonly OtlpHttpClient _http;

    private LogDelivery(OtlpLogExporter exporter, OtlpHttpClient http)
        : base(exporter)
    {
        // Reads OTEL_BLRP_*.
        var options = new BatchExportLogRecordProcessorOptions();
        _http = http;
        _counting = new CountingExporter(exporter);
        _batch = new BatchLogRecordExportProcessor(
            _counting, options.MaxQueueSize, options.ScheduledDelayMilliseconds, options.ExporterTimeoutMilliseconds, Math.Min(options.MaxExportBatchSize, options.MaxQueueSize));
    }

    /// <summary>Records that the receiver took.</summary>
    public long Exported => _counting.Exported;

    /// <summary>Records that it did not.</summary>
    public long Failed => _counting.Failed;

    public static LogDelivery Create(OtlpSettings otlp, TimeSpan timeout)
    {
        var options = OtlpOptions.Create(otlp, timeout);
        var http = OtlpHttpClient.Use(options, otlp);
        return new LogDelivery(new OtlpLogExporter(options), http);
    }

    protected override void OnExport(LogRecord data) => _batch.OnEnd(data);

    protected override bool OnForceFlush(int timeoutMilliseconds) => _batch.ForceFlush(timeoutMilliseconds);

    protected override bool OnShutdown(int timeoutMilliseconds) => _batch.Shutdown(timeoutMilliseconds);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batch.Dispose();
            _http.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class CountingExporter(OtlpLogExporter exporter) : BaseExporter<LogRecord>
    {
        private long _exported;
        private long _failed;

        public long Exported => Interlocked.Read(ref _exported);

        public long Failed => Interlocked.Read(ref _failed);

        public override ExportResult Export(in Batch<LogRecord> batch)
        {
            var count = batch.Count;
            var result = exporter.Export(batch);
            Interlocked.Add(ref result == ExportResult.Success ? ref _exported : ref _failed, count);
            return result;
        }

        protected override bool OnShutdown(int timeoutMilliseconds) => exporter.Shutdown(timeoutMilliseconds);
    }
}
