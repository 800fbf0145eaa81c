namespace AwsOtel.Engine.Session;

/// <summary>
/// Every environment variable that AwsOtel reads.
/// See <see href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/"/> and
/// <see href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/"/>.
/// </summary>
internal static class EnvironmentVariable
{
    public const string SdkDisabled = "OTEL_SDK_DISABLED";
    public const string ServiceName = "OTEL_SERVICE_NAME";
    public const string ResourceAttributes = "OTEL_RESOURCE_ATTRIBUTES";
    public const string TracesExporter = "OTEL_TRACES_EXPORTER";
    public const string TracesSampler = "OTEL_TRACES_SAMPLER";
    public const string TracesSamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    public const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    public const string TracesProtocol = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";
    public const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";
    public const string TracesHeaders = "OTEL_EXPORTER_OTLP_TRACES_HEADERS";
    public const string Compression = "OTEL_EXPORTER_OTLP_COMPRESSION";
    public const string TracesCompression = "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION";
    public const string MetricsExporter = "OTEL_METRICS_EXPORTER";
    public const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    public const string MetricsProtocol = "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL";
    public const string MetricsHeaders = "OTEL_EXPORTER_OTLP_METRICS_HEADERS";
    public const string MetricsCompression = "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION";
    public const string LogsExporter = "OTEL_LOGS_EXPORTER";
    public const string LogsEndpoint = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";
    public const string LogsProtocol = "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL";
    public const string LogsHeaders = "OTEL_EXPORTER_OTLP_LOGS_HEADERS";
    public const string LogsCompression = "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION";
    public const string Timeout = "OTEL_EXPORTER_OTLP_TIMEOUT";
    public const string TracesTimeout = "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT";
    public const string LogsTimeout = "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT";

    public const string AttributeValueLengthLimit = "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";
    public const string AttributeCountLimit = "OTEL_ATTRIBUTE_COUNT_LIMIT";
    public const string SpanAttributeValueLengthLimit = "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT";
    public const string SpanAttributeCountLimit = "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT";
    public const string SpanEventCountLimit = "OTEL_SPAN_EVENT_COUNT_LIMIT";
    public const string SpanLinkCountLimit = "OTEL_SPAN_LINK_COUNT_LIMIT";
    public const string EventAttributeCountLimit = "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT";
    public const string LinkAttributeCountLimit = "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT";

    /// <summary>See <see href="https://opentelemetry.io/docs/specs/semconv/rpc/"/>.</summary>
    public const string SemanticConventionOptIn = "OTEL_SEMCONV_STABILITY_OPT_IN";

    public const string Propagators = "OTEL_PROPAGATORS";

    /// <summary>See <see href="https://opentelemetry.io/docs/specs/otel/context/env-carriers/"/>.</summary>
    public const string TraceParent = "TRACEPARENT";
    public const string TraceState = "TRACESTATE";
    public const string Baggage = "BAGGAGE";

    /// <summary>See <see href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime"/>.</summary>
    public const string XRayTraceId = "_X_AMZN_TRACE_ID";

    public const string XdgStateHome = "XDG_STATE_HOME";
}
