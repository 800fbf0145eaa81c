namespace AwsOtel.Engine.Session;

/// <summary>How far the wait for the exporters is.</summary>
/// <param name="Exported">Spans that every exporter has taken.</param>
/// <param name="Ended">Spans to be taken.</param>
/// <param name="Elapsed">The wait so far.</param>
/// <param name="Timeout">The longest wait.</param>
internal readonly record struct FlushProgress(long Exported, long Ended, TimeSpan Elapsed, TimeSpan Timeout);
