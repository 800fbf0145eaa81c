using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>Where the time went.</summary>
public sealed class HotSpotTests
{
    [Fact]
    public void Own_time_is_what_no_child_accounts_for()
    {
        var tree = TraceTree.Build([MadeSpan.Of(1, 0, "script", 0, 100), MadeSpan.Of(2, 1, "a", 10, 30), MadeSpan.Of(3, 1, "b", 30, 30), MadeSpan.Of(4, 1, "within b", 35, 5), MadeSpan.Of(5, 1, "outlasts", 90, 500)]);

        // 10 to 60 and 90 to 100 are covered, what runs at the same time once.
        Assert.Equal(40, SelfTime.Of(tree.Roots[0]).TotalMilliseconds);
        Assert.Equal([30, 30, 5, 500], tree.Roots[0].Children.Select(static node => SelfTime.Of(node).TotalMilliseconds));
    }

    [Fact]
    public void Spans_of_one_name_are_added_up_and_the_hottest_come_first()
    {
        var tree = TraceTree.Build([MadeSpan.Of(1, 0, "script", 0, 100), MadeSpan.Of(2, 1, "a", 0, 20), MadeSpan.Of(3, 1, "b", 20, 30), MadeSpan.Of(4, 1, "a", 50, 40), MadeSpan.Of(5, 1, "tiny", 90, 0.5)]);

        Assert.Equal([("a", 2, 60.0), ("b", 1, 30.0), ("script", 1, 9.5)], Find(tree, 5));
        Assert.Equal([("a", 2, 60.0)], Find(tree, 1));
    }

    [Fact]
    public void An_operations_attempts_are_its_own_and_its_waiting_is_not()
    {
        var tree = TraceTree.Build(
        [
            MadeSpan.Of(1, 0, "S3.PutObject", 0, 100, null, ("rpc.method", "PutObject"), ("aws.retry.count", 1L), ("aws.retry.delay", 0.06)),
            MadeSpan.Of(2, 1, "attempt 1", 5, 10, "SlowDown", ("aws.retry.attempt", 1L)),
            MadeSpan.Of(3, 1, "attempt 2", 75, 20, null, ("aws.retry.attempt", 2L), ("aws.retry.delay", 0.06)),
        ]);

        Assert.Equal([("waiting to retry", 1, 60.0), ("S3.PutObject", 1, 40.0)], Find(tree, 5));
    }

    [Fact]
    public void Names_that_differ_by_a_number_are_one()
    {
        var tree = TraceTree.Build([MadeSpan.Of(1, 0, "tenant 1", 0, 10), MadeSpan.Of(2, 0, "tenant 2", 10, 10)]);

        Assert.Equal([("tenant #", 2, 20.0)], Find(tree, 5));
    }

    private static IEnumerable<(string, int, double)> Find(TraceTree tree, int most) => HotSpot.Find(tree, most).Select(static spot => (spot.Name, spot.Count, spot.Time.TotalMilliseconds));
}
