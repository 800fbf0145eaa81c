using OpenTelemetry.Trace;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Where metrics are on, a span that is sampled out is still made, as metrics are read off it, but not exported: metrics count every call.
/// </summary>
internal sealed class MetricsKeepSampler(Sampler inner) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var result = inner.ShouldSample(samplingParameters);
        return result.Decision == SamplingDecision.Drop ? new SamplingResult(SamplingDecision.RecordOnly) : result;
    }
}
