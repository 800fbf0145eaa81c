using Amazon.Runtime;
using Amazon.SimpleNotificationService.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>SNS's table, row by row. See <see href="https://opentelemetry.io/docs/specs/semconv/messaging/sns/"/>.</summary>
[Collection(ProcessWide.Name)]
public sealed class SnsTests
{
    private const string Canary = ServiceCase.Canary;
    private const string TopicArn = "arn:aws:sns:eu-west-1:123456789012:orders";

    private static readonly (string, object)[] Topic = [("aws.sns.topic.arn", TopicArn), ("messaging.destination.name", "orders"), ("messaging.system", "aws.sns")];
    private static readonly (string, object)[] Sends = [("messaging.operation.name", "send"), ("messaging.operation.type", "send")];

    public static TheoryData<ServiceCase> Cases =>
    [
        Case<PublishResponse>("Publish", "",
            new PublishRequest { TopicArn = TopicArn, Message = Canary, Subject = Canary, MessageAttributes = Headers(), MessageStructure = "json" },
            Answers.Query("Publish", "<MessageId>m-1</MessageId><SequenceNumber>1</SequenceNumber>"),
            [.. Topic, .. Sends, ("messaging.message.id", "m-1")]),
        Case<PublishResponse>("Publish", "to a topic of another partition, by TargetArn",
            new PublishRequest { TargetArn = "arn:aws-cn:sns:cn-north-1:123456789012:orders.fifo", Message = Canary },
            Answers.Query("Publish", "<MessageId>m-1</MessageId>"),
            [("messaging.system", "aws.sns"), .. Sends, ("messaging.destination.name", "orders.fifo"), ("messaging.message.id", "m-1")]),
        Case<PublishResponse>("Publish", "to a phone: its number is nowhere",
            new PublishRequest { PhoneNumber = "+49" + Canary, Message = Canary },
            Answers.Query("Publish", "<MessageId>m-1</MessageId>"),
            [("messaging.system", "aws.sns"), .. Sends, ("messaging.destination.name", "phone_number"), ("messaging.message.id", "m-1")]),
        Case<PublishResponse>("Publish", "to a phone, refused",
            new PublishRequest { PhoneNumber = "+49" + Canary, Message = Canary },
            Answers.QueryError("OptedOut"),
            [("messaging.system", "aws.sns"), .. Sends, ("messaging.destination.name", "phone_number"), ("error.type", "OptedOut")]),
        Case<PublishResponse>("Publish", "refused",
            new PublishRequest { TopicArn = TopicArn, Message = Canary },
            Answers.QueryError("NotFound", 404),
            [.. Topic, .. Sends, ("error.type", "NotFound")]),
        Case<PublishBatchResponse>("PublishBatch", "",
            new PublishBatchRequest { TopicArn = TopicArn, PublishBatchRequestEntries = [Entry("1"), Entry("2")] },
            Answers.Query("PublishBatch", "<Failed/><Successful><member><Id>1</Id><MessageId>m-1</MessageId></member><member><Id>2</Id><MessageId>m-2</MessageId></member></Successful>"),
            [.. Topic, .. Sends, ("messaging.batch.message_count", 2L)]),
        Case<PublishBatchResponse>("PublishBatch", "with failed entries",
            new PublishBatchRequest { TopicArn = TopicArn, PublishBatchRequestEntries = [Entry("1"), Entry("2"), Entry("3")] },
            Answers.Query("PublishBatch", "<Failed><member><Id>2</Id><Code>InternalError</Code><Message>CANARY</Message></member><member><Id>3</Id><Code>InternalError</Code></member></Failed><Successful><member><Id>1</Id><MessageId>m-1</MessageId></member></Successful>"),
            [.. Topic, .. Sends, ("messaging.batch.message_count", 3L), ("error.type", "PartialFailure"), ("aws.batch.failed_count", 2L), ("aws.batch.error_codes", new[] { "InternalError" })]),
        Case<CreateTopicResponse>("CreateTopic", "",
            new CreateTopicRequest { Name = "orders" },
            Answers.Query("CreateTopic", $"<TopicArn>{TopicArn}</TopicArn>"),
            [.. Topic], OtelSpanKind.Client),
        Case<CreateTopicResponse>("CreateTopic", "refused: the response's side is not there",
            new CreateTopicRequest { Name = "orders" },
            Answers.QueryError("TopicLimitExceeded", 403),
            [("messaging.system", "aws.sns"), ("error.type", "TopicLimitExceeded")], OtelSpanKind.Client),
        Case<SubscribeResponse>("Subscribe", "of a phone: its number is nowhere",
            new SubscribeRequest { TopicArn = TopicArn, Protocol = "sms", Endpoint = "+49" + Canary },
            Answers.Query("Subscribe", $"<SubscriptionArn>{TopicArn}:CANARY</SubscriptionArn>"),
            [.. Topic], OtelSpanKind.Client),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    private static ServiceCase Case<TResponse>(
        string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, (string, object)[] expected, OtelSpanKind kind = OtelSpanKind.Producer)
        where TResponse : AmazonWebServiceResponse, new() => ServiceCase.Of<TResponse>("SNS", operation, note, request, response, kind, expected);

    private static Dictionary<string, MessageAttributeValue> Headers() => new() { ["owner"] = new MessageAttributeValue { DataType = "String", StringValue = Canary } };

    private static PublishBatchRequestEntry Entry(string id) => new() { Id = id, Message = Canary, Subject = Canary, MessageAttributes = Headers() };
}
