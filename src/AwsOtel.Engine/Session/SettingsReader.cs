using System.Diagnostics;
using System.Globalization;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Makes settings of parameters, environment variables and defaults, in this order of precedence, and checks every one of them before
/// anything is started.
/// </summary>
internal sealed class SettingsReader
{
    private const int DefaultTimeoutSeconds = 10;

    private readonly SessionRequest _request;
    private readonly Func<string, string?> _environment;
    private readonly SettingSources _sources;
    private readonly List<string> _warnings = [];

    private SettingsReader(SessionRequest request, Func<string, string?> environment)
    {
        _request = request;
        _environment = environment;
        _sources = new SettingSources(environment);
    }

    /// <exception cref="SettingException">A value cannot be used.</exception>
    public static SessionSettings Read(SessionRequest request, Func<string, string?> environment) =>
        new SettingsReader(request, environment).Read();

    private SessionSettings Read()
    {
        var disabled = string.Equals(_sources.Variable(EnvironmentVariable.SdkDisabled), "true", StringComparison.OrdinalIgnoreCase);
        var scriptName = _request.ScriptPath is { Length: > 0 } script ? Path.GetFileName(script) : null;
        var name = _sources.Take("Name", _request.Name) ?? scriptName ?? "pwsh";
        var resource = ResourceSettings.Read(_request.ResourceAttribute, _sources);
        var exporters = ExporterSettings.ReadSpans(_request, _sources);
        var metricExporters = ExporterSettings.ReadMetrics(_request, _sources);
        if (disabled)
        {
            // Nothing is sent and no file is made; who asks for the spans in memory finds none.
            exporters.RemoveAll(static exporter => exporter is OtelExporter.Otlp or OtelExporter.File);
            metricExporters = [];
        }

        return new SessionSettings
        {
            Name = name,
            ServiceName = ReadServiceName(resource, scriptName),
            ScriptPath = _request.ScriptPath,
            Exporters = exporters,
            Otlp = exporters.Contains(OtelExporter.Otlp)
                ? OtlpSettingsReader.Read(OtlpSignal.Traces, _request, _sources)
                : null,
            MetricExporters = metricExporters,
            // With sources of its own: Get-OtelSession tells where the traces' settings came from.
            OtlpMetrics = metricExporters.Contains(OtelMetricExporter.Otlp)
                ? OtlpSettingsReader.Read(OtlpSignal.Metrics, _request, new SettingSources(_environment))
                : null,
            Path = exporters.Contains(OtelExporter.File) ? ReadPath(name) : null,
            ResourceAttributes = resource,
            Sampler = SamplerSettingsReader.Read(_request.SampleRatio, _sources),
            Hooks = ReadHooks(),
            Operations = OperationFilter.Read(_request.IncludeOperation, _request.ExcludeOperation, _sources),
            RecordedParameters = RecordedParameters.Read(_request.RecordParameter, _sources),
            Redaction = RedactionRules.Read(_request.RedactAttribute, _request.RedactPattern, _sources),
            Keep = KeepSettingsReader.Read(_request.KeepWhen, _request.SlowerThan, _sources),
            Parent = ReadParent(),
            Conventions = ReadConventions(),
            Timeout = ReadTimeout(_request.TimeoutSec, _sources),
            Sources = _sources.ByName,
            Warnings = _warnings,
        };
    }

    private string ReadServiceName(IReadOnlyList<KeyValuePair<string, object>> resource, string? scriptName)
    {
        if (_sources.Take("ServiceName", _request.ServiceName, EnvironmentVariable.ServiceName) is { } given)
            return given;
        foreach (var (key, value) in resource)
        {
            if (key == "service.name" && value is string { Length: > 0 } named)
            {
                _sources.Set("ServiceName", _sources.ByName["ResourceAttribute"]);
                return named;
            }
        }

        return scriptName is null ? "pwsh" : Path.GetFileNameWithoutExtension(scriptName);
    }

    private string ReadPath(string name)
    {
        var typed = _sources.Take("Path", _request.Path);
        if (typed is not null)
            return TraceFilePath.Check(typed, _request.PathParameter);
        if (StateFolder.Traces is not { } folder)
        {
            var parameter = _request.PathParameter;
            throw new SettingException("Invalid" + parameter, parameter, null,
                $"-{parameter}: this user has no home folder to keep traces in. Give -{parameter} for the File exporter, or choose another -Exporter.");
        }

        return TraceFilePath.Check(StateFolder.NewTraceFile(folder, name), _request.PathParameter);
    }

    private Func<ICallHooks>? ReadHooks()
    {
        _sources.SetTyped("RequestHook", _request.HasRequestHook);
        _sources.SetTyped("ResponseHook", _request.HasResponseHook);
        return _request.Hooks;
    }

    private ActivityContext ReadParent()
    {
        if (_request.Parent is { } typed)
        {
            _sources.Set("Parent", SettingSources.Parameter);
            return ActivityContext.TryParse(typed, null, isRemote: true, out var given)
                ? given
                : throw new SettingException("InvalidParent", "Parent", typed,
                    $"-Parent: '{typed}' is not a W3C traceparent. Give one such as 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.");
        }

        if (_sources.Take("Parent", null, EnvironmentVariable.TraceParent) is not { } inherited)
            return default;
        if (EnvironmentContext.IsOurs(inherited))
        {
            _sources.Set("Parent", SettingSources.Default);
            return default;
        }

        if (ActivityContext.TryParse(inherited, _sources.Variable(EnvironmentVariable.TraceState), isRemote: true, out var context))
            return context;
        // Whoever set the variable is not the author of this script: the script gets its trace all the same, a new one.
        _warnings.Add($"{EnvironmentVariable.TraceParent} is not a W3C traceparent; a new trace was started.");
        _sources.Set("Parent", SettingSources.Default);
        return default;
    }

    private ConventionOptions ReadConventions()
    {
        var optIn = _sources.Variable(EnvironmentVariable.SemanticConventionOptIn) ?? "";
        var rpc = RpcNames.Old;
        // The list also holds opt-ins that are not for us; with both, the specification lets dup win.
        foreach (var word in optIn.Split(',', StringSplitOptions.TrimEntries))
        {
            if (word == "rpc/dup")
                rpc = RpcNames.Both;
            else if (word == "rpc" && rpc == RpcNames.Old)
                rpc = RpcNames.New;
        }

        _sources.Set("LegacyAttribute", _request.LegacyAttribute ? SettingSources.Parameter : SettingSources.Default);
        return new ConventionOptions(rpc, _request.LegacyAttribute);
    }

    /// <summary>The longest that delivering may take.</summary>
    public static TimeSpan ReadTimeout(int? given, SettingSources sources)
    {
        if (given is { } typed)
        {
            sources.Set("TimeoutSec", SettingSources.Parameter);
            return typed >= 1
                ? TimeSpan.FromSeconds(typed)
                : throw new SettingException("InvalidTimeoutSec", "TimeoutSec", typed, "-TimeoutSec: give a whole number of seconds from 1.");
        }

        var variable = sources.Variable(EnvironmentVariable.TracesTimeout) is null ? EnvironmentVariable.Timeout : EnvironmentVariable.TracesTimeout;
        if (sources.Take("TimeoutSec", null, variable) is not { } milliseconds)
            return TimeSpan.FromSeconds(DefaultTimeoutSeconds);
        return int.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0
            ? TimeSpan.FromMilliseconds(parsed)
            : throw new SettingException("InvalidTimeoutSec", "TimeoutSec", milliseconds,
                $"{variable}: '{milliseconds}' is not a whole number of milliseconds. Mend it, or give -TimeoutSec.");
    }
}
