using System.Collections;

namespace AwsOtel.Engine.Session;

/// <summary>What the user typed: null for each parameter that was not given.</summary>
internal sealed class SessionRequest
{
    public string? Name { get; init; }

    public string? ServiceName { get; init; }

    public OtelExporter[]? Exporter { get; init; }

    public OtelMetricExporter[]? MetricExporter { get; init; }

    public string? Endpoint { get; init; }

    public OtelProtocol? Protocol { get; init; }

    public IDictionary? Header { get; init; }

    /// <summary>Already resolved to a path of the file system.</summary>
    public string? Path { get; init; }

    /// <summary>Already resolved to a path of the file system; empty for no spool.</summary>
    public string? SpoolPath { get; init; }

    public IDictionary? ResourceAttribute { get; init; }

    public double? SampleRatio { get; init; }

    /// <summary>A traceparent, an <see cref="OtelContext"/>, headers, or a message.</summary>
    public object? Parent { get; init; }

    public string[]? Propagator { get; init; }

    public string[]? BaggageAttribute { get; init; }

    public int? TimeoutSec { get; init; }

    public bool LegacyAttribute { get; init; }

    /// <summary>Full path of the script that asks; null at a prompt.</summary>
    public string? ScriptPath { get; init; }
}
