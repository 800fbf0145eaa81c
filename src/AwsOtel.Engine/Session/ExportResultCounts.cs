namespace AwsOtel.Engine.Session;

/// <summary>What the exporters did with the spans of the process.</summary>
/// <param name="Ended">Spans handed to the exporters.</param>
/// <param name="Exported">Spans that every exporter took.</param>
/// <param name="Dropped">Spans that an exporter lost or could not deliver in time.</param>
/// <param name="Failure">The exporter that lost most, and where it sent; null when nothing was lost.</param>
internal readonly record struct ExportResultCounts(long Ended, long Exported, long Dropped, string? Failure);
