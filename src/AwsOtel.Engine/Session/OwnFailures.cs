using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Session;

/// <summary>
/// AwsOtel's own failures. None may reach the script: each is caught where it happens, counted here, and reported once when the session stops.
/// </summary>
internal static class OwnFailures
{
    private const int Kept = 20;

    private static readonly Queue<string> Newest = new(Kept);
    private static long _count;
    private static long _reported;

    public static long Count => Interlocked.Read(ref _count);

    /// <param name="step">What was being done, as a verb phrase: "read a response".</param>
    /// <param name="exception">What stopped it.</param>
    public static void Record(string step, Exception exception) =>
        Record($"Could not {step}: {exception.GetType().Name}: {exception.Message}");

    /// <param name="failure">In words. What is secret in it is taken out here, so that nobody forgets to.</param>
    public static void Record(string failure)
    {
        failure = Redactor.Redact(failure);
        Interlocked.Increment(ref _count);
        lock (Newest)
        {
            if (Newest.Count == Kept)
                Newest.Dequeue();
            Newest.Enqueue(failure);
        }
    }

    public static string[] Recent()
    {
        lock (Newest)
            return Newest.ToArray();
    }

    /// <summary>How many came since this was last asked.</summary>
    public static long TakeUnreported()
    {
        var count = Count;
        return count - Interlocked.Exchange(ref _reported, count);
    }
}
