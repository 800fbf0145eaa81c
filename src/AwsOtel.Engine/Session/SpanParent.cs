using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.Session;

/// <summary>What a span starts under: a span of this process, or one of another process, known by its context alone.</summary>
/// <param name="Span">The span of this process; null where there is none.</param>
/// <param name="Remote">The context of the other process's span, where <paramref name="Span"/> is null; default for a new trace.</param>
/// <param name="Baggage">Baggage that came with it; null where there is none but that of the spans above.</param>
/// <param name="Session">The session that the script is in there; null where only the spans above tell it.</param>
internal readonly record struct SpanParent(Activity? Span, ActivityContext Remote = default, SpanBaggage? Baggage = null, TraceSession? Session = null)
{
    /// <summary>The parent's context and the baggage that is on under it: what is handed on to other processes.</summary>
    public PropagationContext Context => new(Span?.Context ?? Remote, Baggage?.Baggage ?? SpanBaggage.Of(Span));

    public bool IsNone => Span is null && Remote == default;
}
