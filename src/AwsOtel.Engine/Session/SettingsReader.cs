using System.Diagnostics;
using System.Globalization;
using AwsOtel.Engine.Conventions;

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
        var exporters = ReadExporters();
        var metricExporters = ReadMetricExporters();
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
            Sampler = ReadSampler(),
            Parent = ReadParent(),
            Conventions = ReadConventions(),
            Timeout = ReadTimeout(),
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

    private List<OtelExporter> ReadExporters()
    {
        if (_request.Exporter is { Length: > 0 } typed)
        {
            _sources.Set("Exporter", SettingSources.Parameter);
            if (_request.MetricExporter is null || Array.IndexOf(_request.MetricExporter, OtelMetricExporter.Otlp) < 0)
            {
                CheckUsed(typed, OtelExporter.Otlp, _request.Endpoint is not null, "Endpoint");
                CheckUsed(typed, OtelExporter.Otlp, _request.Header is not null, "Header");
                CheckUsed(typed, OtelExporter.Otlp, _request.Protocol is not null, "Protocol");
            }

            CheckUsed(typed, OtelExporter.File, _request.Path is not null, "Path");
            return Distinct(typed, "-Exporter");
        }

        // What a typed setting is for is as good as typed; it wins over a variable that says none.
        var chosen = new List<OtelExporter>(2);
        if (_request.Path is not null)
            chosen.Add(OtelExporter.File);
        if (_request.Endpoint is not null)
            chosen.Add(OtelExporter.Otlp);
        if (_sources.Take("Exporter", null, EnvironmentVariable.TracesExporter) is { } listed)
        {
            var wanted = Distinct(ParseExporters(listed), EnvironmentVariable.TracesExporter);
            return chosen.Count == 0 ? wanted : chosen.Union(wanted.Where(static exporter => exporter != OtelExporter.None)).ToList();
        }

        // Nothing is sent to a collector that nobody spoke of.
        if (!chosen.Contains(OtelExporter.Otlp)
            && (_sources.Variable(EnvironmentVariable.TracesEndpoint) ?? _sources.Variable(EnvironmentVariable.Endpoint)) is not null)
            chosen.Add(OtelExporter.Otlp);
        if (chosen.Count == 0)
            chosen.Add(OtelExporter.File);
        return chosen;
    }

    /// <summary>A typed setting for an exporter that was not typed would be passed over in silence.</summary>
    private static void CheckUsed(OtelExporter[] typed, OtelExporter exporter, bool isGiven, string parameter)
    {
        if (isGiven && Array.IndexOf(typed, exporter) < 0)
        {
            throw new SettingException("Invalid" + parameter, parameter, null,
                $"-{parameter} is for the {exporter} exporter, and -Exporter does not name it. Add {exporter} to -Exporter, or leave -{parameter} out.");
        }
    }

    private static List<OtelExporter> Distinct(IEnumerable<OtelExporter> exporters, string place)
    {
        var distinct = exporters.Distinct().ToList();
        if (distinct.Count == 0)
        {
            throw new SettingException("InvalidExporter", "Exporter", null,
                $"{place}: no exporter is named. Use otlp, file, console, memory or none, or give -Exporter.");
        }

        if (distinct.Count > 1 && distinct.Contains(OtelExporter.None))
        {
            throw new SettingException("InvalidExporter", "Exporter", string.Join(",", distinct),
                $"{place}: None cannot be combined with other exporters. Leave None out, or name it alone.");
        }

        return distinct;
    }

    private static IEnumerable<OtelExporter> ParseExporters(string listed)
    {
        foreach (var word in listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return word.ToLowerInvariant() switch
            {
                "otlp" => OtelExporter.Otlp,
                "console" => OtelExporter.Console,
                "file" => OtelExporter.File,
                "memory" => OtelExporter.Memory,
                "none" => OtelExporter.None,
                _ => throw new SettingException("InvalidExporter", "Exporter", word,
                    $"{EnvironmentVariable.TracesExporter}: '{word}' is not an exporter. Use otlp, file, console, memory or none, or give -Exporter."),
            };
        }
    }

    private List<OtelMetricExporter> ReadMetricExporters()
    {
        OtelMetricExporter[] wanted = [];
        if (_request.MetricExporter is { Length: > 0 } typed)
        {
            _sources.Set("MetricExporter", SettingSources.Parameter);
            wanted = typed;
        }
        else if (_sources.Take("MetricExporter", null, EnvironmentVariable.MetricsExporter) is { } listed)
        {
            wanted = Array.ConvertAll(listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), ParseMetricExporter);
        }

        return wanted.Distinct().Where(static exporter => exporter != OtelMetricExporter.None).ToList();
    }

    private static OtelMetricExporter ParseMetricExporter(string word) => word.ToLowerInvariant() switch
    {
        "otlp" => OtelMetricExporter.Otlp,
        "console" => OtelMetricExporter.Console,
        "none" => OtelMetricExporter.None,
        _ => throw new SettingException("InvalidMetricExporter", "MetricExporter", word,
            $"{EnvironmentVariable.MetricsExporter}: '{word}' is not an exporter. Use otlp, console or none, or give -MetricExporter."),
    };

    private string ReadPath(string name)
    {
        var typed = _sources.Take("Path", _request.Path);
        if (typed is not null)
            return TraceFilePath.Check(typed);
        if (StateFolder.Traces is not { } folder)
        {
            throw new SettingException("InvalidPath", "Path", null,
                "-Path: this user has no home folder to keep traces in. Give -Path for the File exporter, or choose another -Exporter.");
        }

        return TraceFilePath.Check(StateFolder.NewTraceFile(folder, name));
    }

    private SamplerSettings ReadSampler()
    {
        if (_request.SampleRatio is { } typed)
        {
            _sources.Set("SampleRatio", SettingSources.Parameter);
            return typed is >= 0 and <= 1
                ? new SamplerSettings(typed, ParentBased: true)
                : throw new SettingException("InvalidSampleRatio", "SampleRatio", typed, "-SampleRatio: give a number from 0 (no trace) to 1 (every trace).");
        }

        if (_sources.Take("SampleRatio", null, EnvironmentVariable.TracesSampler) is not { } sampler)
            return SamplerSettings.Default;
        return sampler.ToLowerInvariant() switch
        {
            "always_on" => new SamplerSettings(1, ParentBased: false),
            "always_off" => new SamplerSettings(0, ParentBased: false),
            "traceidratio" => new SamplerSettings(ReadSamplerArgument(), ParentBased: false),
            "parentbased_always_on" => new SamplerSettings(1, ParentBased: true),
            "parentbased_always_off" => new SamplerSettings(0, ParentBased: true),
            "parentbased_traceidratio" => new SamplerSettings(ReadSamplerArgument(), ParentBased: true),
            _ => throw new SettingException("InvalidSampleRatio", "SampleRatio", sampler,
                $"{EnvironmentVariable.TracesSampler}: '{sampler}' is not a sampler. Use always_on, always_off, traceidratio or one of these with parentbased_ before it, or give -SampleRatio."),
        };
    }

    private double ReadSamplerArgument()
    {
        var argument = _sources.Variable(EnvironmentVariable.TracesSamplerArgument);
        if (argument is null)
            return 1;
        return double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw new SettingException("InvalidSampleRatio", "SampleRatio", argument,
                $"{EnvironmentVariable.TracesSamplerArgument}: '{argument}' is not a number from 0 to 1. Mend it, or give -SampleRatio.");
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

    private TimeSpan ReadTimeout()
    {
        if (_request.TimeoutSec is { } typed)
        {
            _sources.Set("TimeoutSec", SettingSources.Parameter);
            return typed >= 1
                ? TimeSpan.FromSeconds(typed)
                : throw new SettingException("InvalidTimeoutSec", "TimeoutSec", typed, "-TimeoutSec: give a whole number of seconds from 1.");
        }

        var variable = _sources.Variable(EnvironmentVariable.TracesTimeout) is null ? EnvironmentVariable.Timeout : EnvironmentVariable.TracesTimeout;
        if (_sources.Take("TimeoutSec", null, variable) is not { } milliseconds)
            return TimeSpan.FromSeconds(DefaultTimeoutSeconds);
        return int.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0
            ? TimeSpan.FromMilliseconds(parsed)
            : throw new SettingException("InvalidTimeoutSec", "TimeoutSec", milliseconds,
                $"{variable}: '{milliseconds}' is not a whole number of milliseconds. Mend it, or give -TimeoutSec.");
    }
}
