namespace AwsOtel.Engine.Traces;

/// <summary>Adds calls up.</summary>
internal static class Measurements
{
    /// <summary>One row for each name, what took longest first.</summary>
    public static IReadOnlyList<OtelMeasurement> Of(IEnumerable<TraceTree> trees, OtelMeasureBy by) => trees
        .SelectMany(tree => TraceCalls.Of(tree, by))
        .GroupBy(static call => call.Name, (name, calls) => Add(by, name, calls.ToList()), StringComparer.Ordinal)
        .OrderByDescending(static row => row.Total)
        .ThenBy(static row => row.Name, StringComparer.Ordinal)
        .ToList();

    private static OtelMeasurement Add(OtelMeasureBy by, string name, List<TracedCall> calls)
    {
        var durations = calls.ConvertAll(static call => call.Duration);
        durations.Sort();
        return new OtelMeasurement
        {
            By = by,
            Name = name,
            Calls = calls.Count,
            Errors = calls.Count(static call => call.Failed),
            Retries = calls.Sum(static call => call.Retries),
            Total = Sum(durations),
            P50 = Percentile(durations, 50),
            P95 = Percentile(durations, 95),
            Max = durations[^1],
            Backoff = Sum(calls.ConvertAll(static call => call.Backoff)),
        };
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => TimeSpan.FromTicks(times.Sum(static time => time.Ticks));

    /// <summary>Nearest rank: a duration that there was.</summary>
    private static TimeSpan Percentile(List<TimeSpan> sorted, int percent) => sorted[((sorted.Count * percent) + 99) / 100 - 1];
}
