using AwsOtel.Engine;
using AwsOtel.Engine.Session;

namespace AwsOtel.Benchmarks;

/// <summary>Whether a traced call costs more the more there has been before it; a plain one beside it tells what the machine did meanwhile.</summary>
internal static class Growth
{
    private const int ManyCalls = 1_000_000;
    private const int ManySessions = 1_000;

    /// <summary>Batches of each kind, by turns, at the beginning and at the end.</summary>
    private const int Batches = 150;

    public static async Task<IReadOnlyList<Result>> Run()
    {
        Instrumentation.Initialize();
        var traced = Case.All.First(static state => state.Request is { SampleRatio: null });
        using var plainCall = new GetItemCall();
        var session = traced.Begin()!;
        using var tracedCall = new GetItemCall();
        // What the compiler does later is not to pass for growth, nor to hide it.
        await Window(tracedCall, plainCall);
        await Window(tracedCall, plainCall);
        SessionRegistry.End(session);

        session = traced.Begin()!;
        for (var i = 0; i < 1_000; i++)
            await tracedCall.Invoke();
        var early = await Window(tracedCall, plainCall);
        while (session.SpanCount < ManyCalls)
            await tracedCall.Invoke();
        var late = await Window(tracedCall, plainCall);
        SessionRegistry.End(session);

        for (var i = 0; i < ManySessions; i++)
            SessionRegistry.End(traced.Begin()!);
        session = traced.Begin()!;
        var afterSessions = await Window(tracedCall, plainCall);
        SessionRegistry.End(session);
        var windows = new[] { ("from the 1,000th call", early), ("from the 1,000,000th call", late), ("after 1,000 more sessions", afterSessions) };
        return
        [
            .. windows.Select(static window => Result.Of("GetItem in a long session, traced", window.Item1, window.Item2.Traced)),
            .. windows.Select(static window => Result.Of("GetItem beside it, plain", window.Item1, window.Item2.Plain)),
        ];
    }

    private static async Task<(List<Batch> Traced, List<Batch> Plain)> Window(IApiCall traced, IApiCall plain)
    {
        var (tracedBatches, plainBatches) = (new List<Batch>(), new List<Batch>());
        for (var i = 0; i < Batches; i++)
        {
            tracedBatches.Add(await Batch.Measure(traced));
            plainBatches.Add(await Batch.Measure(plain));
        }

        return (tracedBatches, plainBatches);
    }
}
