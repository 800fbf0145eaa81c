using System.Diagnostics;
using AwsOtel.Engine.Session;
using OpenTelemetry;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Holds the spans of this process back until the last session ends, and hands on those of the traces that are worth keeping. What it holds is
/// bounded: a trace that would go beyond is kept, and what comes of it from then on goes straight through.
/// </summary>
internal sealed class KeepProcessor(KeepSettings settings, int capacity, IEnumerable<BaseProcessor<Activity>> exporters)
    : CompositeProcessor<Activity>(exporters)
{
    public const int DefaultCapacity = 10_000;

    /// <summary>Less than the queue of a batch processor takes at once.</summary>
    private const int Portion = 256;

    private readonly Dictionary<ActivityTraceId, HeldTrace> _traces = [];
    private int _held;
    private long _discarded;

    /// <summary>Spans of traces that were not worth keeping.</summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    public override void OnEnd(Activity data)
    {
        // Made for the metrics only, where the trace is sampled out.
        if (!data.Recorded)
            return;
        lock (_traces)
        {
            if (!_traces.TryGetValue(data.TraceId, out var trace))
                _traces[data.TraceId] = trace = new HeldTrace();
            trace.IsWanted |= IsReason(data);
            if (!trace.Streams && _held < capacity)
            {
                _held++;
                trace.Spans.Add(data);
                return;
            }

            // Nobody knows what is still to come.
            trace.Streams = trace.IsWanted = true;
        }

        base.OnEnd(data);
    }

    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        var clock = Stopwatch.StartNew();
        var isDelivered = Release(timeoutMilliseconds, clock);
        return base.OnForceFlush(Rest(timeoutMilliseconds, clock)) && isDelivered;
    }

    private static int Rest(int timeoutMilliseconds, Stopwatch clock) =>
        timeoutMilliseconds < 0 ? timeoutMilliseconds : (int)Math.Max(1, timeoutMilliseconds - clock.ElapsedMilliseconds);

    /// <summary>Whether this span alone makes its trace worth keeping.</summary>
    private bool IsReason(Activity span)
    {
        if (settings.Failed && SpanErrors.IsFailure(span))
            return true;
        if (settings.Throttled && Throttling.IsNoted(span))
            return true;
        // The first span of this process: a script's, or one of a call that has none above it.
        return settings.SlowerThan is { } limit && span.Parent is null && span.Duration > limit;
    }

    /// <summary>The sessions have ended: what is held is handed on, or dropped.</summary>
    private bool Release(int timeoutMilliseconds, Stopwatch clock)
    {
        List<HeldTrace> traces;
        lock (_traces)
        {
            traces = [.. _traces.Values];
            _traces.Clear();
            _held = 0;
        }

        var isDelivered = true;
        var given = 0;
        foreach (var trace in traces)
        {
            if (!trace.IsWanted)
            {
                Interlocked.Add(ref _discarded, trace.Spans.Count);
                continue;
            }

            foreach (var span in trace.Spans)
            {
                base.OnEnd(span);
                if (++given % Portion == 0)
                    isDelivered &= base.OnForceFlush(Rest(timeoutMilliseconds, clock));
            }
        }

        return isDelivered;
    }

    private sealed class HeldTrace
    {
        public List<Activity> Spans { get; } = [];

        public bool IsWanted { get; set; }

        public bool Streams { get; set; }
    }
}
