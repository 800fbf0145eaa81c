using System.Collections;
using System.Management.Automation;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>What the cmdlets have in common that start a session: its settings as parameters.</summary>
public abstract class SessionCommand : PSCmdlet
{
    /// <summary>The <c>service.name</c> of the resource; default: OTEL_SERVICE_NAME, else the script's name without extension.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? ServiceName { get; set; }

    /// <summary>The name of the script span; default: the script's file name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Where spans go; default: OTEL_TRACES_EXPORTER, else Otlp where an endpoint is known, else File.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public OtelExporter[]? Exporter { get; set; }

    /// <summary>Where metrics go; default: OTEL_METRICS_EXPORTER, else nowhere.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public OtelMetricExporter[]? MetricExporter { get; set; }

    /// <summary>Address of the OTLP receiver; default: OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>Transport of OTLP; default: OTEL_EXPORTER_OTLP_PROTOCOL, else HttpProtobuf for port 4318, else Grpc.</summary>
    [Parameter]
    public OtelProtocol Protocol { get; set; }

    /// <summary>Headers of the OTLP exporter, name to value; default: OTEL_EXPORTER_OTLP_HEADERS. Values are never shown.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary>The file of the File exporter; default: a new file in the user's state folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The folder for spans that the Otlp exporter could not deliver; default: in the user's state folder; '' for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? SpoolPath { get; set; }

    /// <summary>Attributes of the resource, name to value; they win over OTEL_RESOURCE_ATTRIBUTES.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? ResourceAttribute { get; set; }

    /// <summary>The part of new traces that is kept, 0 to 1; default: OTEL_TRACES_SAMPLER, else 1.</summary>
    [Parameter]
    public double SampleRatio { get; set; }

    /// <summary>
    /// What this script is part of: a W3C traceparent, a context of Get-OtelContext, a hashtable of headers (of the propagators, names in any
    /// case), or a message that a queue or a Lambda event brought. Headers and messages without a context start a new trace. Default: the variables
    /// TRACEPARENT and TRACESTATE, else _X_AMZN_TRACE_ID; and BAGGAGE.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Parent { get; set; }

    /// <summary>
    /// How the trace is handed on and taken in: tracecontext, baggage, xray, b3, b3multi, or none; default: OTEL_PROPAGATORS, else tracecontext
    /// and baggage. With xray, every AWS call carries <c>X-Amzn-Trace-Id</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Propagator { get; set; }

    /// <summary>Names of the baggage entries that are copied onto every span of the session as attributes; default: none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? BaggageAttribute { get; set; }

    /// <summary>The longest that Stop-OtelSession may take, in seconds; default: OTEL_EXPORTER_OTLP_TIMEOUT, else 10.</summary>
    [Parameter]
    public int TimeoutSec { get; set; }

    /// <summary>Adds the names that older guides query: <c>aws.region</c>, <c>http.status_code</c>.</summary>
    [Parameter]
    public SwitchParameter LegacyAttribute { get; set; }

    /// <summary>Begins the session that the parameters describe, and warns of what could not be followed.</summary>
    /// <exception cref="PipelineStoppedException">A setting is wrong: the error is written, and nothing has started.</exception>
    internal TraceSession BeginSession()
    {
        var warnings = new List<string>();
        TraceSession session;
        try
        {
            var settings = SettingsReader.Read(ReadRequest(), Environment.GetEnvironmentVariable);
            session = RunspaceSessions.Begin(settings, SessionState, warnings);
        }
        catch (SettingException e)
        {
            ThrowTerminatingError(SettingError.Of(e));
            throw;
        }

        if (SdkAttachment.TakeWarning() is { } warning)
            warnings.Add(warning);
        warnings.ForEach(WriteWarning);
        return session;
    }

    private SessionRequest ReadRequest() => new()
    {
        Name = Name,
        ServiceName = ServiceName,
        Exporter = Exporter,
        MetricExporter = MetricExporter,
        Endpoint = Endpoint,
        Protocol = IsBound(nameof(Protocol)) ? Protocol : null,
        Header = Header,
        Path = Path is null ? null : FileSystemPath.Resolve(this, Path, nameof(Path)),
        SpoolPath = !IsBound(nameof(SpoolPath)) ? null : string.IsNullOrEmpty(SpoolPath) ? "" : FileSystemPath.Resolve(this, SpoolPath, nameof(SpoolPath), "folder"),
        ResourceAttribute = ResourceAttribute,
        SampleRatio = IsBound(nameof(SampleRatio)) ? SampleRatio : null,
        Parent = Parent is null ? null : ContextArgument.Of(Parent),
        Propagator = Propagator,
        BaggageAttribute = BaggageAttribute,
        TimeoutSec = IsBound(nameof(TimeoutSec)) ? TimeoutSec : null,
        LegacyAttribute = LegacyAttribute,
        ScriptPath = MyInvocation.ScriptName is { Length: > 0 } script ? script : null,
    };

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
