using System.Collections;
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
        Carriers = [new("PutEvents", CarrierForm.TraceHeader, "TraceHeader")],
        Batches = [new("PutEvents", "Entries", null, "Entries", "EventId", "ErrorCode")],
        PartialFailures = [new("PutEvents", "Entries[].ErrorCode", HasCodes: true)],
        Rows =
        [
            new("PutEvents", Request, "Entries", "messaging.destination.name", BusName),
            new("PutEvents", Request, "Entries", "messaging.batch.message_count", Value.Count),
        ],
    };

    /// <summary>The bus where all entries go to one; an entry without a bus goes to the default one.</summary>
    private static object? BusName(object entries)
    {
        string? name = null;
        foreach (var entry in (IEnumerable)entries)
        {
            var bus = MemberReader.Read(entry, "EventBusName") is string { Length: > 0 } given ? Arn.Name(given) as string : "default";
            if (name is not null && name != bus)
                return null;
            name = bus;
        }

        return name;
    }
}
