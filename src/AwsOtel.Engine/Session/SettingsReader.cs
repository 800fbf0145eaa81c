using System.Globalization;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Propagation;
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

    /// <summary>Whether OTEL_SDK_DISABLED switches OpenTelemetry off: no span is made in the whole process.</summary>
    public static bool IsDisabled(SettingSources sources) =>
        string.Equals(sources.Variable(EnvironmentVariable.SdkDisabled), "true", StringComparison.OrdinalIgnoreCase);

    private SessionSettings Read()
    {
        var disabled = IsDisabled(_sources);
        var scriptName = _request.ScriptPath is { Length: > 0 } script ? Path.GetFileName(script) : null;
        // In every span, and in the name of a file.
        var name = Redactor.Redact(_sources.Take("Name", _request.Name) ?? scriptName ?? "pwsh");
        var resource = ResourceSettings.Read(_request.ResourceAttribute, _sources);
        var propagators = PropagatorSettings.Read(_request.Propagator, _sources, _warnings);
        var exporters = ExporterSettings.ReadSpans(_request, _sources);
        var metricExporters = ExporterSettings.ReadMetrics(_request, _sources);
        var logExporters = ExporterSettings.ReadLogs(_request, _sources);
        if (disabled)
        {
            // Nothing is sent and no file is made; who asks for the spans in memory finds none.
            exporters.RemoveAll(static exporter => exporter is OtelExporter.Otlp or OtelExporter.File);
            metricExporters = [];
            logExporters = [];
        }

        var path = exporters.Contains(OtelExporter.File) ? ReadPath(name, exporters) : null;
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
            LogExporters = logExporters,
            OtlpLogs = logExporters.Contains(OtelLogExporter.Otlp)
                ? OtlpSettingsReader.Read(OtlpSignal.Logs, _request, new SettingSources(_environment))
                : null,
            LogTimeout = logExporters.Contains(OtelLogExporter.Otlp)
                ? ReadTimeout(_request.TimeoutSec, new SettingSources(_environment), EnvironmentVariable.LogsTimeout)
                : default,
            Path = path,
            SpoolPath = exporters.Contains(OtelExporter.Otlp) ? ReadSpoolPath() : null,
            Limits = SpanLimits.Read(_environment),
            ResourceAttributes = resource,
            Sampler = SamplerSettingsReader.Read(_request.SampleRatio, _sources),
            Propagators = propagators,
            Hooks = ReadHooks(),
            Operations = OperationFilter.Read(_request.IncludeOperation, _request.ExcludeOperation, _sources),
            RecordedParameters = RecordedParameters.Read(_request.RecordParameter, _sources),
            Redaction = RedactionRules.Read(_request.RedactAttribute, _request.RedactPattern, _sources),
            Keep = KeepSettingsReader.Read(_request.KeepWhen, _request.SlowerThan, _sources),
            Parent = ReadParent(propagators),
            BaggageAttributes = ReadBaggageAttributes(),
            Conventions = ReadConventions(),
            Timeout = ReadTimeout(_request.TimeoutSec, _sources),
            Sources = _sources.ByName,
            Warnings = _warnings,
        };
    }

    private string ReadServiceName(IReadOnlyList<KeyValuePair<string, object>> resource, string? scriptName)
    {
        if (_sources.Take("ServiceName", _request.ServiceName, EnvironmentVariable.ServiceName) is { } given)
            return Redactor.Redact(given);
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

    private string? ReadPath(string name, List<OtelExporter> exporters)
    {
        if (_sources.Take("Path", _request.Path) is { } typed)
            return TraceFilePath.Check(typed, _request.PathParameter);
        try
        {
            return DefaultPath(name, _request.PathParameter);
        }
        catch (SettingException e) when (_sources.ByName["Exporter"] == SettingSources.Default)
        {
            // Nobody asked for a file: a script of a user without a home, or with one that cannot be written, runs all the same.
            exporters.Remove(OtelExporter.File);
            exporters.Add(OtelExporter.None);
            _warnings.Add($"The trace is not kept in a file. {e.Message}");
            return null;
        }
    }

    private static string DefaultPath(string name, string parameter)
    {
        if (StateFolder.Traces is not { } folder)
        {
            throw new SettingException("Invalid" + parameter, parameter, null,
                $"-{parameter}: this user has no home folder to keep traces in. Give -{parameter} for the File exporter, or choose another -Exporter.");
        }

        return TraceFilePath.Check(StateFolder.NewTraceFile(folder, name), parameter);
    }

    private Func<ICallHooks>? ReadHooks()
    {
        _sources.SetTyped("RequestHook", _request.HasRequestHook);
        _sources.SetTyped("ResponseHook", _request.HasResponseHook);
        return _request.Hooks is { } open ? () => Open(open, _request.HasRequestHook ? "RequestHook" : "ResponseHook") : null;
    }

    private static ICallHooks Open(Func<ICallHooks> open, string parameter)
    {
        try
        {
            return open();
        }
        catch (Exception e)
        {
            throw new SettingException("HooksNotStarted", parameter, null,
                $"-{parameter}: the runspace of the hooks could not be opened: {Redactor.Redact(e.Message).TrimEnd('.')}. Mend what PowerShell speaks of, or leave the hooks out.");
        }
    }

    private string? ReadSpoolPath()
    {
        if (_request.SpoolPath is { } typed)
        {
            _sources.Set("SpoolPath", SettingSources.Parameter);
            return typed.Length == 0 ? null : SpoolPathSetting.Check(typed);
        }

        _sources.Set("SpoolPath", SettingSources.Default);
        // Nobody asked for it: without a home that can be written to, sessions do without.
        return SpoolPathSetting.CheckDefault(StateFolder.Spool);
    }

    private IncomingContext ReadParent(PropagatorSet propagators)
    {
        if (_request.Parent is not { } given)
            return EnvironmentContext.Read(_sources, propagators, _warnings);
        if (!IncomingContextReader.TryRead(given, propagators, out var parent))
        {
            throw new SettingException("InvalidParent", "Parent", given is string ? given : null,
                $"-Parent: {IncomingContextReader.Show(given)} {IncomingContextReader.Mend}");
        }

        // Headers and messages may come from somebody who traces nothing.
        _sources.Set("Parent", parent.IsNone ? SettingSources.Default : SettingSources.Parameter);
        return parent;
    }

    private string[]? ReadBaggageAttributes()
    {
        _sources.Set("BaggageAttribute", _request.BaggageAttribute is null ? SettingSources.Default : SettingSources.Parameter);
        return _request.BaggageAttribute?.Where(static name => !string.IsNullOrWhiteSpace(name)).Distinct(StringComparer.Ordinal).ToArray();
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
    /// <param name="ownVariable">The signal's own, which goes before the general one.</param>
    public static TimeSpan ReadTimeout(int? given, SettingSources sources, string ownVariable = EnvironmentVariable.TracesTimeout)
    {
        if (given is { } typed)
        {
            sources.Set("TimeoutSec", SettingSources.Parameter);
            return typed >= 1
                ? TimeSpan.FromSeconds(typed)
                : throw new SettingException("InvalidTimeoutSec", "TimeoutSec", typed, "-TimeoutSec: give a whole number of seconds from 1.");
        }

        var variable = sources.Variable(ownVariable) is null ? EnvironmentVariable.Timeout : ownVariable;
        if (sources.Take("TimeoutSec", null, variable) is not { } milliseconds)
            return TimeSpan.FromSeconds(DefaultTimeoutSeconds);
        return int.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0
            ? TimeSpan.FromMilliseconds(parsed)
            : throw new SettingException("InvalidTimeoutSec", "TimeoutSec", milliseconds,
                $"{variable}: '{milliseconds}' is not a whole number of milliseconds. Mend it, or give -TimeoutSec.");
    }
}
