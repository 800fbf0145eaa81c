using System.Text;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>Kinesis's table, row by row.</summary>
[Collection(ProcessWide.Name)]
public sealed class KinesisTests
{
    private const string Canary = ServiceCase.Canary;
    private const string StreamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    public static TheoryData<ServiceCase> Cases =>
    [
        Case<PutRecordResponse>("PutRecord", "",
            new PutRecordRequest { StreamName = "orders", PartitionKey = Canary, ExplicitHashKey = Canary, Data = Data() },
            Answers.Json("""{"SequenceNumber":"1","ShardId":"shardId-1"}"""),
            ("aws.kinesis.stream_name", "orders")),
        Case<PutRecordResponse>("PutRecord", "by the stream's ARN",
            new PutRecordRequest { StreamARN = StreamArn, PartitionKey = Canary, Data = Data() },
            Answers.Json("""{"SequenceNumber":"1","ShardId":"shardId-1"}"""),
            ("aws.kinesis.stream_name", "orders")),
        Case<PutRecordResponse>("PutRecord", "by name and ARN",
            new PutRecordRequest { StreamName = "orders", StreamARN = StreamArn, PartitionKey = Canary, Data = Data() },
            Answers.Json("""{"SequenceNumber":"1","ShardId":"shardId-1"}"""),
            ("aws.kinesis.stream_name", "orders")),
        Case<PutRecordResponse>("PutRecord", "refused",
            new PutRecordRequest { StreamName = "orders", PartitionKey = Canary, Data = Data() },
            Answers.JsonError("ResourceNotFoundException"),
            ("aws.kinesis.stream_name", "orders"), ("error.type", "ResourceNotFoundException")),
        Case<PutRecordsResponse>("PutRecords", "",
            new PutRecordsRequest { StreamName = "orders", Records = [Entry(), Entry()] },
            Answers.Json("""{"FailedRecordCount":0,"Records":[{"SequenceNumber":"1","ShardId":"s"},{"SequenceNumber":"2","ShardId":"s"}]}"""),
            ("aws.kinesis.stream_name", "orders"), ("aws.kinesis.record_count", 2L)),
        Case<PutRecordsResponse>("PutRecords", "with failed records",
            new PutRecordsRequest { StreamARN = StreamArn, Records = [Entry(), Entry(), Entry(), Entry()] },
            Answers.Json("""{"FailedRecordCount":3,"Records":[{"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"CANARY"},{"SequenceNumber":"2","ShardId":"s"},{"ErrorCode":"InternalFailure","ErrorMessage":"CANARY"},{"ErrorCode":"ProvisionedThroughputExceededException"}]}"""),
            ("aws.kinesis.stream_name", "orders"), ("aws.kinesis.record_count", 4L),
            ("error.type", "PartialFailure"), ("aws.batch.failed_count", 3L), ("aws.batch.error_codes", new[] { "ProvisionedThroughputExceededException", "InternalFailure" })),
        Case<GetRecordsResponse>("GetRecords", "",
            new GetRecordsRequest { ShardIterator = Canary, StreamARN = StreamArn, Limit = 10 },
            Answers.Json("""{"MillisBehindLatest":5,"NextShardIterator":"CANARY","Records":[{"Data":"Y2FuYXJ5","PartitionKey":"CANARY","SequenceNumber":"1"}]}"""),
            ("aws.kinesis.stream_name", "orders"), ("aws.kinesis.record_count", 1L)),
        Case<GetRecordsResponse>("GetRecords", "of none: 0 is a value",
            new GetRecordsRequest { ShardIterator = Canary },
            Answers.Json("""{"MillisBehindLatest":0}"""),
            ("aws.kinesis.record_count", 0L)),
        Case<ListStreamsResponse>("ListStreams", "", new ListStreamsRequest(), Answers.Json("""{"StreamNames":["orders"]}""")),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Operation_span_has_exactly_the_attributes_of_the_convention(ServiceCase row) => row.Verify();

    private static ServiceCase Case<TResponse>(string operation, string note, AmazonWebServiceRequest request, ScriptedResponse response, params (string, object)[] expected)
        where TResponse : AmazonWebServiceResponse, new() => ServiceCase.Of<TResponse>("Kinesis", operation, note, request, response, OtelSpanKind.Client, expected);

    private static PutRecordsRequestEntry Entry() => new() { Data = Data(), PartitionKey = Canary };

    private static MemoryStream Data() => new(Encoding.UTF8.GetBytes(Canary));
}
