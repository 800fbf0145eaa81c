using OpenTelemetry.Trace;

namespace AwsOtel.Engine.Session;

/// <summary>How root spans are sampled, and whether a parent's decision is followed.</summary>
/// <param name="Ratio">0 to 1; the part of new traces that is kept.</param>
/// <param name="ParentBased">A parent that was sampled, or was not, decides.</param>
internal sealed record SamplerSettings(double Ratio, bool ParentBased)
{
    public static readonly SamplerSettings Default = new(1, true);

    public Sampler Create()
    {
        Sampler root = Ratio switch
        {
            >= 1 => new AlwaysOnSampler(),
            <= 0 => new AlwaysOffSampler(),
            _ => new TraceIdRatioBasedSampler(Ratio),
        };
        return ParentBased ? new ParentBasedSampler(root) : root;
    }
}
