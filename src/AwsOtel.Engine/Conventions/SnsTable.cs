using static AwsOtel.Engine.Conventions.Side;

namespace AwsOtel.Engine.Conventions;

/// <summary>SNS. See <see href="https://opentelemetry.io/docs/specs/semconv/messaging/sns/"/>. A phone number is never read.</summary>
internal static class SnsTable
{
    private const string Publishes = "Publish PublishBatch";

    public static readonly ServiceTable Table = new()
    {
        ServiceId = "SNS",
        Producers = Publishes,
        Fixed =
        [
            new(Operations.All, "messaging.system", "aws.sns"),
            new(Publishes, "messaging.operation.name", "send"),
            new(Publishes, "messaging.operation.type", "send"),
        ],
        Carriers = [new(Publishes, CarrierForm.MessageAttributes, "MessageAttributes") { Body = "Message", Unless = "PhoneNumber" }],
        Batches = [new("PublishBatch", "PublishBatchRequestEntries", "Id", "Successful|Failed", "MessageId", "Code")],
        PartialFailures = [new("PublishBatch", "Failed[].Code", HasCodes: true)],
        Rows =
        [
            new(Operations.All, Request, "TopicArn", "aws.sns.topic.arn", Value.Text),
            new(Operations.All, Request, "TopicArn|TargetArn", "messaging.destination.name", Arn.Name),
            new("Publish", Request, "PhoneNumber", "messaging.destination.name", static _ => "phone_number"),
            new("PublishBatch", Request, "PublishBatchRequestEntries", "messaging.batch.message_count", Value.Count),

            new("CreateTopic", Response, "TopicArn", "aws.sns.topic.arn", Value.Text),
            new("CreateTopic", Response, "TopicArn", "messaging.destination.name", Arn.Name),
            new("Publish", Response, "MessageId", "messaging.message.id", Value.Text),
        ],
    };
}
