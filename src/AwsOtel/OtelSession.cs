namespace AwsOtel;

/// <summary>A session between <c>Start-OtelSession</c> and <c>Stop-OtelSession</c>: what it is called, where it sends, what it counted.</summary>
public sealed class OtelSession
{
    /// <summary>Name of the script span.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>service.name</c> of the resource.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The trace: 32 lower-case hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>The script span: 16 lower-case hex digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>The exporters of the process.</summary>
    public required IReadOnlyList<OtelExporter> Exporter { get; init; }

    /// <summary>OTLP endpoint; null without the Otlp exporter.</summary>
    public required Uri? Endpoint { get; init; }

    /// <summary>The file written to; null without the File exporter.</summary>
    public required string? Path { get; init; }

    /// <summary>The folder for what cannot be delivered; null without the Otlp exporter, or where there is none to write to.</summary>
    public required string? SpoolPath { get; init; }

    /// <summary>When the session began (UTC).</summary>
    public required DateTime StartTime { get; init; }

    /// <summary>How many sessions it is nested in; 0 for an outermost one.</summary>
    public required int Depth { get; init; }

    /// <summary>Spans of this session that have ended so far, in whatever trace; those of sessions nested in it among them.</summary>
    public required long SpanCount { get; init; }

    /// <summary>How many of them failed; attempts are not counted, their operation is.</summary>
    public required long ErrorCount { get; init; }

    /// <summary>Spans that every exporter has taken since the outermost session began, as nested ones share its exporters.</summary>
    public required long ExportedCount { get; init; }

    /// <summary>Spans that could not be delivered since then and wait in the spool.</summary>
    public required long SpooledCount { get; init; }

    /// <summary>Spans that were lost since then.</summary>
    public required long DroppedCount { get; init; }

    /// <summary>Log records made of what the script wrote since the outermost session began; 0 without -LogExporter.</summary>
    public required long LogCount { get; init; }

    /// <summary>Log records that were lost since then.</summary>
    public required long LogDroppedCount { get; init; }

    /// <summary>How often -RequestHook and -ResponseHook threw, were cut off or could not be run, since the outermost session began.</summary>
    public required long HookFailureCount { get; init; }

    /// <summary>What is instrumented: the AWSSDK.Core version found, or why none is.</summary>
    public required string AwsSdk { get; init; }

    /// <summary>The AWS.Tools modules in the process with their versions; the calls of each are traced where the SDK is instrumented.</summary>
    public required IReadOnlyList<string> AwsModule { get; init; }

    /// <summary>The settings to read, a line each: its value, and where that came from. Of headers there are the names only.</summary>
    public required string Setting { get; init; }

    /// <summary>Each setting and where it came from: a parameter, a variable, or the default.</summary>
    public required IReadOnlyDictionary<string, string> Source { get; init; }

    /// <summary>How often AwsOtel itself failed in this process; none of it reached the script.</summary>
    public required long OwnFailureCount { get; init; }

    /// <summary>The last 20 of these failures, the newest last, without credentials.</summary>
    public required IReadOnlyList<string> OwnFailure { get; init; }
}
