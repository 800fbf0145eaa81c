using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.Runtime.Telemetry;
using Amazon.Runtime.Telemetry.Metrics;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;
using DiagnosticsMeter = System.Diagnostics.Metrics.Meter;

namespace AwsOtel.Engine.Metrics;

/// <summary>One service's meter. The SDK asks for an instrument at every measurement; here it gets the same one each time.</summary>
internal sealed class SdkMeter(DiagnosticsMeter meter) : Meter
{
    private readonly ConcurrentDictionary<string, object> _instruments = new(StringComparer.Ordinal);

    public override UpDownCounter<T> CreateUpDownCounter<T>(string name, string? units = null, string? description = null) =>
        Get(name, () => new SdkUpDownCounter<T>(meter.CreateUpDownCounter<T>(name, units, description)));

    public override MonotonicCounter<T> CreateMonotonicCounter<T>(string name, string? units = null, string? description = null) =>
        Get(name, () => new SdkCounter<T>(meter.CreateCounter<T>(name, units, description)));

    public override Histogram<T> CreateHistogram<T>(string name, string? units = null, string? description = null) =>
        Get(name, () => new SdkHistogram<T>(meter.CreateHistogram(name, units, description, tags: null, Buckets<T>(units))));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            meter.Dispose();
        base.Dispose(disposing);
    }

    private TInstrument Get<TInstrument>(string name, Func<TInstrument> make)
        where TInstrument : class => (TInstrument)_instruments.GetOrAdd(name, static (_, factory) => factory(), make);

    /// <summary>The default bounds begin at 5, which is meant for milliseconds; the SDK measures in seconds.</summary>
    private static System.Diagnostics.Metrics.InstrumentAdvice<T>? Buckets<T>(string? units)
        where T : struct =>
        units == "s" && typeof(T) == typeof(double)
            ? (System.Diagnostics.Metrics.InstrumentAdvice<T>)(object)new System.Diagnostics.Metrics.InstrumentAdvice<double> { HistogramBucketBoundaries = ClientMetrics.CallBuckets }
            : null;

    /// <summary>Whoever else listens to these instruments throws inside the SDK's call.</summary>
    private static void Measure(Action measure)
    {
        try
        {
            FaultPoint.Reach("record a measurement of the SDK");
            measure();
        }
        catch (Exception e)
        {
            OwnFailures.Record("record a measurement of the SDK", e);
        }
    }

    private static TagList Tags(Attributes? attributes)
    {
        var tags = new TagList();
        if (attributes is not null)
        {
            foreach (var (name, value) in attributes.AllAttributes)
                tags.Add(name, RedactionRules.Redact(name, value));
        }

        return tags;
    }

    private sealed class SdkUpDownCounter<T>(System.Diagnostics.Metrics.UpDownCounter<T> counter) : UpDownCounter<T>
        where T : struct
    {
        public override void Add(T value, Attributes? attributes = null) => Measure(() => counter.Add(value, Tags(attributes)));
    }

    private sealed class SdkCounter<T>(System.Diagnostics.Metrics.Counter<T> counter) : MonotonicCounter<T>
        where T : struct
    {
        public override void Add(T value, Attributes? attributes = null) => Measure(() => counter.Add(value, Tags(attributes)));
    }

    private sealed class SdkHistogram<T>(System.Diagnostics.Metrics.Histogram<T> histogram) : Histogram<T>
        where T : struct
    {
        public override void Record(T value, Attributes? attributes = null) => Measure(() => histogram.Record(value, Tags(attributes)));
    }
}
