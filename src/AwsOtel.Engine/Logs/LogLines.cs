using System.Globalization;
using AwsOtel.Engine.Traces;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace AwsOtel.Engine.Logs;

/// <summary>The console exporter of logs: keeps the newest records as lines to read.</summary>
internal sealed class LogLines : BaseProcessor<LogRecord>
{
    public const int Capacity = 1000;

    private readonly Queue<string> _lines = new();
    private long _passed;

    public override void OnEnd(LogRecord data)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{data.Timestamp:HH:mm:ss.fff} {Severity(data.LogLevel)} {TerminalText.Printable(data.FormattedMessage ?? "")}");
        lock (_lines)
        {
            if (_lines.Count == Capacity)
            {
                _lines.Dequeue();
                _passed++;
            }

            _lines.Enqueue(line);
        }
    }

    public string[] Read()
    {
        lock (_lines)
            return _passed == 0 ? [.. _lines] : [string.Create(CultureInfo.InvariantCulture, $"({_passed} earlier records are not shown)"), .. _lines];
    }

    /// <summary>The short names of <see href="https://opentelemetry.io/docs/specs/otel/logs/data-model/#displaying-severity"/>.</summary>
    private static string Severity(LogLevel level) => level switch
    {
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARN ",
        _ => "INFO ",
    };
}
