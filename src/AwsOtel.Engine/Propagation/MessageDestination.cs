using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>Tells the queue that a message came from.</summary>
internal static class MessageDestination
{
    /// <returns>The queue's name; null where the message does not tell.</returns>
    public static string? Of(object? message) => MessageMember.ReadText(message, "EventSourceArn") is { } arn ? Arn.Name(arn) as string : null;
}
