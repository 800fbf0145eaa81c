namespace AwsOtel.Benchmarks;

/// <summary>What a case cost over all its batches, for each call.</summary>
internal sealed record Result(string Call, string Case, double MinimumMicroseconds, double MedianMicroseconds, double MedianBytes)
{
    public static Result Of(string call, string name, IReadOnlyCollection<Batch> batches)
    {
        var times = batches.Select(static batch => batch.Microseconds).Order().ToArray();
        var bytes = batches.Select(static batch => batch.Bytes).Order().ToArray();
        return new Result(call, name, Math.Round(times[0], 3), Math.Round(times[times.Length / 2], 3), Math.Round(bytes[bytes.Length / 2]));
    }
}
