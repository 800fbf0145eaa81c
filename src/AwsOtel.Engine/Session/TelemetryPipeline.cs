using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Metrics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AwsOtel.Engine.Session;

/// <summary>The way of a span from its end to the exporters: one for the process, however many sessions there are.</summary>
internal sealed class TelemetryPipeline
{
    private readonly SessionSettings _settings;
    private readonly TracerProvider _provider;
    private readonly SpanCounter _counter;
    private readonly IReadOnlyList<SpanExport> _exports;

    private TelemetryPipeline(SessionSettings settings, TracerProvider provider, SpanCounter counter, IReadOnlyList<SpanExport> exports)
    {
        _settings = settings;
        _provider = provider;
        _counter = counter;
        _exports = exports;
    }

    public IReadOnlyList<OtelExporter> Exporters => _settings.Exporters;

    public Uri? Endpoint => _settings.Otlp?.Endpoint;

    public string? Path => _settings.Path;

    /// <summary>Where spans go, in words: "Otlp (http://localhost:4317/), File (/tmp/x.jsonl)".</summary>
    public string Description => _exports.Count == 0 ? nameof(OtelExporter.None) : string.Join(", ", _exports.Select(static export => export.Description));

    /// <summary>The finished spans kept in memory; null without the Memory and Console exporters.</summary>
    public SpanMemory? Memory { get; private init; }

    /// <summary>Null where no metrics exporter is on.</summary>
    public MetricPipeline? Metrics { get; private init; }

    public static TelemetryPipeline Create(SessionSettings settings)
    {
        ConventionOptions.Current = settings.Conventions;
        var memory = settings.Exporters.Contains(OtelExporter.Memory) || settings.Exporters.Contains(OtelExporter.Console) ? new SpanMemory() : null;
        var resource = SessionResource.Create(settings);
        var exports = SpanExports.Create(settings, resource, memory);
        var sampler = settings.Sampler.Create();
        var counter = new SpanCounter();
        var builder = Sdk.CreateTracerProviderBuilder()
            .AddSource(Spans.ScopeName)
            .SetResourceBuilder(resource)
            .SetSampler(settings.MetricExporters.Count == 0 ? sampler : new MetricsKeepSampler(sampler))
            // First, so that a span counts as ended even where an exporter loses it.
            .AddProcessor(counter);
        foreach (var export in exports)
            builder.AddProcessor(export.Processor);
        return new TelemetryPipeline(settings, builder.Build(), counter, exports) 
        {
            Memory = memory,
            Metrics = MetricPipeline.Create(settings, resource),
        };
    }

    /// <summary>Whether a nested session asks for something else than what is running. Asking for nothing is no difference.</summary>
    public bool Differs(SessionSettings other)
    {
        var asked = other.Sources;
        return Asked("Exporter") && !other.Exporters.Order().SequenceEqual(_settings.Exporters.Order())
            || (Asked("Endpoint") || Asked("Protocol") || Asked("Header")) && other.Otlp != _settings.Otlp
            || Asked("MetricExporter") && !other.MetricExporters.Order().SequenceEqual(_settings.MetricExporters.Order())
            || Asked("Path") && other.Path != _settings.Path;

        bool Asked(string setting) => asked.TryGetValue(setting, out var source) && source != SettingSources.Default;
    }

    public ExportResultCounts Counts(bool isFinal)
    {
        var ended = _counter.Ended;
        long exported = _exports.Count == 0 ? 0 : long.MaxValue;
        long dropped = 0;
        string? failure = null;
        foreach (var export in _exports)
        {
            var sent = export.Counts.Exported;
            exported = Math.Min(exported, sent);
            // Before the end, what is not sent yet may only be waiting.
            var lost = isFinal ? ended - sent : export.Counts.Failed;
            if (lost > dropped)
            {
                dropped = lost;
                failure = export.Description;
            }
        }

        return new ExportResultCounts(ended, exported, dropped, failure);
    }

    /// <summary>Flushes and closes the exporters. What is not delivered when the timeout ends counts as dropped.</summary>
    public ExportResultCounts Shutdown(TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            _provider.ForceFlush(Remaining());
            _provider.Shutdown(Remaining());
            Metrics?.Shutdown(Remaining());
        }
        catch (Exception e)
        {
            OwnFailures.Record("flush the exporters", e);
        }

        var counts = Counts(isFinal: true);
        _provider.Dispose();
        Metrics?.Dispose();
        return counts;

        int Remaining() => Math.Max(1, (int)Math.Min(int.MaxValue, (timeout - clock.Elapsed).TotalMilliseconds));
    }
}
