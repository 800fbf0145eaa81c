using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>
/// EventBridge, by the general conventions for messaging: <see href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/"/>.
/// Events' details are never read.
/// </summary>
internal static class EventBridgeTable
{
    public static readonly ServiceTable Table = new()
    {
        ServiceId = "EventBridge",
        Producers = "PutEvents",
        Fixed =
        [
            new("PutEvents", "messaging.system", "aws.eventbridge"),
            new("PutEvents", "messaging.operation.name", "send"),
            new("PutEvents", "messaging.operation.type", "send"),
        ],
        PartialFailures = [new("PutEvents", "Entries[].ErrorCode", HasCodes: true)],
        Rows =
        [
            new("PutEvents", Request, "Entries[].EventBusName", "messaging.destination.name", Arn.Name),
            new("PutEvents", Request, "Entries", "messaging.batch.message_count", Value.Count),
        ],
    };
}
