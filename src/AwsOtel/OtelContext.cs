using System.Diagnostics;

namespace AwsOtel;

/// <summary>Where a script is in its trace, to hand to something that AwsOtel does not see: another process, an HTTP call, a queue.</summary>
public sealed class OtelContext
{
    /// <summary>The W3C traceparent: <see href="https://www.w3.org/TR/trace-context/#traceparent-header"/>.</summary>
    public required string TraceParent { get; init; }

    /// <summary>The W3C tracestate; empty where there is none.</summary>
    public required string TraceState { get; init; }

    /// <summary>The trace: 32 lower-case hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span: 16 lower-case hex digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>Whether the trace is sampled; what is handed on follows the decision.</summary>
    public required bool IsSampled { get; init; }

    /// <summary>The baggage that travels with it: <see href="https://www.w3.org/TR/baggage/"/>; empty where there is none.</summary>
    public required IReadOnlyDictionary<string, string> Baggage { get; init; }

    /// <summary>The span itself, where it is one of this process.</summary>
    internal Activity? Span { get; init; }

    /// <summary>The traceparent, as <c>Start-OtelSession -Parent</c> takes it.</summary>
    public override string ToString() => TraceParent;
}
