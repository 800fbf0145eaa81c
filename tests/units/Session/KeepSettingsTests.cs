using AwsOtel.Engine.Session;
using Xunit;

namespace AwsOtel.Tests.Session;

public sealed class KeepSettingsTests
{
    public static TheoryData<object, double> Limits => new()
    {
        { 30, 30 },
        { 0, 0 },
        { 1.5, 1.5 },
        { TimeSpan.FromMinutes(2), 120 },
        { "30", 30 },
        { "30s", 30 },
        { " 1.5 s ", 1.5 },
        { "500ms", 0.5 },
        { "5M", 300 },
        { "1h", 3600 },
        { "00:01:30", 90 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_is_read_of_what_people_type(object given, double seconds) =>
        Assert.Equal(new KeepSettings(false, false, TimeSpan.FromSeconds(seconds)), Read([OtelKeepWhen.Slow], given));

    [Fact]
    public void Conditions_are_combined() =>
        Assert.Equal(new KeepSettings(true, true, TimeSpan.FromSeconds(3)), Read([OtelKeepWhen.Throttled, OtelKeepWhen.Slow, OtelKeepWhen.Failed], "3s"));

    [Fact]
    public void Without_a_condition_every_trace_is_kept() => Assert.Null(Read(null, null));

    private static KeepSettings? Read(OtelKeepWhen[]? when, object? slowerThan) =>
        KeepSettingsReader.Read(when, slowerThan, new SettingSources(static _ => null));
}
