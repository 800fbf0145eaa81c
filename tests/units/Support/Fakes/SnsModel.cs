using Amazon.Runtime;

namespace Amazon.SimpleNotificationService.Model;

// As in AWSSDK.SimpleNotificationService 4, as far as the tests go.
public sealed class PublishRequest : AmazonWebServiceRequest
{
    public string? Message { get; set; }

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string? MessageStructure { get; set; }

    public string? PhoneNumber { get; set; }

    public string? Subject { get; set; }

    public string? TargetArn { get; set; }

    public string? TopicArn { get; set; }
}

public sealed class PublishResponse : AmazonWebServiceResponse
{
    public string? MessageId { get; set; }

    public string? SequenceNumber { get; set; }
}

public sealed class MessageAttributeValue
{
    public MemoryStream? BinaryValue { get; set; }

    public string? DataType { get; set; }

    public string? StringValue { get; set; }
}

public sealed class PublishBatchRequest : AmazonWebServiceRequest
{
    public List<PublishBatchRequestEntry>? PublishBatchRequestEntries { get; set; }

    public string? TopicArn { get; set; }
}

public sealed class PublishBatchRequestEntry
{
    public string? Id { get; set; }

    public string? Message { get; set; }

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    public string? Subject { get; set; }
}

public sealed class PublishBatchResponse : AmazonWebServiceResponse
{
    public List<BatchResultErrorEntry>? Failed { get; set; }

    public List<PublishBatchResultEntry>? Successful { get; set; }
}

public sealed class PublishBatchResultEntry
{
    public string? Id { get; set; }

    public string? MessageId { get; set; }
}

public sealed class BatchResultErrorEntry
{
    public string? Code { get; set; }

    public string? Id { get; set; }

    public string? Message { get; set; }

    public bool? SenderFault { get; set; }
}

public sealed class CreateTopicRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
}

public sealed class CreateTopicResponse : AmazonWebServiceResponse
{
    public string? TopicArn { get; set; }
}

public sealed class SubscribeRequest : AmazonWebServiceRequest
{
    public Dictionary<string, string>? Attributes { get; set; }

    public string? Endpoint { get; set; }

    public string? Protocol { get; set; }

    public string? TopicArn { get; set; }
}

public sealed class SubscribeResponse : AmazonWebServiceResponse
{
    public string? SubscriptionArn { get; set; }
}
