using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Propagation;

/// <summary>W3C's headers, as OpenTelemetry reads and writes them, with no more of <c>tracestate</c> than must be handed on.</summary>
internal sealed class LimitedTraceContextPropagator : TraceContextPropagator
{
    private const string TraceState = "tracestate";

    /// <inheritdoc/>
    // Cut before it is read: of more entries than it must take, OpenTelemetry takes none.
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) =>
        base.Extract(context, carrier, (from, name) => name == TraceState ? Cut(getter(from, name)) : getter(from, name));

    /// <summary>Several headers are one list.</summary>
    private static string[]? Cut(IEnumerable<string>? values) =>
        values is not null && TraceStateLimit.Cut(string.Join(',', values)) is { } state ? [state] : null;
}
