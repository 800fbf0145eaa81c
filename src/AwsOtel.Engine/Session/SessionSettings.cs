using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Session;

/// <summary>Everything a session needs to know, checked: nothing in it can fail to parse any more.</summary>
internal sealed class SessionSettings
{
    public required string Name { get; init; }

    public required string ServiceName { get; init; }

    public required string? ScriptPath { get; init; }

    public required IReadOnlyList<OtelExporter> Exporters { get; init; }

    /// <summary>Set where <see cref="Exporters"/> has Otlp.</summary>
    public required OtlpSettings? Otlp { get; init; }

    /// <summary>Empty where no metrics are wanted.</summary>
    public required IReadOnlyList<OtelMetricExporter> MetricExporters { get; init; }

    /// <summary>Set where <see cref="MetricExporters"/> has Otlp.</summary>
    public required OtlpSettings? OtlpMetrics { get; init; }

    /// <summary>Empty where no logs are wanted.</summary>
    public required IReadOnlyList<OtelLogExporter> LogExporters { get; init; }

    /// <summary>Set where <see cref="LogExporters"/> has Otlp.</summary>
    public required OtlpSettings? OtlpLogs { get; init; }

    /// <summary>The longest that one request with logs may take; where <see cref="LogExporters"/> has Otlp.</summary>
    public required TimeSpan LogTimeout { get; init; }

    /// <summary>Set where <see cref="Exporters"/> has File.</summary>
    public required string? Path { get; init; }

    /// <summary>Folder for what the Otlp exporter cannot deliver; null where it is switched off, not needed, or there is none to write to.</summary>
    public required string? SpoolPath { get; init; }

    public required SpanLimits Limits { get; init; }

    public required IReadOnlyList<KeyValuePair<string, object>> ResourceAttributes { get; init; }

    public required SamplerSettings Sampler { get; init; }

    /// <summary>Opens the hooks; null where there are none.</summary>
    public required Func<ICallHooks>? Hooks { get; init; }

    public required OperationFilter Operations { get; init; }

    /// <summary>Null where no parameter's value is recorded.</summary>
    public required HashSet<string>? RecordedParameters { get; init; }

    /// <summary>Null where the user takes nothing out.</summary>
    public required RedactionRules? Redaction { get; init; }

    /// <summary>Null where every trace is kept that was sampled.</summary>
    public required KeepSettings? Keep { get; init; }

    public required PropagatorSet Propagators { get; init; }

    /// <summary>The parent that came in, with its baggage; none for a new trace.</summary>
    public required IncomingContext Parent { get; init; }

    /// <summary>Names of the baggage entries that are copied onto spans; null for those of the session around this one.</summary>
    public required IReadOnlyList<string>? BaggageAttributes { get; init; }

    public required ConventionOptions Conventions { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Setting by setting, the parameter or variable that it came from, or <c>default</c>.</summary>
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    /// <summary>What was wrong with the environment and could be passed over.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
