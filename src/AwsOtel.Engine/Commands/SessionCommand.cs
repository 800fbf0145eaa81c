using System.Collections;
using System.Management.Automation;
using AwsOtel.Engine.Commands.Completers;
using AwsOtel.Engine.Hooks;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>What the cmdlets have in common that start a session: its settings as parameters.</summary>
public abstract class SessionCommand : PSCmdlet
{
    /// <summary>The <c>service.name</c> of the resource; default: OTEL_SERVICE_NAME, else the script's name without extension.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? ServiceName { get; set; }

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

    /// <summary>Where warnings, errors and information of the script go as logs; default: OTEL_LOGS_EXPORTER, else nowhere.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public OtelLogExporter[]? LogExporter { get; set; }

    /// <summary>Address of the OTLP receiver; default: OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Endpoint { get; set; }

    /// <summary>Transport of OTLP; default: OTEL_EXPORTER_OTLP_PROTOCOL, else HttpProtobuf for port 4318, else Grpc.</summary>
    [Parameter]
    public OtelProtocol Protocol { get; set; }

    /// <summary>Headers of the OTLP exporter, name to value; default: OTEL_EXPORTER_OTLP_HEADERS. Values are never shown.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

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
    /// Runs when an AWS call begins, with <c>$Span</c>, <c>$Service</c>, <c>$Operation</c> and <c>$Request</c>, in a runspace of its own. A call waits for
    /// it 100 ms at most.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? RequestHook { get; set; }

    /// <summary>Runs when an AWS call gave a response, with <c>$Span</c>, <c>$Service</c>, <c>$Operation</c> and <c>$Response</c>, as -RequestHook does.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? ResponseHook { get; set; }

    /// <summary>Only these operations have spans, as <c>Service.Operation</c>; wildcards are allowed: <c>S3.*</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? IncludeOperation { get; set; }

    /// <summary>These operations have no spans; wildcards are allowed: <c>S3.Head*</c>. They win over those included.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? ExcludeOperation { get; set; }

    /// <summary>Cmdlet parameters whose values are recorded, cleaned of secrets, as <c>aws.cmdlet.parameter.</c> and their name; default: none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RecordParameter { get; set; }

    /// <summary>Attributes of spans, events, links, metrics and logs whose values are taken out before anything is exported; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? RedactAttribute { get; set; }

    /// <summary>Regular expressions: what they match is taken out of every name, attribute, event, status and log text before anything is exported.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RedactPattern { get; set; }

    /// <summary>
    /// Keeps a trace only where one of these is true, decided when it is whole: at the end of the session. What is kept back until then is bounded.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public OtelKeepWhen[]? KeepWhen { get; set; }

    /// <summary>What <c>-KeepWhen Slow</c> takes for slow: seconds, a unit (<c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>) or a TimeSpan.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? SlowerThan { get; set; }

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
    [ArgumentCompleter(typeof(PropagatorCompleter))]
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

    /// <summary>The file of the File exporter, as it was typed; each cmdlet has its own name for it.</summary>
    private protected abstract (string Parameter, string? Path) TraceFile { get; }

    /// <summary>Full path of the script that is traced; null for none.</summary>
    private protected virtual string? ScriptFile => MyInvocation.ScriptName is { Length: > 0 } script ? script : null;

    /// <summary>Begins the session that the parameters describe, and warns of what could not be followed.</summary>
    /// <exception cref="PipelineStoppedException">A setting is wrong: the error is written, and nothing has started.</exception>
    internal TraceSession BeginSession()
    {
        var warnings = new List<string>();
        var session = SettingError.Guard(this, () => RunspaceSessions.Begin(SettingsReader.Read(ReadRequest(), Environment.GetEnvironmentVariable), SessionState, warnings));
        if (SdkAttachment.TakeWarning() is { } warning)
            warnings.Add(warning);
        try
        {
            warnings.ForEach(text => OwnMessages.Warn(this, text));
        }
        catch
        {
            // A warning that stops (-WarningAction Stop, Ctrl-C): the command has failed, and nobody holds the session.
            RunspaceSessions.End(session, default);
            throw;
        }

        return session;
    }

    private SessionRequest ReadRequest() => new()
    {
        Name = Name,
        ServiceName = ServiceName,
        Exporter = Exporter,
        MetricExporter = MetricExporter,
        LogExporter = LogExporter,
        Endpoint = Endpoint,
        Protocol = IsBound(nameof(Protocol)) ? Protocol : null,
        Header = Header,
        Path = TraceFile is (var parameter, { } path) ? FileSystemPath.Resolve(this, path, parameter) : null,
        PathParameter = TraceFile.Parameter,
        SpoolPath = !IsBound(nameof(SpoolPath)) ? null : string.IsNullOrEmpty(SpoolPath) ? "" : FileSystemPath.Resolve(this, SpoolPath, nameof(SpoolPath), "folder"),
        ResourceAttribute = ResourceAttribute,
        SampleRatio = IsBound(nameof(SampleRatio)) ? SampleRatio : null,
        Hooks = ReadHooks(),
        HasRequestHook = RequestHook is not null,
        HasResponseHook = ResponseHook is not null,
        IncludeOperation = IncludeOperation,
        ExcludeOperation = ExcludeOperation,
        RecordParameter = RecordParameter,
        RedactAttribute = RedactAttribute,
        RedactPattern = RedactPattern,
        KeepWhen = KeepWhen,
        SlowerThan = SlowerThan,
        Parent = Parent is null ? null : ContextArgument.Of(Parent),
        Propagator = Propagator,
        BaggageAttribute = BaggageAttribute,
        TimeoutSec = IsBound(nameof(TimeoutSec)) ? TimeoutSec : null,
        LegacyAttribute = LegacyAttribute,
        ScriptPath = ScriptFile,
    };

    private Func<ICallHooks>? ReadHooks()
    {
        var request = HookText.Of(RequestHook, nameof(RequestHook));
        var response = HookText.Of(ResponseHook, nameof(ResponseHook));
        return request is null && response is null ? null : () => ScriptHooks.Open(request, response);
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
