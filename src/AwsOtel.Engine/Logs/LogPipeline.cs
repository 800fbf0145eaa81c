using System.Diagnostics;
using System.Globalization;
using AwsOtel.Engine.Session;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// The way of the log records to their exporters; made only where there is one. OpenTelemetry's public way in is Microsoft's ILogger. No
/// method throws.
/// </summary>
internal sealed class LogPipeline : IDisposable
{
    private readonly OpenTelemetryLoggerProvider _provider;
    private readonly ILogger _logger;
    private readonly LogDelivery? _delivery;
    private readonly string? _endpoint;
    private readonly LoggedErrors _errors = new();
    private long _written;
    private volatile bool _closed;

    private LogPipeline(OpenTelemetryLoggerProvider provider, LogDelivery? delivery, string? endpoint, LogLines? lines)
    {
        _provider = provider;
        _logger = provider.CreateLogger(Spans.ScopeName);
        _delivery = delivery;
        _endpoint = endpoint;
        Lines = lines;
    }

    /// <summary>Of the sessions that are on; null where they make no logs.</summary>
    public static LogPipeline? Current { get; set; }

    /// <summary>What the console exporter prints; null without it.</summary>
    public LogLines? Lines { get; }

    /// <summary>Records made.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Records that are lost; what is only waiting is not, until the last session has ended.</summary>
    public long Dropped => _delivery is null ? 0 : _closed ? Written - _delivery.Exported : _delivery.Failed;

    /// <summary>What could not be delivered until the end, in words; null where all was.</summary>
    public string? Failure => _delivery is not null && Written - _delivery.Exported is > 0 and var lost
        ? string.Create(CultureInfo.InvariantCulture, $"{lost} of {Written} log records could not be delivered to Otlp ({_endpoint}). They are lost.")
        : null;

    /// <returns>Null where no logs exporter is wanted.</returns>
    public static LogPipeline? Create(SessionSettings settings, ResourceBuilder resource)
    {
        if (settings.LogExporters.Count == 0)
            return null;
        var options = new OpenTelemetryLoggerOptions { IncludeFormattedMessage = true };
        options.SetResourceBuilder(resource);
        options.AddProcessor(new LogContext());
        var delivery = settings.OtlpLogs is { } otlp ? LogDelivery.Create(otlp, settings.LogTimeout) : null;
        if (delivery is not null)
            options.AddProcessor(delivery);
        var lines = settings.LogExporters.Contains(OtelLogExporter.Console) ? new LogLines() : null;
        if (lines is not null)
            options.AddProcessor(lines);
        return new LogPipeline(new OpenTelemetryLoggerProvider(new FixedOptions(options)), delivery, settings.OtlpLogs?.Address, lines);
    }

    /// <summary>Makes a record.</summary>
    /// <param name="describe">Fills the entry, and gives its text.</param>
    public void Write(LogLevel level, ActivityContext span, Func<LogEntry, string> describe)
    {
        try
        {
            FaultPoint.Reach("write a log record");
            var entry = new LogEntry(span);
            entry.Body = LogEntry.Clean(describe(entry));
            Interlocked.Increment(ref _written);
            _logger.Log(level, default, entry, null, static (written, _) => written.Body);
        }
        catch (Exception e)
        {
            OwnFailures.Record("write a log record", e);
        }
    }

    /// <summary>An error ended a span; one that has its record gets no other.</summary>
    public void Write(Exception error, ActivityContext span)
    {
        if (!TryTake(error))
            return;
        Write(LogLevel.Error, span, entry =>
        {
            entry.AddException(error, null);
            return error.Message;
        });
    }

    /// <summary>Whether an error has no record yet; from now on it gets no other.</summary>
    public bool TryTake(Exception error) => _errors.TryAdd(error);

    public void Shutdown(int timeoutMilliseconds)
    {
        _delivery?.Shutdown(timeoutMilliseconds);
        _closed = true;
    }

    public void Dispose() => _provider.Dispose();
}
