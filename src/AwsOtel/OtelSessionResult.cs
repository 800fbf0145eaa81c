namespace AwsOtel;

/// <summary>What a session came to, from <c>Stop-OtelSession -PassThru</c>.</summary>
public sealed class OtelSessionResult
{
    /// <summary>Name of the script span.</summary>
    public required string Name { get; init; }

    /// <summary>The trace: 32 lower-case hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>Spans of the session that have ended, in whatever trace; its script span and those of sessions nested in it among them.</summary>
    public required long SpanCount { get; init; }

    /// <summary>How many of them failed; attempts are not counted, their operation is.</summary>
    public required long ErrorCount { get; init; }

    /// <summary>Spans that every exporter took, as far as it is known when the timeout ends; since the outermost session began, as nested ones share its exporters.</summary>
    public required long ExportedCount { get; init; }

    /// <summary>Spans that could not be delivered and wait in the spool for the next session; since the outermost one began.</summary>
    public required long SpooledCount { get; init; }

    /// <summary>Spans that are lost: refused by the receiver, or without a spool to keep them; since the outermost session began.</summary>
    public required long DroppedCount { get; init; }

    /// <summary>Spans that <c>-KeepWhen</c> did not keep; since the outermost session began.</summary>
    public required long DiscardedCount { get; init; }

    /// <summary>How long the session lasted.</summary>
    public required TimeSpan Duration { get; init; }
}
