using AwsOtel.Engine.Delivery;
using Xunit;

namespace AwsOtel.Tests.Delivery;

public sealed class AnswerWatchTests
{
    [Fact]
    public void Can_be_looked_at_when_it_is_disposed_of()
    {
        // The thread that delivers may outlive it by a moment, and what it throws would end the process.
        var watch = new AnswerWatch(new HttpClient());
        watch.GiveUp();
        watch.Dispose();

        Assert.True(watch.GivenUp.IsCancellationRequested);
    }
}
