using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>What must hold of the attempts of one call, in a list of spans by their end.</summary>
internal static class AttemptAssert
{
    /// <summary>What two clocks may differ by: spans have the time of day, the server a counter.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(1);

    /// <summary>What an attempt takes beside its wait: to be marshalled, signed and sent.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(30);

    /// <param name="expected">Of each attempt, what it has beside number, limit and server.</param>
    public static void AreExactly(IReadOnlyList<IReadOnlyDictionary<string, object>> expected, int most, int port, IReadOnlyList<OtelSpan> spans)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            var attributes = expected[i].Plus(
                ("aws.retry.attempt", (long)i + 1), ("aws.retry.max_attempts", (long)most), ("server.address", "127.0.0.1"), ("server.port", (long)port));
            if (i == 0)
                SpanAssert.HasExactly(attributes, spans[i]);
            else
                SpanAssert.HasExactlyWithDelay(attributes, spans[i]);
            Assert.Equal(expected[i].ContainsKey("error.type") ? OtelStatus.Error : OtelStatus.Unset, spans[i].Status);
            // The exception is the operation's to tell.
            Assert.Empty(spans[i].Events);
        }
    }

    /// <summary>The attempts follow each other, each delay is the time between two, and the operation covers them all.</summary>
    public static void AreWithin(IReadOnlyList<OtelSpan> spans)
    {
        var attempts = Of(spans);
        var operation = spans[attempts.Count];
        Assert.All(attempts, attempt => Assert.Equal((operation.SpanId, operation.TraceId, OtelSpanKind.Internal), (attempt.ParentSpanId, attempt.TraceId, attempt.Kind)));
        Assert.True(operation.StartTime <= attempts[0].StartTime && attempts[^1].EndTime <= operation.EndTime, "the operation does not cover its attempts");
        for (var i = 1; i < attempts.Count; i++)
            Assert.Equal((attempts[i].StartTime - attempts[i - 1].EndTime).TotalSeconds, Delay(attempts[i]), tolerance: 0.000_1);
        Assert.Equal(attempts.Skip(1).Sum(Delay), Delay(operation), tolerance: 0.000_001);
        var inside = attempts.Sum(static attempt => attempt.Duration.TotalSeconds) + Delay(operation);
        Assert.InRange(operation.Duration.TotalSeconds, inside - 0.001, double.MaxValue);
    }

    /// <summary>
    /// Also: each delay is, within a fifth, the gap that the server saw between its answer and the next request, and never more than that.
    /// </summary>
    public static void AgreeWithServer(IReadOnlyList<TimedRequest> requests, IReadOnlyList<OtelSpan> spans)
    {
        AreWithin(spans);
        var attempts = Of(spans);
        Assert.Equal(attempts.Count, requests.Count);
        for (var i = 1; i < attempts.Count; i++)
        {
            var seen = requests[i].GapAfter(requests[i - 1]).TotalSeconds;
            Timing.InRange(
                Delay(attempts[i]), seen - Math.Max(seen * 0.2, Least.TotalSeconds), seen + Slack.TotalSeconds, $"the delay of {attempts[i].Name}, of {seen} s that the server saw");
        }
    }

    private static List<OtelSpan> Of(IReadOnlyList<OtelSpan> spans) =>
        spans.TakeWhile(static span => span.Name.StartsWith("attempt ", StringComparison.Ordinal)).ToList();

    private static double Delay(OtelSpan span) => (double)span.Attributes["aws.retry.delay"];
}
