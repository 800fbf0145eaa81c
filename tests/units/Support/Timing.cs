using Xunit.Sdk;

namespace AwsOtel.Tests.Support;

/// <summary>
/// Compares times as narrowly as they should agree. A machine that takes a thread away in the middle of it makes two clocks disagree that are
/// both right, so a test whose times alone do not hold is run again; a wrong time is wrong each time, and everything else fails at once.
/// </summary>
internal static class Timing
{
    private const int Tries = 6;

    /// <param name="low">In seconds, as all here.</param>
    public static void InRange(double actual, double low, double high, string what)
    {
        if (!(low <= actual && actual <= high))
            throw new OutOfTimeException($"{what}: {actual} s is not within {low} s and {high} s");
    }

    public static async Task Holds(Func<Task> test)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                await test();
                return;
            }
            catch (OutOfTimeException) when (left > 1)
            {
            }
        }
    }

    public static Task Holds(Action test) => Holds(() =>
    {
        test();
        return Task.CompletedTask;
    });

    private sealed class OutOfTimeException(string message) : XunitException(message);
}
