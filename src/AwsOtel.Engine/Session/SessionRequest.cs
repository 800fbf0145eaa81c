using System.Collections;

namespace AwsOtel.Engine.Session;

/// <summary>What the user typed: null for each parameter that was not given.</summary>
internal sealed class SessionRequest
{
    public string? Name { get; init; }

    public string? ServiceName { get; init; }

    public OtelExporter[]? Exporter { get; init; }

    public OtelMetricExporter[]? MetricExporter { get; init; }

    public OtelLogExporter[]? LogExporter { get; init; }

    public string? Endpoint { get; init; }

    public OtelProtocol? Protocol { get; init; }

    public IDictionary? Header { get; init; }

    /// <summary>Already resolved to a path of the file system.</summary>
    public string? Path { get; init; }

    /// <summary>What the parameter of <see cref="Path"/> is called, for messages.</summary>
    public string PathParameter { get; init; } = "Path";

    /// <summary>Already resolved to a path of the file system; empty for no spool.</summary>
    public string? SpoolPath { get; init; }

    public IDictionary? ResourceAttribute { get; init; }

    public double? SampleRatio { get; init; }

    /// <summary>Opens the hooks, where there are any; called when everything else is known to be right.</summary>
    public Func<ICallHooks>? Hooks { get; init; }

    public bool HasRequestHook { get; init; }

    public bool HasResponseHook { get; init; }

    public string[]? IncludeOperation { get; init; }

    public string[]? ExcludeOperation { get; init; }

    public string[]? RecordParameter { get; init; }

    public string[]? RedactAttribute { get; init; }

    public string[]? RedactPattern { get; init; }

    public OtelKeepWhen[]? KeepWhen { get; init; }

    /// <summary>A TimeSpan, a number of seconds, or text with a unit.</summary>
    public object? SlowerThan { get; init; }

    /// <summary>A traceparent, an <see cref="OtelContext"/>, headers, or a message.</summary>
    public object? Parent { get; init; }

    public string[]? Propagator { get; init; }

    public string[]? BaggageAttribute { get; init; }

    public int? TimeoutSec { get; init; }

    public bool LegacyAttribute { get; init; }

    /// <summary>Full path of the script that asks; null at a prompt.</summary>
    public string? ScriptPath { get; init; }
}
