namespace AwsOtel.Engine.Traces;

/// <summary>What was read of one line of a trace file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Spans">Those of its request; none where it is broken.</param>
/// <param name="Problem">What is wrong with it, as the end of a sentence about it; null where nothing is.</param>
internal sealed record TraceFileLine(long Number, IReadOnlyList<OtelSpan> Spans, string? Problem);
