namespace AwsOtel.Engine.Session;

/// <summary>Reads which exporters are wanted, for spans, metrics and logs.</summary>
internal static class ExporterSettings
{
    public static List<OtelExporter> ReadSpans(SessionRequest request, SettingSources sources)
    {
        if (request.Exporter is { Length: > 0 } typed)
        {
            sources.Set("Exporter", SettingSources.Parameter);
            if (!(request.MetricExporter ?? []).Contains(OtelMetricExporter.Otlp) && !(request.LogExporter ?? []).Contains(OtelLogExporter.Otlp))
            {
                CheckUsed(typed, OtelExporter.Otlp, request.Endpoint is not null, "Endpoint");
                CheckUsed(typed, OtelExporter.Otlp, request.Header is not null, "Header");
                CheckUsed(typed, OtelExporter.Otlp, request.Protocol is not null, "Protocol");
            }

            CheckUsed(typed, OtelExporter.Otlp, request.SpoolPath is { Length: > 0 }, "SpoolPath");
            CheckUsed(typed, OtelExporter.File, request.Path is not null, request.PathParameter);
            return Distinct(typed, "-Exporter");
        }

        // What a typed setting is for is as good as typed; it wins over a variable that says none.
        var chosen = new List<OtelExporter>(2);
        if (request.Path is not null)
            chosen.Add(OtelExporter.File);
        if (request.Endpoint is not null)
            chosen.Add(OtelExporter.Otlp);
        if (sources.Take("Exporter", null, EnvironmentVariable.TracesExporter) is { } listed)
        {
            var wanted = Distinct(ParseExporters(listed), EnvironmentVariable.TracesExporter);
            return chosen.Count == 0 ? wanted : chosen.Union(wanted.Where(static exporter => exporter != OtelExporter.None)).ToList();
        }

        // Nothing is sent to a collector that nobody spoke of.
        if (!chosen.Contains(OtelExporter.Otlp)
            && (sources.Variable(EnvironmentVariable.TracesEndpoint) ?? sources.Variable(EnvironmentVariable.Endpoint)) is not null)
            chosen.Add(OtelExporter.Otlp);
        if (chosen.Count == 0)
            chosen.Add(OtelExporter.File);
        return chosen;
    }

    public static List<OtelMetricExporter> ReadMetrics(SessionRequest request, SettingSources sources) =>
        ReadOptional("MetricExporter", request.MetricExporter, EnvironmentVariable.MetricsExporter, ParseMetricExporter, OtelMetricExporter.None, sources);

    public static List<OtelLogExporter> ReadLogs(SessionRequest request, SettingSources sources) =>
        ReadOptional("LogExporter", request.LogExporter, EnvironmentVariable.LogsExporter, ParseLogExporter, OtelLogExporter.None, sources);

    /// <summary>Reads the exporters of a signal that is off unless it is asked for.</summary>
    private static List<TExporter> ReadOptional<TExporter>(
        string setting, TExporter[]? typed, string variable, Converter<string, TExporter> parse, TExporter none, SettingSources sources)
        where TExporter : struct, Enum
    {
        TExporter[] wanted = [];
        if (typed is { Length: > 0 })
        {
            sources.Set(setting, SettingSources.Parameter);
            wanted = typed;
        }
        else if (sources.Take(setting, null, variable) is { } listed)
        {
            wanted = Array.ConvertAll(listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), parse);
        }

        // Most sessions have none, and need not compile the rest.
        return wanted.Length == 0 ? [] : wanted.Distinct().Where(exporter => !exporter.Equals(none)).ToList();
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
        var distinct = new List<OtelExporter>(2);
        foreach (var exporter in exporters)
        {
            if (!distinct.Contains(exporter))
                distinct.Add(exporter);
        }

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

    private static OtelMetricExporter ParseMetricExporter(string word) => word.ToLowerInvariant() switch
    {
        "otlp" => OtelMetricExporter.Otlp,
        "console" => OtelMetricExporter.Console,
        "none" => OtelMetricExporter.None,
        _ => throw new SettingException("InvalidMetricExporter", "MetricExporter", word,
            $"{EnvironmentVariable.MetricsExporter}: '{word}' is not an exporter. Use otlp, console or none, or give -MetricExporter."),
    };

    private static OtelLogExporter ParseLogExporter(string word) => word.ToLowerInvariant() switch
    {
        "otlp" => OtelLogExporter.Otlp,
        "console" => OtelLogExporter.Console,
        "none" => OtelLogExporter.None,
        _ => throw new SettingException("InvalidLogExporter", "LogExporter", word,
            $"{EnvironmentVariable.LogsExporter}: '{word}' is not an exporter. Use otlp, console or none, or give -LogExporter."),
    };
}
