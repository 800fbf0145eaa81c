using System.Diagnostics;
using AwsOtel.Engine.Conventions;
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

    /// <summary>Set where <see cref="Exporters"/> has File.</summary>
    public required string? Path { get; init; }

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

    /// <summary>The remote parent; default for a new trace.</summary>
    public required ActivityContext Parent { get; init; }

    public required ConventionOptions Conventions { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Setting by setting, the parameter or variable that it came from, or <c>default</c>.</summary>
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    /// <summary>What was wrong with the environment and could be passed over.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
