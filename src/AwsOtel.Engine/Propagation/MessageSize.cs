namespace AwsOtel.Engine.Propagation;

/// <summary>
/// The sizes from which on a send is refused: a context must not be what makes it so large. See
/// <see href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"/> and
/// <see href="https://docs.aws.amazon.com/general/latest/gr/sns.html"/>. A queue may have a smaller one of its own, which only the queue knows.
/// </summary>
internal static class MessageSize
{
    /// <summary>Of SNS, and of queues that were made when it was SQS's.</summary>
    private const long Smaller = 256 * 1024;

    /// <summary>Of SQS.</summary>
    private const long Larger = 1024 * 1024;

    /// <summary>Whether so many bytes more would make a send too large that is not too large now.</summary>
    /// <param name="size">Of all its messages, of which a service takes only so much together.</param>
    public static bool IsFull(long size, long more) => Crosses(Smaller, size, more) || Crosses(Larger, size, more);

    /// <summary>Whether they certainly would not, by the most that the messages can be.</summary>
    public static bool HasPlenty(long most, long more) => most + more <= Smaller;

    private static bool Crosses(long limit, long size, long more) => size <= limit && size + more > limit;
}
