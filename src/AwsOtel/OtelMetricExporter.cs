namespace AwsOtel;

/// <summary>Where a session sends its metrics. A session may have several exporters.</summary>
public enum OtelMetricExporter
{
    /// <summary>Nowhere: no metrics are made.</summary>
    None,

    /// <summary>An OpenTelemetry collector or back end, by OTLP, to the same receiver as the spans.</summary>
    Otlp,

    /// <summary>A table, printed to the host when the session stops.</summary>
    Console,
}
