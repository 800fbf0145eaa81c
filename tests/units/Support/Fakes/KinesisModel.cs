using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

// As in AWSSDK.Kinesis 4, as far as the tests go.
public sealed class PutRecordRequest : AmazonWebServiceRequest
{
    public MemoryStream? Data { get; set; }

    public string? ExplicitHashKey { get; set; }

    public string? PartitionKey { get; set; }

    public string? StreamARN { get; set; }

    public string? StreamName { get; set; }
}

public sealed class PutRecordResponse : AmazonWebServiceResponse
{
    public string? SequenceNumber { get; set; }

    public string? ShardId { get; set; }
}

public sealed class PutRecordsRequest : AmazonWebServiceRequest
{
    public List<PutRecordsRequestEntry>? Records { get; set; }

    public string? StreamARN { get; set; }

    public string? StreamName { get; set; }
}

public sealed class PutRecordsRequestEntry
{
    public MemoryStream? Data { get; set; }

    public string? PartitionKey { get; set; }
}

public sealed class PutRecordsResponse : AmazonWebServiceResponse
{
    public int? FailedRecordCount { get; set; }

    public List<PutRecordsResultEntry>? Records { get; set; }
}

public sealed class PutRecordsResultEntry
{
    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public string? SequenceNumber { get; set; }

    public string? ShardId { get; set; }
}

public sealed class GetRecordsRequest : AmazonWebServiceRequest
{
    public int? Limit { get; set; }

    public string? ShardIterator { get; set; }

    public string? StreamARN { get; set; }
}

public sealed class GetRecordsResponse : AmazonWebServiceResponse
{
    public long? MillisBehindLatest { get; set; }

    public string? NextShardIterator { get; set; }

    public List<Record>? Records { get; set; }
}

public sealed class Record
{
    public MemoryStream? Data { get; set; }

    public string? PartitionKey { get; set; }

    public string? SequenceNumber { get; set; }
}

public sealed class ListStreamsRequest : AmazonWebServiceRequest;

public sealed class ListStreamsResponse : AmazonWebServiceResponse
{
    public List<string>? StreamNames { get; set; }
}
