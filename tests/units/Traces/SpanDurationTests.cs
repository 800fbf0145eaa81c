using AwsOtel.Engine.Traces;
using Xunit;

namespace AwsOtel.Tests.Traces;

public sealed class SpanDurationTests
{
    [Theory]
    [InlineData(0, "0.00 µs")]
    [InlineData(0.0001, "0.10 µs")]
    [InlineData(0.25, "250 µs")]
    [InlineData(1, "1.00 ms")]
    [InlineData(12.34, "12.3 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(999.9, "1.00 s")]
    [InlineData(1000, "1.00 s")]
    [InlineData(9.999, "10.0 ms")]
    [InlineData(61_500, "61.5 s")]
    [InlineData(99_949, "99.9 s")]
    [InlineData(99_950, "1m 40s")]
    [InlineData(125_400, "2m 05s")]
    [InlineData(3_599_400, "59m 59s")]
    [InlineData(3_599_500, "1h 00m")]
    [InlineData(7_500_000, "2h 05m")]
    [InlineData(360_000_000, "100h 00m")]
    public void Duration_has_three_digits_and_a_unit_or_two_units(double milliseconds, string expected) =>
        Assert.Equal(expected, SpanDuration.Text(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))));

    [Theory]
    [InlineData(1.5, 20, "1.50–20.0 ms")]
    [InlineData(0.5, 20, "500 µs–20.0 ms")]
    [InlineData(2, 2.0001, "2.00 ms")]
    [InlineData(2000, 125_000, "2.00 s–2m 05s")]
    [InlineData(125_000, 125_001, "2m 05s")]
    public void Range_says_a_unit_once(double shortest, double longest, string expected) =>
        Assert.Equal(expected, SpanDuration.Range(TimeSpan.FromMilliseconds(shortest), TimeSpan.FromTicks((long)(longest * TimeSpan.TicksPerMillisecond))));
}
