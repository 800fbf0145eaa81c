namespace AwsOtel.Engine.Traces;

/// <summary>Where the time of a trace went: what all spans that are alike took, without the spans under them.</summary>
/// <param name="Name">The spans' name; where they have several, what these have in common.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Time">Their own time, added up.</param>
internal sealed record HotSpot(string Name, int Count, TimeSpan Time)
{
    private const string Waiting = "waiting to retry";

    /// <summary>The hottest first; those under a hundredth of all own time are left out.</summary>
    public static IReadOnlyList<HotSpot> Find(TraceTree tree, int most)
    {
        var spots = new Dictionary<string, HotSpot>(StringComparer.Ordinal);
        foreach (var node in tree.Preorder())
        {
            if (SpanRole.IsAttempt(node.Span))
                continue;
            // Between its attempts an operation waits, and that is nobody's work. The attempts themselves are the operation's.
            var self = SelfTime.Of(node);
            var waited = SpanRole.IsOperation(node.Span) ? TimeSpan.FromTicks(Math.Min(SpanRole.Backoff(node.Span).Ticks, self.Ticks)) : TimeSpan.Zero;
            if (waited > TimeSpan.Zero)
                Add(spots, Waiting, Waiting, waited);
            var attempts = node.Children.Where(static child => SpanRole.IsAttempt(child.Span)).Sum(static child => SelfTime.Of(child).Ticks);
            Add(spots, SpanLikeness.Key(node.Span), node.Span.Name, self - waited + TimeSpan.FromTicks(attempts));
        }

        var all = spots.Values.Sum(static spot => spot.Time.Ticks);
        return spots.Values
            .Where(spot => spot.Time.Ticks * 100 >= all && spot.Time > TimeSpan.Zero)
            .OrderByDescending(static spot => spot.Time)
            .Take(most)
            .ToList();
    }

    private static void Add(Dictionary<string, HotSpot> spots, string key, string name, TimeSpan time) => spots[key] = spots.TryGetValue(key, out var spot)
        ? new HotSpot(spot.Name == name ? name : key, spot.Count + 1, spot.Time + time)
        : new HotSpot(name, 1, time);
}
