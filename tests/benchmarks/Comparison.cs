using AwsOtel.Engine;
using AwsOtel.Engine.Session;

namespace AwsOtel.Benchmarks;

/// <summary>Measures one call in every case, in many short batches by turns, so that whatever else the machine does falls on all of them.</summary>
internal sealed class Comparison(string name, Func<IApiCall> make)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(12);

    public async Task<IReadOnlyList<Result>> Run()
    {
        Instrumentation.Initialize();
        using var plain = make();
        var session = Case.All.First(static state => state.Request is not null).Begin()!;
        using var watched = make();
        SessionRegistry.End(session);

        await Rounds(plain, watched, WarmUp);
        var batches = await Rounds(plain, watched, Duration);
        return Case.All.Select((state, i) => Result.Of(name, state.Name, batches[i])).ToList();
    }

    private static async Task<List<Batch>[]> Rounds(IApiCall plain, IApiCall watched, TimeSpan duration)
    {
        var batches = Array.ConvertAll(Case.All, static _ => new List<Batch>());
        var order = Enumerable.Range(0, Case.All.Length).ToArray();
        // Another order in each round: no case always follows the one that leaves most garbage behind.
        var random = new Random(1);
        for (var end = DateTime.UtcNow + duration; DateTime.UtcNow < end;)
        {
            random.Shuffle(order);
            foreach (var i in order)
                batches[i].Add(await Batch.Measure(Case.All[i], Case.All[i].Watched ? watched : plain));
        }

        return batches;
    }
}
