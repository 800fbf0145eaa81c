using System.Globalization;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Fuzz;

/// <summary>
/// Parsers take whatever comes: nothing is thrown but what is documented, and nothing hangs. AWSOTEL_FUZZ is how many inputs each parser gets,
/// AWSOTEL_FUZZ_SEED where they begin.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class FuzzTests
{
    private const int Inputs = 2_000;

    /// <summary>Of one input. A parser that is slow takes milliseconds; one that hangs takes for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Parsers => new(FuzzedParsers.All.Select(static parser => parser.Name));

    [Theory]
    [MemberData(nameof(Parsers))]
    public async Task Whatever_comes_is_taken_or_refused_as_documented(string name)
    {
        var parser = FuzzedParsers.Named(name);
        var first = Setting("AWSOTEL_FUZZ_SEED", 1);
        var end = first + Setting("AWSOTEL_FUZZ", Inputs);
        var seed = first;
        var finds = new List<string>();
        var run = Task.Factory.StartNew(
            () =>
            {
                for (; seed < end && finds.Count < 5; Interlocked.Increment(ref seed))
                {
                    var input = Mutator.Make(seed, parser.Corpus);
                    if (parser.Try(input) is { } failure)
                        finds.Add($"seed {seed}, {System.Text.Json.JsonSerializer.Serialize(input)}: {failure}");
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        var last = -1;
        while (await Task.WhenAny(run, Task.Delay(Longest, TestContext.Current.CancellationToken)) != run)
        {
            var now = Volatile.Read(ref seed);
            Assert.True(now != last, $"{name} hangs at seed {now}: {Mutator.Make(now, parser.Corpus)}");
            last = now;
        }

        await run;
        Assert.True(finds.Count == 0, $"{name}: add these to {nameof(FuzzFinds)}\n{string.Join('\n', finds)}");
    }

    [Theory]
    [MemberData(nameof(FuzzFinds.All), MemberType = typeof(FuzzFinds))]
    public void What_was_found_once_stays_mended(string name, string input) => Assert.Null(FuzzedParsers.Named(name).Try(input));

    [Fact]
    public void A_seed_makes_one_input_and_many_make_many()
    {
        string[] corpus = ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"];

        Assert.Equal(Mutator.Make(7, corpus), Mutator.Make(7, corpus));
        Assert.InRange(Enumerable.Range(0, 1_000).Select(seed => Mutator.Make(seed, corpus)).Distinct().Count(), 700, 1_000);
    }

    [Fact]
    public void A_parser_that_throws_something_else_is_found()
    {
        var parser = new FuzzedParser("planted", static text => _ = int.Parse(text, CultureInfo.InvariantCulture), static e => e is FormatException, "12", "2147483647");

        Assert.Contains(Enumerable.Range(0, Inputs), seed => parser.Try(Mutator.Make(seed, parser.Corpus)) is OverflowException);
    }

    private static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;
}
