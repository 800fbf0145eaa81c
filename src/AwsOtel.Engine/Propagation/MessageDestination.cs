using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Propagation;

/// <summary>The name of the queue or topic that a message came by: for <c>messaging.destination.name</c> and the name of its span.</summary>
internal static class MessageDestination
{
    /// <returns>Null where the message does not tell.</returns>
    public static string? Of(object? message)
    {
        try
        {
            FaultPoint.Reach("read the queue of a message");
            if (MessageContext.Origin(message) is { } origin)
                return origin.Destination;
            var arn = MessageMember.ReadText(message, "EventSourceArn") ?? MessageMember.ReadText(MessageMember.Read(message, "Sns"), "TopicArn");
            return arn is not null && Arn.Is(arn) ? Arn.Name(arn) as string : null;
        }
        catch (Exception e)
        {
            OwnFailures.Record("read the queue of a message", e);
            return null;
        }
    }
}
