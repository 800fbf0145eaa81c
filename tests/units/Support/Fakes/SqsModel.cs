using Amazon.Runtime;

namespace Amazon.SQS.Model;

// As in AWSSDK.SQS 4, as far as the tests go.
public sealed class SendMessageRequest : AmazonWebServiceRequest
{
    public int? DelaySeconds { get; set; }

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string? MessageBody { get; set; }

    public string? MessageDeduplicationId { get; set; }

    public string? MessageGroupId { get; set; }

    public Dictionary<string, MessageSystemAttributeValue>? MessageSystemAttributes { get; set; }

    public string? QueueUrl { get; set; }
}

public sealed class SendMessageResponse : AmazonWebServiceResponse
{
    public string? MD5OfMessageAttributes { get; set; }

    public string? MD5OfMessageBody { get; set; }

    public string? MD5OfMessageSystemAttributes { get; set; }

    public string? MessageId { get; set; }

    public string? SequenceNumber { get; set; }
}

public sealed class SendMessageBatchRequest : AmazonWebServiceRequest
{
    public List<SendMessageBatchRequestEntry>? Entries { get; set; }

    public string? QueueUrl { get; set; }
}

public sealed class SendMessageBatchRequestEntry
{
    public string? Id { get; set; }

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string? MessageBody { get; set; }

    public Dictionary<string, MessageSystemAttributeValue>? MessageSystemAttributes { get; set; }
}

public sealed class SendMessageBatchResponse : AmazonWebServiceResponse
{
    public List<BatchResultErrorEntry>? Failed { get; set; }

    public List<SendMessageBatchResultEntry>? Successful { get; set; }
}

public sealed class SendMessageBatchResultEntry
{
    public string? Id { get; set; }

    public string? MD5OfMessageAttributes { get; set; }

    public string? MD5OfMessageBody { get; set; }

    public string? MD5OfMessageSystemAttributes { get; set; }

    public string? MessageId { get; set; }
}

public sealed class BatchResultErrorEntry
{
    public string? Code { get; set; }

    public string? Id { get; set; }

    public string? Message { get; set; }

    public bool? SenderFault { get; set; }
}

public sealed class MessageAttributeValue
{
    public MemoryStream? BinaryValue { get; set; }

    public string? DataType { get; set; }

    public string? StringValue { get; set; }
}

public sealed class MessageSystemAttributeValue
{
    public string? DataType { get; set; }

    public string? StringValue { get; set; }
}

public sealed class ReceiveMessageRequest : AmazonWebServiceRequest
{
    public List<string>? AttributeNames { get; set; }

    public int? MaxNumberOfMessages { get; set; }

    public List<string>? MessageAttributeNames { get; set; }

    public List<string>? MessageSystemAttributeNames { get; set; }

    public string? QueueUrl { get; set; }

    public int? VisibilityTimeout { get; set; }

    public int? WaitTimeSeconds { get; set; }
}

public sealed class ReceiveMessageResponse : AmazonWebServiceResponse
{
    public List<Message>? Messages { get; set; }
}

public sealed class Message
{
    public Dictionary<string, string>? Attributes { get; set; }

    public string? Body { get; set; }

    public string? MD5OfBody { get; set; }

    public string? MD5OfMessageAttributes { get; set; }

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string? MessageId { get; set; }

    public string? ReceiptHandle { get; set; }
}

public sealed class DeleteMessageRequest : AmazonWebServiceRequest
{
    public string? QueueUrl { get; set; }

    public string? ReceiptHandle { get; set; }
}

public sealed class DeleteMessageResponse : AmazonWebServiceResponse;

public sealed class DeleteMessageBatchRequest : AmazonWebServiceRequest
{
    public List<DeleteMessageBatchRequestEntry>? Entries { get; set; }

    public string? QueueUrl { get; set; }
}

public sealed class DeleteMessageBatchRequestEntry
{
    public string? Id { get; set; }

    public string? ReceiptHandle { get; set; }
}

public sealed class DeleteMessageBatchResponse : AmazonWebServiceResponse
{
    public List<BatchResultErrorEntry>? Failed { get; set; }
}

public sealed class ChangeMessageVisibilityRequest : AmazonWebServiceRequest
{
    public string? QueueUrl { get; set; }

    public string? ReceiptHandle { get; set; }

    public int? VisibilityTimeout { get; set; }
}

public sealed class ChangeMessageVisibilityResponse : AmazonWebServiceResponse;

public sealed class ChangeMessageVisibilityBatchRequest : AmazonWebServiceRequest
{
    public List<ChangeMessageVisibilityBatchRequestEntry>? Entries { get; set; }

    public string? QueueUrl { get; set; }
}

public sealed class ChangeMessageVisibilityBatchRequestEntry
{
    public string? Id { get; set; }

    public string? ReceiptHandle { get; set; }

    public int? VisibilityTimeout { get; set; }
}

public sealed class ChangeMessageVisibilityBatchResponse : AmazonWebServiceResponse
{
    public List<BatchResultErrorEntry>? Failed { get; set; }
}

public sealed class CreateQueueRequest : AmazonWebServiceRequest
{
    public Dictionary<string, string>? Attributes { get; set; }

    public string? QueueName { get; set; }
}

public sealed class CreateQueueResponse : AmazonWebServiceResponse
{
    public string? QueueUrl { get; set; }
}

public sealed class GetQueueUrlRequest : AmazonWebServiceRequest
{
    public string? QueueName { get; set; }

    public string? QueueOwnerAWSAccountId { get; set; }
}

public sealed class GetQueueUrlResponse : AmazonWebServiceResponse
{
    public string? QueueUrl { get; set; }
}

public sealed class PurgeQueueRequest : AmazonWebServiceRequest
{
    public string? QueueUrl { get; set; }
}

public sealed class PurgeQueueResponse : AmazonWebServiceResponse;

public sealed class ListQueuesRequest : AmazonWebServiceRequest
{
    public string? QueueNamePrefix { get; set; }
}

public sealed class ListQueuesResponse : AmazonWebServiceResponse
{
    public List<string>? QueueUrls { get; set; }
}
