namespace AwsOtel;

/// <summary>Where a session sends its spans. A session may have several exporters.</summary>
public enum OtelExporter
{
    /// <summary>Nowhere: the session runs, its spans are counted and dropped.</summary>
    None,

    /// <summary>An OpenTelemetry collector or back end, by OTLP.</summary>
    Otlp,

    /// <summary>A file of OTLP JSON lines, the format of the Collector's file exporter.</summary>
    File,

    /// <summary>The trace as a tree, printed to the host when the session stops.</summary>
    Console,

    /// <summary>Objects in this process, for <c>Get-OtelSpan</c> and for tests.</summary>
    Memory,
}
