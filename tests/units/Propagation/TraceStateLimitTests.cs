using AwsOtel.Engine.Propagation;
using Xunit;

namespace AwsOtel.Tests.Propagation;

/// <summary>What is left of a tracestate that is larger than everybody must take. The entries of a row are <c>key:length</c>.</summary>
public sealed class TraceStateLimitTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a:512", "a:512")]
    [InlineData("a:513", "")]
    [InlineData("a:200000", "")]
    [InlineData("a:100 b:100 c:100 d:100 e:108", "a:100 b:100 c:100 d:100 e:108")]
    [InlineData("a:100 b:100 c:100 d:100 e:109", "a:100 b:100 c:100 d:100")]
    [InlineData("a:128 b:128 c:128 d:128 e:5", "a:128 b:128 c:128")]
    [InlineData("a:129 b:100 c:100 d:100 e:100", "b:100 c:100 d:100 e:100")]
    [InlineData("a:200 b:200 c:200 d:5", "a:200 b:200 d:5")]
    [InlineData("a:300 b:100 c:300 d:100", "a:300 b:100 d:100")]
    public void Long_entries_give_way_first_and_then_the_last_ones(string given, string left) => Assert.Equal(Make(left), TraceStateLimit.Cut(Make(given)) ?? "");

    [Fact]
    public void No_more_than_32_entries_are_left()
    {
        string[] entries = [.. Enumerable.Range(0, 40).Select(static number => $"k{number}=v")];

        Assert.Equal(string.Join(',', entries[..32]), TraceStateLimit.Cut(string.Join(',', entries)));
        Assert.Equal(string.Join(',', entries[..32]), TraceStateLimit.Cut(string.Join(',', entries[..32])));
        Assert.Null(TraceStateLimit.Cut(null));
    }

    private static string Make(string row) => string.Join(',', row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static entry =>
    {
        var parts = entry.Split(':');
        return parts[0] + "=" + new string('v', int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) - parts[0].Length - 1);
    }));
}
