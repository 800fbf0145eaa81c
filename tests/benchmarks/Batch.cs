using System.Diagnostics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Benchmarks;

/// <summary>What one batch of calls cost, for each call.</summary>
internal readonly record struct Batch(double Microseconds, double Bytes)
{
    public const int Calls = 100;
    private const int SettlingCalls = 20;

    public static async Task<Batch> Measure(Case state, IApiCall call)
    {
        var session = state.Begin();
        // What a change of state costs is another figure: its garbage is collected, and the first calls, which find everything cold, are made
        // outside the clock, in every state alike.
        GC.Collect();
        for (var i = 0; i < SettlingCalls; i++)
            await call.Invoke();
        var spansBefore = session?.SpanCount ?? 0;
        var batch = await Measure(call);
        if (session is not null)
        {
            Check(state, session.SpanCount - spansBefore, call.SpansEach);
            SessionRegistry.End(session);
            File.Delete(Case.TracePath);
        }

        return batch;
    }

    public static async Task<Batch> Measure(IApiCall call)
    {
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
            await call.Invoke();
        var elapsed = Stopwatch.GetElapsedTime(start);
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        return new Batch(elapsed.TotalMicroseconds / Calls, (double)bytes / Calls);
    }

    /// <summary>A benchmark of tracing that traces nothing would be a fine one.</summary>
    private static void Check(Case state, long spans, int each)
    {
        var expected = state.Request?.SampleRatio == 0 ? 0 : Calls * each;
        if (spans != expected)
            throw new InvalidOperationException($"'{state.Name}' made {spans} spans instead of {expected}.");
    }
}
