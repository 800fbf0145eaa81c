using System.Diagnostics;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>W3C's headers, as OpenTelemetry reads and writes them, with no more of <c>tracestate</c> than must be handed on.</summary>
internal sealed class LimitedTraceContextPropagator : TraceContextPropagator
{
    /// <inheritdoc/>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        var read = base.Extract(context, carrier, getter);
        var span = read.ActivityContext;
        var state = TraceStateLimit.Cut(span.TraceState);
        return ReferenceEquals(state, span.TraceState)
            ? read
            : new PropagationContext(new ActivityContext(span.TraceId, span.SpanId, span.TraceFlags, state, span.IsRemote), read.Baggage);
    }
}
