using System.Management.Automation;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Adds up the calls of a trace: how many, how many failed, how long they took, and how long they waited to be tried again.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "OtelTrace", DefaultParameterSetName = LastRunSet)]
[OutputType(typeof(OtelMeasurement))]
public sealed class MeasureOtelTraceCommand : TraceCommand
{
    /// <summary>What to add up by.</summary>
    [Parameter(Position = 0)]
    public OtelMeasureBy By { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Measurements.Of(Traces().Select(static trace => trace.Tree), By), enumerateCollection: true);
}
