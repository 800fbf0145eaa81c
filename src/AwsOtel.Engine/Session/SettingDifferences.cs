namespace AwsOtel.Engine.Session;

/// <summary>Tells where a nested session asks for something else than what is running. Asking for nothing is no difference.</summary>
internal static class SettingDifferences
{
    /// <param name="running">The settings of the session that made the exporters.</param>
    /// <param name="other">The settings of the nested one.</param>
    /// <param name="exporters">Where spans go, in words.</param>
    /// <param name="warnings">Gets what the user should know.</param>
    public static void Warn(SessionSettings running, SessionSettings other, string exporters, List<string> warnings)
    {
        if (HasOtherExporters(running, other))
            warnings.Add($"A session is on already in this process, and its exporters stay: {exporters}. The exporter settings of this session are not used.");
        if (other.Sources["Propagator"] != SettingSources.Default && !other.Propagators.Names.SequenceEqual(running.Propagators.Names))
            warnings.Add($"A session is on already in this process, and its propagators stay: {string.Join(", ", running.Propagators.Names)}. The propagators of this session are only used for its -Parent.");
    }

    private static bool HasOtherExporters(SessionSettings running, SessionSettings other)
    {
        var asked = other.Sources;
        return Asked("Exporter") && !other.Exporters.Order().SequenceEqual(running.Exporters.Order())
            || (Asked("Endpoint") || Asked("Protocol") || Asked("Header")) && other.Otlp != running.Otlp
            || Asked("MetricExporter") && !other.MetricExporters.Order().SequenceEqual(running.MetricExporters.Order())
            || Asked("LogExporter") && !other.LogExporters.Order().SequenceEqual(running.LogExporters.Order())
            || Asked("Path") && other.Path != running.Path
            || Asked("SpoolPath") && other.SpoolPath != running.SpoolPath
            || Asked("KeepWhen") && other.Keep != running.Keep
            || Asked("RequestHook") || Asked("ResponseHook") || Asked("IncludeOperation") || Asked("ExcludeOperation") || Asked("RecordParameter") || Asked("RedactAttribute") || Asked("RedactPattern");

        bool Asked(string setting) => asked.TryGetValue(setting, out var source) && source != SettingSources.Default;
    }
}
