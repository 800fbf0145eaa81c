using Amazon.Runtime;
using Amazon.SQS.Model;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>SQS's table, row by row. See <see href="https://opentelemetry.io/docs/specs/semconv/messaging/sqs/"/>.</summary>
[Collection(ProcessWide.Name)]
public sealed class SqsTests
{
    private const string Canary = ServiceCase.Canary;
    private const string Url = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";

    private static readonly (string, object)[] Queue = [("aws.sqs.queue.url", Url), ("messaging.destination.name", "orders")];

    public static TheoryData<ServiceCase> Cases =>
    [
        Send<SendMessageResponse>("SendMessage", "",
            new SendMessageRequest
            {
                QueueUrl = Url,
                MessageBody = Canary,
                DelaySeconds = 1,
                MessageGroupId = Canary,
                MessageDeduplicationId = Canary,
                MessageAttributes = Headers(),
                MessageSystemAttributes = new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = Canary } },
            },
            Answers.Json("""{"MessageId":"m-1","SequenceNumber":"1"}"""),
            [.. Queue, ("messaging.message.id", "m-1")]),
        Send<SendMessageResponse>("SendMessage", "to a queue that is not there",
            new SendMessageRequest { QueueUrl = Url, MessageBody = Canary },
            Answers.JsonError("QueueDoesNotExist"),
            [.. Queue, ("error.type", "QueueDoesNotExist")]),
        Send<SendMessageResponse>("SendMessage", "to a FIFO queue",
            new SendMessageRequest { QueueUrl = Url + ".fifo", MessageBody = Canary },
            Answers.Json("""{"MessageId":"m-2"}"""),
            [("aws.sqs.queue.url", Url + ".fifo"), ("messaging.destination.name", "orders.fifo"), ("messaging.message.id", "m-2")]),
        Send<SendMessageBatchResponse>("SendMessageBatch", "",
            new SendMessageBatchRequest { QueueUrl = Url, Entries = [Entry("1"), Entry("2")] },
            Sent("""{"Successful":[{"Id":"1","MessageId":"m-1","MD5OfMessageBody":"MD5"},{"Id":"2","MessageId":"m-2","MD5OfMessageBody":"MD5"}],"Failed":[]}"""),
            [.. Queue, ("messaging.batch.message_count", 2L)]),
        Send<SendMessageBatchResponse>("SendMessageBatch", "of one",
            new SendMessageBatchRequest { QueueUrl = Url, Entries = [Entry("1")] },
            Sent("""{"Successful":[{"Id":"1","MessageId":"m-1","MD5OfMessageBody":"MD5"}]}"""),
            [.. Queue, ("messaging.batch.message_count", 1L)]),
        Send<SendMessageBatchResponse>("SendMessageBatch", "with failed entries",
            new SendMessageBatchRequest { QueueUrl = Url, Entries = [Entry("1"), Entry("2"), Entry("3"), Entry("4")] },
            Sent("""{"Successful":[{"Id":"1","MessageId":"m-1","MD5OfMessageBody":"MD5"}],"Failed":[{"Id":"2","Code":"InternalError","Message":"CANARY","SenderFault":false},{"Id":"3","Code":"AccessDenied","SenderFault":true},{"Id":"4","Code":"InternalError"}]}"""),
            [.. Queue, ("messaging.batch.message_count", 4L), .. Partial(3, "InternalError", "AccessDenied")]),
        Send<SendMessageBatchResponse>("SendMessageBatch", "which all failed",
            new SendMessageBatchRequest { QueueUrl = Url, Entries = [Entry("1")] },
            Answers.Json("""{"Successful":[],"Failed":[{"Id":"1","Code":"AccessDenied"}]}"""),
            [.. Queue, ("messaging.batch.message_count", 1L), .. Partial(1, "AccessDenied")]),
        Case<ReceiveMessageResponse>("ReceiveMessage", "of one, with everything asked for",
            new ReceiveMessageRequest { QueueUrl = Url, MaxNumberOfMessages = 10, VisibilityTimeout = 30, WaitTimeSeconds = 20, MessageAttributeNames = ["All"] },
            Sent("""{"Messages":[{"MessageId":"m-1","Body":"CANARY","MD5OfBody":"MD5","ReceiptHandle":"CANARY","Attributes":{"SenderId":"CANARY"},"MessageAttributes":{"a":{"DataType":"String","StringValue":"CANARY"}}}]}"""),
            [.. Receive, ("aws.sqs.max_messages", 10L), ("aws.sqs.visibility_timeout", 30L), ("aws.sqs.wait_time", 20L), ("messaging.batch.message_count", 1L), ("messaging.message.id", "m-1")]),
        Case<ReceiveMessageResponse>("ReceiveMessage", "of two",
            new ReceiveMessageRequest { QueueUrl = Url },
            Sent("""{"Messages":[{"MessageId":"m-1","Body":"CANARY","MD5OfBody":"MD5"},{"MessageId":"m-2","Body":"CANARY","MD5OfBody":"MD5"}]}"""),
            [.. Receive, ("messaging.batch.message_count", 2L)]),
        Case<ReceiveMessageResponse>("ReceiveMessage", "of none: 0 is a value, asked for and received",
            new ReceiveMessageRequest { QueueUrl = Url, VisibilityTimeout = 0, WaitTimeSeconds = 0 },
            Answers.Json("{}"),
            [.. Receive, ("aws.sqs.visibility_timeout", 0L), ("aws.sqs.wait_time", 0L), ("messaging.batch.message_count", 0L)]),
        Case<ReceiveMessageResponse>("ReceiveMessage", "refused",
            new ReceiveMessageRequest { QueueUrl = Url, MaxNumberOfMessages = 1 },
            Answers.JsonError("OverLimit", 403),
            [.. Receive, ("aws.sqs.max_messages", 1L), ("error.type", "OverLimit")]),
        Case<DeleteMessageResponse>("DeleteMessage", "",
            new DeleteMessageRequest { QueueUrl = Url, ReceiptHandle = Canary },
            Answers.Json(""),
            [.. Settle]),
        Case<DeleteMessageResponse>("DeleteMessage", "refused",
            new DeleteMessageRequest { QueueUrl = Url, ReceiptHandle = Canary },
            Answers.JsonError("ReceiptHandleIsInvalid"),
            [.. Settle, ("error.type", "ReceiptHandleIsInvalid")]),
        Case<DeleteMessageBatchResponse>("DeleteMessageBatch", "with a failed entry",
            new DeleteMessageBatchRequest { QueueUrl = Url, Entries = [new() { Id = "1", ReceiptHandle = Canary }, new() { Id = "2", ReceiptHandle = Canary }] },
            Answers.Json("""{"Failed":[{"Id":"2","Code":"ReceiptHandleIsInvalid","Message":"CANARY"}]}"""),
            [.. Settle, ("messaging.batch.message_count", 2L), .. Partial(1, "ReceiptHandleIsInvalid")]),
        Case<ChangeMessageVisibilityResponse>("ChangeMessageVisibility", "",
            new ChangeMessageVisibilityRequest { QueueUrl = Url, ReceiptHandle = Canary, VisibilityTimeout = 60 },
            Answers.Json(""),
            [.. Settle, ("aws.sqs.visibility_timeout", 60L)]),
        Case<ChangeMessageVisibilityBatchResponse>("ChangeMessageVisibilityBatch", "with a failed entry",
            new ChangeMessageVisibilityBatchRequest { QueueUrl = Url, Entries = [new() { Id = "1", ReceiptHandle = Canary, VisibilityTimeout = 1 }] },
            Answers.Json("""{"Failed":[{"Id":"1","Code":"MessageNotInflight"}]}"""),
            [.. Settle, ("messaging.batch.message_count", 1L), .. Partial(1, "MessageNotInflight")]),
        Case<CreateQueueResponse>("CreateQueue", "",
            new CreateQueueRequest { QueueName = "orders", Attributes = new() { ["Policy"] = Canary } },
            Answers.Json($$"""{"QueueUrl":"{{Url}}"}"""),
            [("messaging.system", "aws_sqs"), .. Queue]),
        Case<CreateQueueResponse>("CreateQueue", "refused: the response's side is not there",
            new CreateQueueRequest { QueueName = "orders" },
            Answers.JsonError("QueueNameExists"),
            [("messaging.system", "aws_sqs"), ("messaging.destination.name", "orders"), ("error.type", "QueueNameExists")]),
        Case<GetQueueUrlResponse>("GetQueueUrl", "",
            new GetQueueUrlRequest { QueueName = "orders", QueueOwnerAWSAccountId = "123456789012" },
            Answers.Json($$"""{"QueueUrl":"{{Url}}"}"""),
            [("messaging.system", "aws_sqs"), .. Queue]),
        Case<PurgeQueueResponse>("PurgeQueue", "",
            new PurgeQueueRequest { QueueUrl = Url },
            Answers.Json(""),
            [("messaging.system", "aws_sqs"), .. Queue]),
        Case<ListQueuesResponse>("ListQueues", "",
            new ListQueuesRequest { QueueNamePrefix = Canary },
            Answers.Json($$"""{"QueueUrls":["{{Url}}"]}"""),
            [("messaging.system", "aws_sqs")]),
    ];

    private static IReadOnlyList<(string, object)> Receive =>
        [.. Queue, ("messaging.system", "aws_sqs"), ("messaging.operation.name", "receive"), ("messaging.operation.type", "receive")];

    private static IReadOnlyList<(string, object)> Settle =>
        [.. Queue, ("messaging.system", "aws_sqs"), ("messaging.operation.name", "settle"), ("messaging.operation.type", "settle")];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    private static ServiceCase Send<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() =>
        ServiceCase.Of<TResponse>("SQS", operation, note, request, response, OtelSpanKind.Producer,
            [.. expected, ("messaging.system", "aws_sqs"), ("messaging.operation.name", "send"), ("messaging.operation.type", "send")]);

    private static ServiceCase Case<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() =>
        ServiceCase.Of<TResponse>("SQS", operation, note, request, response, OtelSpanKind.Client, expected);

    private static (string, object)[] Partial(long count, params string[] codes) =>
        [("error.type", "PartialFailure"), ("aws.batch.failed_count", count), ("aws.batch.error_codes", codes)];

    /// <summary>The SDK checks what SQS says of the bodies, which are the canary.</summary>
    private static ScriptedResponse Sent(string body) => Answers.Json(body.Replace(":\"MD5\"", $":\"{FakeSqsValidation.Digest(Canary)}\"", StringComparison.Ordinal));

    private static Dictionary<string, MessageAttributeValue> Headers() => new() { ["owner"] = new MessageAttributeValue { DataType = "String", StringValue = Canary } };

    private static SendMessageBatchRequestEntry Entry(string id) => new() { Id = id, MessageBody = Canary, MessageAttributes = Headers() };
}
