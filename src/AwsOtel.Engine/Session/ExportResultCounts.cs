namespace AwsOtel.Engine.Session;

/// <summary>What the exporters did with the spans of the process.</summary>
/// <param name="Ended">Spans handed to the exporters.</param>
/// <param name="Exported">Spans that every exporter took.</param>
/// <param name="Spooled">Spans that could not be delivered and wait in the spool.</param>
/// <param name="Dropped">Spans that an exporter lost.</param>
/// <param name="Failure">The exporter that did worst, and where it sent; null where every exporter took all.</param>
/// <param name="Reason">Why, where it is known.</param>
internal readonly record struct ExportResultCounts(long Ended, long Exported, long Spooled, long Dropped, string? Failure, string? Reason)
{
    /// <summary>Spans of earlier sessions that were delivered from the spool.</summary>
    public long Backlog { get; init; }

    /// <summary>Spans of earlier sessions that were taken out of the spool undelivered.</summary>
    public long Expired { get; init; }
}
