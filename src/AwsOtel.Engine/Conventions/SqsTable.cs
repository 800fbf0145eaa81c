using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>SQS. See <see href="https://opentelemetry.io/docs/specs/semconv/messaging/sqs/"/>. Message bodies and attributes are never read.</summary>
internal static class SqsTable
{
    private const string Sends = "SendMessage SendMessageBatch";
    private const string Settles = "ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch";
    private const string Batches = "ChangeMessageVisibilityBatch DeleteMessageBatch SendMessageBatch";

    public static readonly ServiceTable Table = new()
    {
        ServiceId = "SQS",
        Producers = Sends,
        Fixed =
        [
            new(Operations.All, "messaging.system", "aws_sqs"),
            new(Sends, "messaging.operation.name", "send"),
            new(Sends, "messaging.operation.type", "send"),
            new("ReceiveMessage", "messaging.operation.name", "receive"),
            new("ReceiveMessage", "messaging.operation.type", "receive"),
            new(Settles, "messaging.operation.name", "settle"),
            new(Settles, "messaging.operation.type", "settle"),
        ],
        Carriers =
        [
            new(Sends, CarrierForm.MessageAttributes, "MessageAttributes") { Body = "MessageBody" },
            new(Sends, CarrierForm.SystemAttributes, "MessageSystemAttributes"),
        ],
        Batches = [new("SendMessageBatch", "Entries", "Id", "Successful|Failed", "MessageId", "Code")],
        Receives = [new("ReceiveMessage", "MessageAttributeNames", "MessageSystemAttributeNames|AttributeNames")],
        PartialFailures = [new(Batches, "Failed[].Code", HasCodes: true)],
        Rows =
        [
            new(Operations.All, Request, "QueueUrl", "aws.sqs.queue.url", Value.Text),
            new(Operations.All, Request, "QueueUrl", "messaging.destination.name", Arn.Name),
            new("CreateQueue GetQueueUrl", Request, "QueueName", "messaging.destination.name", Value.Text),
            new(Batches, Request, "Entries", "messaging.batch.message_count", Value.Count),
            new("ReceiveMessage", Request, "WaitTimeSeconds", "aws.sqs.wait_time", Value.Whole),
            new("ReceiveMessage ChangeMessageVisibility", Request, "VisibilityTimeout", "aws.sqs.visibility_timeout", Value.Whole),
            new("ReceiveMessage", Request, "MaxNumberOfMessages", "aws.sqs.max_messages", Value.Whole),

            new("CreateQueue GetQueueUrl", Response, "QueueUrl", "aws.sqs.queue.url", Value.Text),
            new("SendMessage", Response, "MessageId", "messaging.message.id", Value.Text),
            new("ReceiveMessage", Response, "Messages[].MessageId", "messaging.message.id", Value.OnlyOne),
            new("ReceiveMessage", Response, "Messages", "messaging.batch.message_count", Value.Count) { AbsentIsEmpty = true },
        ],
    };
}
