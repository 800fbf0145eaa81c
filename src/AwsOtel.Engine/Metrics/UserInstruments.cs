using System.Diagnostics.Metrics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Metrics;

/// <summary>
/// The metrics that a script writes by itself, on a meter of their own for each pipeline: a name has the kind and unit that it was first
/// written with. Without a metrics exporter nobody listens.
/// </summary>
internal sealed class UserInstruments : IDisposable
{
    public const string MeterName = "AwsOtel.Script";

    /// <summary>As many as OpenTelemetry keeps of all metrics together.</summary>
    public const int Capacity = 1000;

    private readonly Meter _meter = new(MeterName, Spans.Version);

    private int _fullTold;

    /// <summary>Names of instruments are the same in any case of letters.</summary>
    private readonly Dictionary<string, UserInstrument> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the instrument, or makes it.</summary>
    /// <param name="unit">Null for the unit that it was first written with.</param>
    /// <returns>Null where there are too many.</returns>
    /// <exception cref="SettingException">The name has another kind or unit.</exception>
    public UserInstrument? Find(string name, OtelMetricKind kind, string? unit)
    {
        lock (_byName)
        {
            if (_byName.TryGetValue(name, out var known))
            {
                if (known.Kind != kind)
                    throw new SettingException("OtherKind", "Kind", kind, $"-Kind: '{name}' is a {known.Kind} already in this session. Write it as one, or under another -Name.");
                if (unit is not null && unit != known.Unit)
                    throw new SettingException("OtherUnit", "Unit", unit, $"-Unit: '{name}' has {Words(known.Unit)} already in this session. Write it in that, or under another -Name.");
                return known;
            }

            if (_byName.Count == Capacity)
                return null;
            return _byName[name] = new UserInstrument(kind, unit, Make(name, kind, unit));
        }
    }

    /// <summary>Whether there are too many, the first time that it is asked.</summary>
    public bool TellFull() => Interlocked.Exchange(ref _fullTold, 1) == 0;

    public void Dispose() => _meter.Dispose();

    private static string Words(string? unit) => unit is null ? "no unit" : $"the unit '{unit}'";

    private UserInstrument.Measurement Make(string name, OtelMetricKind kind, string? unit) => kind switch
    {
        OtelMetricKind.Counter => _meter.CreateCounter<double>(name, unit).Add,
        OtelMetricKind.UpDownCounter => _meter.CreateUpDownCounter<double>(name, unit).Add,
        OtelMetricKind.Gauge => _meter.CreateGauge<double>(name, unit).Record,
        // The default bounds begin at 5, which is meant for milliseconds.
        _ => _meter.CreateHistogram(
            name, unit, description: null, tags: null, unit == "s" ? new InstrumentAdvice<double> { HistogramBucketBoundaries = ClientMetrics.CallBuckets } : null).Record,
    };
}
