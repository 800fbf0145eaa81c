using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>What a span starts under: a span of this process, or one of another process, known by its context alone.</summary>
/// <param name="Span">The span of this process; null where there is none.</param>
/// <param name="Remote">The context of the other process's span, where <paramref name="Span"/> is null; default for a new trace.</param>
internal readonly record struct SpanParent(Activity? Span, ActivityContext Remote = default)
{
    public bool IsNone => Span is null && Remote == default;
}
