using System.Diagnostics;

namespace AwsOtel.Tests.Support;

/// <summary>A request of the <see cref="TimedServer"/>, and when it came and went.</summary>
internal sealed record TimedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, long Came)
{
    /// <summary>When the last of the answer was written, or when the connection was ended instead, by either side; 0 before that.</summary>
    public long Answered { get; private set; }

    public void End() => Answered = Stopwatch.GetTimestamp();

    /// <summary>What passed from the end of an earlier request to the beginning of this one.</summary>
    public TimeSpan GapAfter(TimedRequest earlier) => Stopwatch.GetElapsedTime(earlier.Answered, Came);
}
