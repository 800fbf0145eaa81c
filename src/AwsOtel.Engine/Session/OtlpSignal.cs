namespace AwsOtel.Engine.Session;

/// <summary>What differs between the signals in OTLP's settings.</summary>
internal sealed record OtlpSignal(string Path, string EndpointVariable, string ProtocolVariable, string HeadersVariable, string CompressionVariable)
{
    public static readonly OtlpSignal Traces = new(
        "v1/traces", EnvironmentVariable.TracesEndpoint, EnvironmentVariable.TracesProtocol, EnvironmentVariable.TracesHeaders, EnvironmentVariable.TracesCompression);

    public static readonly OtlpSignal Metrics = new(
        "v1/metrics", EnvironmentVariable.MetricsEndpoint, EnvironmentVariable.MetricsProtocol, EnvironmentVariable.MetricsHeaders, EnvironmentVariable.MetricsCompression);

    public static readonly OtlpSignal Logs = new(
        "v1/logs", EnvironmentVariable.LogsEndpoint, EnvironmentVariable.LogsProtocol, EnvironmentVariable.LogsHeaders, EnvironmentVariable.LogsCompression);
}
