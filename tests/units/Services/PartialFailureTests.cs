using Amazon.S3;
using Amazon.S3.Model;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Services;

/// <summary>
/// Failures that HTTP does not tell of, where a service's own cases do not show them already: S3, which throws, and what a failure must not
/// do to others.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class PartialFailureTests
{
    public static TheoryData<OperationCase> S3Cases =>
    [
        OperationCase.Of("DeleteObjects", "with two objects that stay", url => Clients.S3(url), Delete, Errors("AccessDenied", "AccessDenied"),
            Told(2, "AccessDenied")),
        OperationCase.Of("DeleteObjects", "for different reasons", url => Clients.S3(url), Delete, Errors("AccessDenied", "InternalError", "AccessDenied"),
            Told(3, "AccessDenied", "InternalError")),
    ];

    [Theory]
    [MemberData(nameof(S3Cases))]
    public async Task S3_throws_and_tells_how_many_and_why(OperationCase row)
    {
        using var server = new ScriptedServer(row.Response);
        using var session = TestSession.Begin();
        var exception = await Assert.ThrowsAsync<DeleteObjectsException>(() => row.Call(server.Url));
        var spans = session.End();

        SpanAssert.Names(spans, "S3.DeleteObjects", "script");
        SpanAssert.OperationHasExactly(Expected.S3("DeleteObjects", server.Port).Plus(row.Expected.ToArray()), spans[0]);
        SpanAssert.Failed(spans[0], "Amazon.S3.DeleteObjectsException", exception.Message);
        SpanAssert.Succeeded(spans[1]);
    }

    [Fact]
    public void A_failure_in_part_stays_on_its_own_span()
    {
        using var server = new ScriptedServer(
            Answers.Json("""{"FailedRecordCount":1,"Records":[{"ErrorCode":"InternalFailure"}]}"""),
            Answers.Json("""{"FailedRecordCount":0,"Records":[{"SequenceNumber":"1"}]}"""));
        using var session = TestSession.Begin();
        using (var client = new FakeClient("Kinesis", server.Url))
        {
            var request = new Amazon.Kinesis.Model.PutRecordsRequest { StreamName = "orders", Records = [new()] };
            client.Call<Amazon.Kinesis.Model.PutRecordsResponse>(request);
            client.Call<Amazon.Kinesis.Model.PutRecordsResponse>(request);
        }

        var spans = session.End();
        SpanAssert.Names(spans, "Kinesis.PutRecords", "Kinesis.PutRecords", "script");
        var common = Expected.Operation("Kinesis", "PutRecords", server.Port).Plus(("aws.kinesis.stream_name", "orders"), ("aws.kinesis.record_count", 1L));
        SpanAssert.OperationHasExactly(
            common.Plus(("error.type", "PartialFailure"), ("aws.batch.failed_count", 1L), ("aws.batch.error_codes", new[] { "InternalFailure" })), spans[0]);
        SpanAssert.OperationHasExactly(common, spans[1]);
        Assert.All(spans, SpanAssert.Succeeded);
        SpanAssert.HasExactly(Attributes.Of(), spans[2]);
    }

    [Fact]
    public async Task A_batch_of_which_a_part_fails_is_not_tried_again()
    {
        using var server = new ScriptedServer(Answers.Json("""{"Failed":[{"Id":"1","Code":"InternalError"}]}"""));
        using var session = TestSession.Begin();
        using (var client = new FakeClient("SQS", server.Url, retries: 3))
        {
            await client.CallAsync<Amazon.SQS.Model.SendMessageBatchResponse>(
                new Amazon.SQS.Model.SendMessageBatchRequest { Entries = [new() { Id = "1" }] }, TestContext.Current.CancellationToken);
        }

        SpanAssert.Names(session.End(), "SQS.SendMessageBatch", "script");
        Assert.Single(server.Requests);
    }

    private static Task Delete(AmazonS3Client client) => client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = "logs", Objects = [new KeyVersion { Key = "a" }] });

    private static ScriptedResponse Errors(params string[] codes) => Expected.Xml(
        "<DeleteResult>" + string.Concat(codes.Select(static code => $"<Error><Key>a</Key><Code>{code}</Code><Message>No</Message></Error>")) + "</DeleteResult>");

    private static (string, object)[] Told(long count, params string[] codes) =>
    [
        ("aws.s3.bucket", "logs"),
        ("aws.s3.delete", "Objects=[{Key=a}],Quiet=false"),
        ("aws.batch.failed_count", count),
        ("aws.batch.error_codes", codes),
        ("error.type", "Amazon.S3.DeleteObjectsException"),
    ];
}
