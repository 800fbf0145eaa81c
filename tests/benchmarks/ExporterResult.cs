namespace AwsOtel.Benchmarks;

/// <summary>What an exporter did over all its rounds; the best beside the median.</summary>
internal sealed record ExporterResult(string Exporter, double BestSpansASecond, double MedianSpansASecond, double MedianScriptMicroseconds, double MinimumCpuMicroseconds, double BytesASpan, double MedianAllocatedBytes)
{
    public static ExporterResult Of(string exporter, int spans, IReadOnlyCollection<ExporterRound> rounds) => new(
        exporter,
        Math.Round(rounds.Max(static round => round.SpansASecond)),
        Math.Round(Median(rounds, static round => round.SpansASecond)),
        Math.Round(Median(rounds, static round => round.ScriptMicroseconds), 3),
        Math.Round(rounds.Min(static round => round.CpuMicroseconds), 3),
        Math.Round(Median(rounds, static round => round.Bytes), 1),
        Math.Round(Median(rounds, static round => round.Allocated)));

    private static double Median(IReadOnlyCollection<ExporterRound> rounds, Func<ExporterRound, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}
