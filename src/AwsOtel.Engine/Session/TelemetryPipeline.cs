using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Metrics;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Redaction;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AwsOtel.Engine.Session;

/// <summary>The way of a span from its end to the exporters: one for the process, however many sessions there are.</summary>
internal sealed class TelemetryPipeline
{
    /// <summary>A wait that is longer is told of.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take to give up, in milliseconds; it hardly ever takes any.</summary>
    private const int LongestGoodbye = 500;

    private readonly SessionSettings _settings;
    private readonly TracerProvider _provider;
    private readonly SpanCounter _counter;
    private readonly OpenSpans _open;
    private readonly ClosableProcessor _door;
    private readonly KeepProcessor? _keep;
    private readonly IReadOnlyList<SpanExport> _exports;

    private TelemetryPipeline(
        SessionSettings settings, TracerProvider provider, SpanCounter counter, OpenSpans open, ClosableProcessor door, KeepProcessor? keep, IReadOnlyList<SpanExport> exports)
    {
        _settings = settings;
        _provider = provider;
        _counter = counter;
        _open = open;
        _door = door;
        _keep = keep;
        _exports = exports;
    }

    public IReadOnlyList<OtelExporter> Exporters => _settings.Exporters;

    public Uri? Endpoint => _settings.Otlp is { } otlp ? new Uri(otlp.Address) : null;

    public string? Path => _settings.Path;

    /// <summary>Folder of what could not be delivered; null where there is none.</summary>
    public string? SpoolPath => _settings.SpoolPath;

    /// <summary>Where spans go, in words: "Otlp (http://localhost:4317/), File (/tmp/x.jsonl)".</summary>
    public string Description => _exports.Count == 0 ? nameof(OtelExporter.None) : string.Join(", ", _exports.Select(static export => export.Description));

    /// <summary>The finished spans kept in memory; null without the Memory and Console exporters.</summary>
    public SpanMemory? Memory { get; private init; }

    /// <summary>Whether the last session has ended: what its Stop tells is final.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The attributes of the process that all its spans have.</summary>
    public required IReadOnlyDictionary<string, object> Resource { get; init; }

    /// <summary>The metrics that the script writes by itself.</summary>
    public UserInstruments Instruments { get; } = new();

    /// <summary>Whether no exporter loses a span by not being waited for.</summary>
    public bool LosesNothing => _exports.All(static export => export.Counts.RestIsKept || export.Counts.IsAtOnce);

    /// <summary>Spans of traces that -KeepWhen did not keep.</summary>
    public long Discarded => _keep?.Discarded ?? 0;

    /// <summary>Whether -KeepWhen left nothing of what was traced.</summary>
    public bool KeptNothing => Discarded > 0 && Discarded == _counter.Ended;

    /// <summary>What a trace must have to be kept, in words; empty where every one is.</summary>
    public string KeepWhen => _settings.Keep?.ToString() ?? "";

    /// <summary>Null where the user has none.</summary>
    private ICallHooks? Hooks { get; init; }

    /// <summary>Hooks that threw or were cut off.</summary>
    public long HookFailures => Hooks?.Failures ?? 0;

    /// <summary>Null where no metrics exporter is on.</summary>
    public MetricPipeline? Metrics { get; private init; }

    /// <summary>Null where no logs exporter is on.</summary>
    public LogPipeline? Logs { get; private init; }

    /// <exception cref="SettingException">An exporter does not start, as a variable of its own is wrong, or the hooks do not. Nothing is left of the pipeline.</exception>
    public static TelemetryPipeline Create(SessionSettings settings)
    {
        ConventionOptions.Current = settings.Conventions;
        SpanLimits.Current = settings.Limits;
        OperationFilter.Current = settings.Operations;
        RecordedParameters.Current = settings.RecordedParameters;
        RedactionRules.Current = settings.Redaction;
        var memory = settings.Exporters.Contains(OtelExporter.Memory) || settings.Exporters.Contains(OtelExporter.Console) ? new SpanMemory() : null;
        var resource = SessionResource.Create(settings);
        MetricPipeline? metrics = null;
        LogPipeline? logs = null;
        TracerProvider? provider = null;
        ICallHooks? hooks = null;
        var exports = new List<SpanExport>();
        try
        {
            metrics = MetricPipeline.Create(settings, resource);
            logs = LogPipeline.Create(settings, resource);
            SpanExports.AddTo(exports, settings, resource, memory);
            var sampler = settings.Sampler.Create();
            var counter = new SpanCounter();
            // The counter first, so that a span counts as ended even where an exporter loses it.
            var open = new OpenSpans();
            var exporters = exports.Select(static export => export.Processor);
            var keep = settings.Keep is { } conditions ? new KeepProcessor(conditions, KeepProcessor.DefaultCapacity, exporters) : null;
            // Nobody sees a span before it is redacted. Cut after that: a pattern would not know half of what it is to take out.
            IEnumerable<BaseProcessor<Activity>> first = settings.Redaction is { } rules ? [new RedactingProcessor(rules)] : [];
            var door = new ClosableProcessor([.. first, new LimitingProcessor(settings.Limits), open, counter, .. keep is null ? exporters : [keep]]);
            provider = Sdk.CreateTracerProviderBuilder()
                .AddSource(Spans.ScopeName)
                .SetResourceBuilder(resource)
                .SetSampler(settings.MetricExporters.Count == 0 ? sampler : new MetricsKeepSampler(sampler))
                .AddProcessor(door)
                .Build();
            hooks = settings.Hooks?.Invoke();
            var pipeline = new TelemetryPipeline(settings, provider, counter, open, door, keep, exports)
            {
                Resource = SessionResource.Read(resource.Build()),
                Memory = memory,
                Metrics = metrics,
                Logs = logs,
                Hooks = hooks,
            };
            // The process's own, once nothing can fail any more.
            ProcessPropagators.Set(settings.Propagators);
            // Metrics are read off spans that are sampled out, too.
            Spans.FollowsParent = settings.Sampler.ParentBased && settings.MetricExporters.Count == 0;
            CallHooks.Current = hooks;
            LogPipeline.Current = logs;
            return pipeline;
        }
        catch (Exception e)
        {
            hooks?.Dispose();
            provider?.Dispose();
            metrics?.Dispose();
            logs?.Dispose();
            foreach (var export in exports)
                export.Processor.Dispose();
            throw e as SettingException ?? new SettingException("ExporterNotStarted", "Exporter", null,
                $"An exporter could not be started: {Redactor.Redact(e.Message)} Mend the OTEL_* variable that it speaks of, or choose another -Exporter.");
        }
    }

    /// <summary>Says where a nested session asks for something else than what is running.</summary>
    public void WarnOfDifferences(SessionSettings other, List<string> warnings) => SettingDifferences.Warn(_settings, other, Description, warnings);

    /// <summary>The process ends in the middle of whatever it does.</summary>
    public void EndOpenSpans() => _open.EndAll();

    public ExportResultCounts Counts(bool isFinal)
    {
        var ended = _counter.Ended - Discarded;
        var total = new ExportResultCounts(ended, _exports.Count == 0 ? 0 : ended, 0, 0, null, null);
        foreach (var export in _exports)
        {
            var counts = export.Counts;
            var (sent, kept, lost) = (counts.Exported, counts.Kept, counts.Dropped);
            // Before the end, what is not sent yet may only be waiting.
            var rest = isFinal ? Math.Max(0, ended - sent - kept - lost) : 0;
            if (counts.RestIsKept)
                kept += rest;
            else
                lost += rest;
            if (kept + lost > total.Spooled + total.Dropped)
                total = total with { Failure = export.Description, Reason = counts.Reason ?? (rest > 0 ? "no answer in time" : null) };
            total = total with
            {
                Exported = Math.Min(total.Exported, sent),
                Spooled = Math.Max(total.Spooled, kept),
                Dropped = Math.Max(total.Dropped, lost),
                Backlog = total.Backlog + counts.Backlog,
                Expired = total.Expired + counts.Expired,
            };
        }

        return total;
    }

    /// <summary>Flushes and closes the exporters. What is not delivered when the timeout ends, or the user stops waiting, stays in the spool.</summary>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="waiting">Told each second, on the thread that waits.</param>
    public ExportResultCounts Shutdown(TimeSpan timeout, CancellationToken cancellation, Action<FlushProgress>? waiting = null)
    {
        IsClosed = true;
        _door.Close();
        Hooks?.Dispose();
        var milliseconds = (int)Math.Clamp(timeout.TotalMilliseconds, 1, int.MaxValue);
        // Side by side, so that a receiver of the one that is not there takes no time from the other; and off this thread, so that the user
        // can stop waiting.
        var flush = Task.WhenAll(
            OnOwnThread(() => FlushSpans(milliseconds)),
            OnOwnThread(() => Metrics?.Shutdown(milliseconds)),
            OnOwnThread(() => Logs?.Shutdown(milliseconds)));
        try
        {
            // Those that have not made it give up, and leave things in order.
            Wait(flush, TimeSpan.FromMilliseconds((long)milliseconds + LongestGoodbye), waiting, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C.
        }
        catch (AggregateException e)
        {
            OwnFailures.Record("flush the exporters", e.InnerException ?? e);
        }

        var counts = Counts(isFinal: true);
        // An exporter that still waits for its receiver ends in its own time, at the latest when its own timeout ends.
        if (flush.IsCompleted)
            Dispose();
        else
            flush.ContinueWith(_ => Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return counts;
    }

    private void Wait(Task flush, TimeSpan longest, Action<FlushProgress>? waiting, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (longest - clock.Elapsed is { Ticks: > 0 } left && !flush.Wait(left < Patience ? left : Patience, cancellation))
        {
            try
            {
                var counts = Counts(isFinal: false);
                waiting?.Invoke(new FlushProgress(counts.Exported, counts.Ended, clock.Elapsed, longest));
            }
            catch (Exception)
            {
                // Showing it is a courtesy: a host that cannot, or a pipeline that is being stopped, does not end the delivery.
                waiting = null;
            }
        }
    }

    /// <summary>The thread pool's threads do the sending, and a small machine has two of them.</summary>
    private static Task OnOwnThread(Action flush) => Task.Factory.StartNew(flush, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void FlushSpans(int milliseconds)
    {
        FaultPoint.Reach("flush the exporters");
        var clock = Stopwatch.StartNew();
        _provider.ForceFlush(milliseconds);
        _provider.Shutdown((int)Math.Max(1, milliseconds - clock.ElapsedMilliseconds));
    }

    private void Dispose()
    {
        try
        {
            FaultPoint.Reach("close the exporters");
            _provider.Dispose();
            RemoveEmptyFile();
            Metrics?.Dispose();
            Logs?.Dispose();
            Instruments.Dispose();
        }
        catch (Exception e)
        {
            OwnFailures.Record("close the exporters", e);
        }
    }

    /// <summary>A trace that was not kept leaves no file behind that Show-OtelTrace would take for the last run.</summary>
    private void RemoveEmptyFile()
    {
        if (Discarded > 0 && Path is { } path && System.IO.Path.GetDirectoryName(path) == StateFolder.Traces && new FileInfo(path) is { Exists: true, Length: 0 } file)
            file.Delete();
    }
}
