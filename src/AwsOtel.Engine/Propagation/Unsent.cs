using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Propagation;

/// <summary>
/// The messages of a send that went without a context because there was no room for it: told by an event on the span of the send, which is
/// where one looks who misses the link.
/// </summary>
internal sealed class Unsent
{
    private const string Event = "aws.context.not_injected";

    private int _noRoom;
    private int _tooLarge;
    private int _unreadable;

    public void Count(CarrierState hindrance)
    {
        switch (hindrance)
        {
            case CarrierState.NoRoom:
                _noRoom++;
                break;
            case CarrierState.TooLarge:
                _tooLarge++;
                break;
            case CarrierState.Unreadable:
                _unreadable++;
                break;
        }
    }

    public void Tell(Activity span)
    {
        Tell(span, "no_room", _noRoom);
        Tell(span, "too_large", _tooLarge);
        Tell(span, "unreadable", _unreadable);
    }

    private static void Tell(Activity span, string reason, int messages)
    {
        if (messages == 0)
            return;
        SpanEvents.Add(span, Event, new ActivityTagsCollection
        {
            [AttributeName.ContextReason] = reason,
            [AttributeName.ContextMessageCount] = messages,
        });
    }
}
