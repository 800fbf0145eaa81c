using System.Diagnostics;

namespace AwsOtel.Engine.Metrics;

/// <summary>One metric of a script.</summary>
/// <param name="Unit">Null where it has none.</param>
internal sealed record UserInstrument(OtelMetricKind Kind, string? Unit, UserInstrument.Measurement Measure)
{
    /// <summary>Takes one value.</summary>
    internal delegate void Measurement(double value, in TagList tags);
}
