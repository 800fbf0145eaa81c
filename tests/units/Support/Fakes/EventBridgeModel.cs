using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

// As in AWSSDK.EventBridge 4, as far as the tests go.
public sealed class PutEventsRequest : AmazonWebServiceRequest
{
    public string? EndpointId { get; set; }

    public List<PutEventsRequestEntry>? Entries { get; set; }
}

public sealed class PutEventsRequestEntry
{
    public string? Detail { get; set; }

    public string? DetailType { get; set; }

    public string? EventBusName { get; set; }

    public List<string>? Resources { get; set; }

    public string? Source { get; set; }

    public string? TraceHeader { get; set; }
}

public sealed class PutEventsResponse : AmazonWebServiceResponse
{
    public List<PutEventsResultEntry>? Entries { get; set; }

    public int? FailedEntryCount { get; set; }
}

public sealed class PutEventsResultEntry
{
    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public string? EventId { get; set; }
}

public sealed class DescribeEventBusRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
}

public sealed class DescribeEventBusResponse : AmazonWebServiceResponse
{
    public string? Arn { get; set; }

    public string? Policy { get; set; }
}
