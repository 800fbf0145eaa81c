using System.Globalization;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Reads how traces are sampled. The variables mean what
/// <see href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration">the specification</see> says.
/// </summary>
internal static class SamplerSettingsReader
{
    public static SamplerSettings Read(double? ratio, SettingSources sources)
    {
        if (ratio is { } typed)
        {
            sources.Set("SampleRatio", SettingSources.Parameter);
            return typed is >= 0 and <= 1
                ? new SamplerSettings(typed, ParentBased: true)
                : throw new SettingException("InvalidSampleRatio", "SampleRatio", typed, "-SampleRatio: give a number from 0 (no trace) to 1 (every trace).");
        }

        if (sources.Take("SampleRatio", null, EnvironmentVariable.TracesSampler) is not { } sampler)
            return SamplerSettings.Default;
        return sampler.ToLowerInvariant() switch
        {
            "always_on" => new SamplerSettings(1, ParentBased: false),
            "always_off" => new SamplerSettings(0, ParentBased: false),
            "traceidratio" => new SamplerSettings(ReadArgument(sources), ParentBased: false),
            "parentbased_always_on" => new SamplerSettings(1, ParentBased: true),
            "parentbased_always_off" => new SamplerSettings(0, ParentBased: true),
            "parentbased_traceidratio" => new SamplerSettings(ReadArgument(sources), ParentBased: true),
            _ => throw new SettingException("InvalidSampleRatio", "SampleRatio", sampler,
                $"{EnvironmentVariable.TracesSampler}: '{sampler}' is not a sampler. Use always_on, always_off, traceidratio or one of these with parentbased_ before it, or give -SampleRatio."),
        };
    }

    private static double ReadArgument(SettingSources sources)
    {
        var argument = sources.Variable(EnvironmentVariable.TracesSamplerArgument);
        if (argument is null)
            return 1;
        return double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw new SettingException("InvalidSampleRatio", "SampleRatio", argument,
                $"{EnvironmentVariable.TracesSamplerArgument}: '{argument}' is not a number from 0 to 1. Mend it, or give -SampleRatio.");
    }
}
