using Amazon.EventBridge.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>EventBridge's table, row by row.</summary>
[Collection(ProcessWide.Name)]
public sealed class EventBridgeTests
{
    private const string Canary = ServiceCase.Canary;

    private static readonly (string, object)[] Sends =
        [("messaging.system", "aws.eventbridge"), ("messaging.operation.name", "send"), ("messaging.operation.type", "send")];

    public static TheoryData<ServiceCase> Cases =>
    [
        Put("", ["orders", "orders"],
            Answers.Json("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"},{"EventId":"e-2"}]}"""),
            ("messaging.destination.name", "orders"), ("messaging.batch.message_count", 2L)),
        Put("to a bus by its ARN, of another partition", ["arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/orders"],
            Answers.Json("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]}"""),
            ("messaging.destination.name", "orders"), ("messaging.batch.message_count", 1L)),
        Put("to a bus by its name and by its ARN", ["orders", "arn:aws:events:eu-west-1:123456789012:event-bus/orders"],
            Answers.Json("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"},{"EventId":"e-2"}]}"""),
            ("messaging.destination.name", "orders"), ("messaging.batch.message_count", 2L)),
        Put("to two buses", ["orders", "users"],
            Answers.Json("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"},{"EventId":"e-2"}]}"""),
            ("messaging.batch.message_count", 2L)),
        Put("to the default bus", [null, "default"],
            Answers.Json("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"},{"EventId":"e-2"}]}"""),
            ("messaging.destination.name", "default"), ("messaging.batch.message_count", 2L)),
        Put("with failed entries", ["orders", "orders", "orders", "orders"],
            Answers.Json("""{"FailedEntryCount":3,"Entries":[{"EventId":"e-1"},{"ErrorCode":"ThrottlingException","ErrorMessage":"CANARY"},{"ErrorCode":"InternalFailure","ErrorMessage":"CANARY"},{"ErrorCode":"ThrottlingException"}]}"""),
            ("messaging.destination.name", "orders"), ("messaging.batch.message_count", 4L),
            ("error.type", "PartialFailure"), ("aws.batch.failed_count", 3L), ("aws.batch.error_codes", new[] { "ThrottlingException", "InternalFailure" })),
        Put("refused", ["orders"],
            Answers.JsonError("LimitExceededException"),
            ("messaging.destination.name", "orders"), ("messaging.batch.message_count", 1L), ("error.type", "LimitExceededException")),
        ServiceCase.Of<DescribeEventBusResponse>("EventBridge", "DescribeEventBus", "", new DescribeEventBusRequest { Name = "orders" },
            Answers.Json("""{"Arn":"arn:aws:events:eu-west-1:123456789012:event-bus/orders","Policy":"CANARY"}"""), OtelSpanKind.Client, []),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    /// <summary>An entry that names no bus goes to the default one: then the other entries' bus is not the call's.</summary>
    [Fact]
    public Task Events_for_a_bus_and_for_the_default_one_have_no_one_destination() => Put("to a bus and to the default one", ["orders", null],
        Answers.Json("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"},{"EventId":"e-2"}]}"""),
        ("messaging.batch.message_count", 2L)).Verify();

    private static ServiceCase Put(string note, string?[] buses, ScriptedResponse response, params (string, object)[] expected) => ServiceCase.Of<PutEventsResponse>(
        "EventBridge", "PutEvents", note, new PutEventsRequest { Entries = buses.Select(Entry).ToList() }, response, OtelSpanKind.Producer, [.. Sends, .. expected]);

    private static PutEventsRequestEntry Entry(string? bus) =>
        new() { EventBusName = bus, Detail = $$"""{"id":"{{Canary}}"}""", DetailType = Canary, Source = Canary, Resources = [Canary] };
}
