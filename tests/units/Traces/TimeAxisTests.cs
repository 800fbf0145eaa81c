using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>Bars and the scale above them.</summary>
public sealed class TimeAxisTests
{
    [Theory]
    [InlineData(10, 0, 100, "██████████")]
    [InlineData(10, 50, 100, "     █████")]
    [InlineData(10, 0, 25, "██▌")]
    [InlineData(10, 99.99, 100, "         ▏")]
    [InlineData(10, 30, 30, "   ▏")]
    public void Bar_is_the_stretch_to_an_eighth(int columns, double from, double to, string expected) => Assert.Equal(expected, Axis(columns).Bar(At(from), At(to)));

    [Theory]
    [InlineData(0, 100, "░░░░░░░░░░")]
    [InlineData(42, 58, "    ░░")]
    [InlineData(100, 100, "         ░")]
    public void Shade_is_the_stretch_to_a_column(double from, double to, string expected) => Assert.Equal(expected, Axis(10).Shade(At(from), At(to)));

    [Theory]
    [InlineData(0, "")]
    [InlineData(12, "0     100 ms")]
    [InlineData(40, "0               50.0 ms           100 ms")]
    public void Scale_names_the_ends_and_the_middle_where_there_is_room(int columns, string expected) => Assert.Equal(expected, Axis(columns).Scale());

    [Fact]
    public void A_trace_of_weeks_does_not_overflow()
    {
        var axis = new TimeAxis(MadeSpan.Start, MadeSpan.Start.AddYears(900), 60);

        Assert.Equal(new string('█', 60), axis.Bar(MadeSpan.Start, MadeSpan.Start.AddYears(900)));
    }

    private static TimeAxis Axis(int columns) => new(MadeSpan.Start, At(100), columns);

    private static DateTime At(double milliseconds) => MadeSpan.Start.AddMilliseconds(milliseconds);
}
