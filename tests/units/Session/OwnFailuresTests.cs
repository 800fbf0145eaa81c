using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Session;

[Collection(ProcessWide.Name)]
public sealed class OwnFailuresTests
{
    [Fact]
    public void The_newest_are_kept_and_all_are_counted()
    {
        var before = OwnFailures.Count;
        for (var i = 0; i < 100; i++)
            OwnFailures.Record("do " + i, new InvalidOperationException("failed"));

        Assert.Equal(before + 100, OwnFailures.Count);
        Assert.Equal(Enumerable.Range(80, 20).Select(static i => $"Could not do {i}: InvalidOperationException: failed"), OwnFailures.Recent());
    }

    [Fact]
    public void Each_is_reported_once()
    {
        OwnFailures.TakeUnreported();
        OwnFailures.Record("do one", new InvalidOperationException());
        OwnFailures.Record("do two", new InvalidOperationException());

        Assert.Equal(2, OwnFailures.TakeUnreported());
        Assert.Equal(0, OwnFailures.TakeUnreported());
    }

    [Fact]
    public void A_failure_tells_the_step_and_no_secret()
    {
        OwnFailures.Record("read a response", new InvalidOperationException("The key AKIAIOSFODNN7EXAMPLE"));

        Assert.Equal("Could not read a response: InvalidOperationException: The key [redacted]", OwnFailures.Recent()[^1]);
        OwnFailures.TakeUnreported();
    }
}
