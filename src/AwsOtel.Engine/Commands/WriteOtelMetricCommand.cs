using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Text.RegularExpressions;
using AwsOtel.Engine.Metrics;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Writes a value of a metric of the script's own. It goes where the session's metrics go (-MetricExporter, OTEL_METRICS_EXPORTER); without a
/// session or an exporter for metrics it does nothing.
/// </summary>
[Cmdlet(VerbsCommunications.Write, "OtelMetric")]
[OutputType(typeof(void))]
public sealed partial class WriteOtelMetricCommand : PSCmdlet
{
    private const int LongestUnit = 63;

    private TagList _tags;
    private UserInstrument? _instrument;

    /// <summary>The name of the metric, such as <c>orders.sent</c>: a letter, then letters, digits, and _ . - /, at most 255.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The value: of a counter what to add, of others the value itself.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    public double Value { get; set; }

    /// <summary>What the values are to each other; default: Counter.</summary>
    [Parameter]
    public OtelMetricKind Kind { get; set; }

    /// <summary>The unit, as in UCUM: s, By, {order}; at most 63 characters of ASCII.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Unit { get; set; }

    /// <summary>Attributes, name to value, as of Invoke-OtelSpan, without arrays: each set of them has a value of its own.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Attribute { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => SettingError.Guard(this, () =>
    {
        if (!InstrumentName().IsMatch(Name!))
            throw new SettingException("InvalidName", "Name", Name, $"-Name: '{Name}' is no name of a metric. Give a letter, then letters, digits, and _ . - /, at most 255 in all.");
        if (Unit is not null && (Unit.Length > LongestUnit || !Unit.All(char.IsAscii)))
            throw new SettingException("InvalidUnit", "Unit", Unit, $"-Unit: '{Unit}' is no unit. Give at most {LongestUnit} characters of ASCII, such as s, By or {{order}}.");
        foreach (var (name, value) in GivenAttributes.Read(Attribute))
        {
            if (value is Array)
                throw new SettingException("InvalidAttribute", "Attribute", null, $"-Attribute: '{name}' has an array. Give a metric one value for each attribute.");
            _tags.Add(name, RedactionRules.Redact(name, value));
        }

        if (!SessionRegistry.IsActive || SessionRegistry.Latest is not { } pipeline)
            return;
        _instrument = pipeline.Instruments.Find(Name!, Kind, Unit);
        if (_instrument is null && pipeline.Instruments.TellFull())
            WriteWarning($"AwsOtel: '{Name}' is one metric too many for a session, of which {UserInstruments.Capacity} are kept; it and further ones are left out. Put what varies into -Attribute.");
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => SettingError.Guard(this, () =>
    {
        if (!double.IsFinite(Value))
            throw new SettingException("InvalidValue", "Value", Value, $"-Value: {Value} is no number to count with. Give a finite one.");
        if (Value < 0 && Kind == OtelMetricKind.Counter)
            throw new SettingException("InvalidValue", "Value", Value, $"-Value: a Counter never falls, and {Value} is negative. Give -Kind UpDownCounter, or Gauge.");
        try
        {
            FaultPoint.Reach("write a metric of the script");
            _instrument?.Measure(Value, _tags);
        }
        catch (Exception e)
        {
            // Whoever else listens to metrics in this process does so inside the call.
            OwnFailures.Record("write a metric of the script", e);
        }
    });

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./-]{0,254}\z", RegexOptions.CultureInvariant)]
    private static partial Regex InstrumentName();
}
