using System.Globalization;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>A session's settings as lines to read: <c>Endpoint = http://localhost:4317/ (OTEL_EXPORTER_OTLP_ENDPOINT)</c>.</summary>
internal static class SettingLines
{
    public static IEnumerable<string> Of(SessionSettings settings)
    {
        foreach (var (name, source) in settings.Sources.OrderBy(static setting => setting.Key, StringComparer.Ordinal))
        {
            if (Value(settings, name) is { } value)
                yield return $"{name} = {value} ({source})";
        }
    }

    /// <returns>Null for a setting that is not in use.</returns>
    private static string? Value(SessionSettings settings, string name) => name switch
    {
        "Name" => settings.Name,
        "ServiceName" => settings.ServiceName,
        "Exporter" => string.Join(", ", settings.Exporters),
        "MetricExporter" => settings.MetricExporters.Count == 0 ? "none" : string.Join(", ", settings.MetricExporters),
        "LogExporter" => settings.LogExporters.Count == 0 ? "none" : string.Join(", ", settings.LogExporters),
        "Endpoint" => settings.Otlp?.Address,
        "Protocol" => settings.Otlp?.Protocol.ToString(),
        // Values may be keys.
        "Header" => settings.Otlp is { } otlp ? Listed(otlp.ReadHeaders().Select(static header => header.Key)) : null,
        "Path" => settings.Path,
        "SpoolPath" => settings.SpoolPath,
        "ResourceAttribute" => Listed(settings.ResourceAttributes.Select(static attribute => attribute.Key)),
        "SampleRatio" => settings.Sampler.Ratio.ToString(CultureInfo.InvariantCulture),
        "IncludeOperation" when settings.Operations.Included.Count > 0 => string.Join(", ", settings.Operations.Included),
        "ExcludeOperation" when settings.Operations.Excluded.Count > 0 => string.Join(", ", settings.Operations.Excluded),
        "RecordParameter" when settings.RecordedParameters is { } recorded => string.Join(", ", recorded),
        "RequestHook" or "ResponseHook" or "RedactAttribute" or "RedactPattern" when settings.Sources[name] == SettingSources.Parameter => "set",
        "KeepWhen" => settings.Keep?.ToString() ?? "every trace",
        "Propagator" => Listed(settings.Propagators.Names),
        "BaggageAttribute" => Listed(settings.BaggageAttributes ?? []),
        "Parent" => settings.Parent.Context.ActivityContext is var parent && parent != default ? parent.TraceId.ToHexString() : "none",
        "TimeoutSec" => settings.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        "LegacyAttribute" => settings.Conventions.Legacy.ToString(),
        _ => null,
    };

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
