namespace AwsOtel;

/// <summary>
/// A span that <c>Start-OtelSpan</c> started: what <c>Stop-OtelSpan</c>, <c>Set-OtelSpan</c> and <c>Add-OtelEvent</c> take as <c>-Span</c>, and
/// other spans as <c>-Parent</c> or <c>-Link</c>. Where nothing is traced it is empty, and those do nothing with it.
/// </summary>
public sealed class OtelActiveSpan
{
    /// <summary>The name that it was started with.</summary>
    public required string Name { get; init; }

    /// <summary>The trace: 32 lower-case hex digits; empty where nothing is traced.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span: 16 lower-case hex digits; empty where nothing is traced.</summary>
    public required string SpanId { get; init; }

    /// <summary>When it began (UTC).</summary>
    public required DateTime StartTime { get; init; }

    /// <summary>Whether what is set on it is recorded: not where no session is on, or the trace is sampled out.</summary>
    public required bool IsRecording { get; init; }

    /// <summary>The engine's side; null where nothing is traced.</summary>
    internal object? Source { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
