using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.UserSpans;

/// <summary>
/// What the span of processing a message says of it; never anything of its body.
/// See <see href="https://opentelemetry.io/docs/specs/semconv/messaging/sqs/"/>.
/// </summary>
/// <param name="Destination">The queue; null where the message does not tell it.</param>
/// <param name="Id">The message's id; null where it has none.</param>
internal readonly record struct ProcessedMessage(string? Destination, string? Id)
{
    private const string Operation = "process";

    /// <summary><c>orders process</c>.</summary>
    public string SpanName => Destination is null ? Operation : Destination + " " + Operation;

    public IEnumerable<KeyValuePair<string, object>> Attributes
    {
        get
        {
            yield return new("messaging.system", "aws_sqs");
            yield return new("messaging.operation.name", Operation);
            yield return new("messaging.operation.type", Operation);
            if (Destination is not null)
                yield return new("messaging.destination.name", Destination);
            if (Id is not null)
                yield return new("messaging.message.id", Id);
        }
    }

    public static ProcessedMessage Of(object message)
    {
        try
        {
            FaultPoint.Reach("read a message");
            return new ProcessedMessage(MessageDestination.Of(message), MessageMember.ReadText(message, "MessageId"));
        }
        catch (Exception e)
        {
            OwnFailures.Record("read a message", e);
            return default;
        }
    }
}
