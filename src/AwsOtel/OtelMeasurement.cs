namespace AwsOtel;

/// <summary>The calls of one cmdlet, service, operation or error, added up: from Measure-OtelTrace.</summary>
public sealed class OtelMeasurement
{
    /// <summary>What was added up by.</summary>
    public required OtelMeasureBy By { get; init; }

    /// <summary>The cmdlet, service, operation or error type.</summary>
    public required string Name { get; init; }

    /// <summary>How many calls there were, each counted once over all its attempts.</summary>
    public required int Calls { get; init; }

    /// <summary>How many of them failed, in whole or, of a batch, in part.</summary>
    public required int Errors { get; init; }

    /// <summary>Attempts beyond the first of each call.</summary>
    public required long Retries { get; init; }

    /// <summary>How long all of them took, added up.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>Half of them took no longer (nearest rank).</summary>
    public required TimeSpan P50 { get; init; }

    /// <summary>Of twenty, nineteen took no longer (nearest rank).</summary>
    public required TimeSpan P95 { get; init; }

    /// <summary>How long the slowest took.</summary>
    public required TimeSpan Max { get; init; }

    /// <summary>How long they waited before retries, added up; part of <see cref="Total"/>.</summary>
    public required TimeSpan Backoff { get; init; }
}
