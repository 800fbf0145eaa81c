namespace AwsOtel;

/// <summary>Where a session sends what its script writes as warnings, errors and information. A session may have several exporters.</summary>
public enum OtelLogExporter
{
    /// <summary>Nowhere: no logs are made.</summary>
    None,

    /// <summary>An OpenTelemetry collector or back end, by OTLP, to the same receiver as the spans.</summary>
    Otlp,

    /// <summary>Lines, printed to the host when the session stops.</summary>
    Console,
}
