using OpenTelemetry;
using OpenTelemetry.Logs;

namespace AwsOtel.Engine.Logs;

/// <summary>Ties each record to the span that it came from. What is ambient where it is made may be another's.</summary>
internal sealed class LogContext : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.Attributes is not LogEntry { Span: var span })
            return;
        data.TraceId = span.TraceId;
        data.SpanId = span.SpanId;
        data.TraceFlags = span.TraceFlags;
    }
}
