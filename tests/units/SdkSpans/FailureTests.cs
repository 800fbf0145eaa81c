using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>Calls that fail: status, description, <c>error.type</c>, ids, and one exception event, on the operation span.</summary>
[Collection(ProcessWide.Name)]
public sealed class FailureTests
{
    private const string ConditionalCheck = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_S3_error_tells_its_code_and_ids()
    {
        using var run = await Run.S3(
            Error("NoSuchKey", "The specified key does not exist.", 404),
            client => client.GetObjectAsync("logs", "a.txt", Cancellation));

        Assert.IsType<NoSuchKeyException>(run.Exception);
        SpanAssert.OperationHasExactly(
            Expected.S3("GetObject", run.Port, 404).Plus(("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt"), ("error.type", "NoSuchKey")),
            run.Operation);
        SpanAssert.Failed(run.Operation, "Amazon.S3.Model.NoSuchKeyException", "The specified key does not exist.");
    }

    [Fact]
    public async Task An_answer_to_HEAD_without_a_body_is_told_by_its_status()
    {
        using var run = await Run.S3(
            Expected.Xml(status: 404),
            client => client.GetObjectMetadataAsync("logs", "a.txt", Cancellation));

        var exception = Assert.IsType<AmazonS3Exception>(run.Exception);
        SpanAssert.OperationHasExactly(
            Expected.S3("HeadObject", run.Port, 404).Plus(("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt"), ("error.type", "NotFound")),
            run.Operation);
        SpanAssert.Failed(run.Operation, "Amazon.S3.AmazonS3Exception", exception.Message);
    }

    [Fact]
    public async Task Not_modified_is_an_error_as_it_is_for_the_SDK()
    {
        using var run = await Run.S3(
            Expected.Xml(status: 304),
            client => client.GetObjectAsync(new GetObjectRequest { BucketName = "logs", Key = "a.txt", EtagToNotMatch = "\"etag-1\"" }, Cancellation));

        var exception = Assert.IsType<AmazonS3Exception>(run.Exception);
        SpanAssert.OperationHasExactly(
            Expected.S3("GetObject", run.Port, 304).Plus(("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt"), ("error.type", "NotModified")),
            run.Operation);
        SpanAssert.Failed(run.Operation, "Amazon.S3.AmazonS3Exception", exception.Message);
    }

    [Fact]
    public async Task A_failed_precondition_is_an_error()
    {
        using var run = await Run.S3(
            Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412),
            client => client.PutObjectAsync(new PutObjectRequest { BucketName = "logs", Key = "a.txt", ContentBody = "abc", IfNoneMatch = "*" }, Cancellation));

        SpanAssert.OperationHasExactly(
            Expected.S3("PutObject", run.Port, 412).Plus(
                ("aws.s3.bucket", "logs"), ("aws.s3.key", "a.txt"), ("aws.s3.request_size", 3L), ("error.type", "PreconditionFailed")),
            run.Operation);
        SpanAssert.Failed(run.Operation, "Amazon.S3.AmazonS3Exception", "At least one of the pre-conditions you specified did not hold");
    }

    [Fact]
    public async Task A_failed_condition_is_an_error_and_shows_no_value()
    {
        const string canary = "canary-51c0";
        using var run = await Run.DynamoDb(
            Expected.Json($$$"""{"__type":"{{{ConditionalCheck}}}","message":"The conditional request failed","Item":{"id":{"S":"{{{canary}}}"} } }""", 400),
            client => client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = "orders",
                    Item = new() { ["id"] = new AttributeValue(canary) },
                    ConditionExpression = "attribute_not_exists(id)",
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                Cancellation));

        Assert.IsType<ConditionalCheckFailedException>(run.Exception);
        SpanAssert.OperationHasExactly(
            Expected.DynamoDb("PutItem", run.Port, 400).Plus(
                ("aws.dynamodb.table_names", new[] { "orders" }), ("db.collection.name", "orders"), ("error.type", "ConditionalCheckFailedException")),
            run.Operation);
        SpanAssert.Failed(run.Operation, "Amazon.DynamoDBv2.Model.ConditionalCheckFailedException", "The conditional request failed");
        SpanAssert.NowhereHas(canary, run.Spans);
    }

    [Fact]
    public async Task Objects_that_could_not_be_deleted_are_an_error_of_an_answered_call()
    {
        using var run = await Run.S3(
            Expected.Xml("<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>"),
            client => client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = "logs", Objects = [new KeyVersion { Key = "a" }, new KeyVersion { Key = "b" }] }, Cancellation));

        var exception = Assert.IsType<DeleteObjectsException>(run.Exception);
        SpanAssert.OperationHasExactly(
            Expected.S3("DeleteObjects", run.Port).Plus(
                ("aws.s3.bucket", "logs"),
                ("aws.s3.delete", "Objects=[{Key=a},{Key=b}],Quiet=false"),
                ("aws.batch.failed_count", 1L),
                ("aws.batch.error_codes", new[] { "AccessDenied" }),
                ("error.type", "Amazon.S3.DeleteObjectsException")),
            run.Operation);
        SpanAssert.Failed(run.Operation, "Amazon.S3.DeleteObjectsException", exception.Message);
    }

    [Fact]
    public async Task A_refused_connection_is_told_by_the_exceptions_type()
    {
        var port = ScriptedServer.DeadPort();
        using var run = await Run.Of(port, $"http://127.0.0.1:{port}", url => Clients.DynamoDb(url), client => client.ListTablesAsync(Cancellation));

        SpanAssert.OperationHasExactly(
            Expected.DynamoDb("ListTables", port).Without("aws.request_id", "http.response.status_code").Plus(("error.type", run.Exception.GetType().FullName!)),
            run.Operation);
        SpanAssert.Failed(run.Operation, run.Exception.GetType().FullName!, run.Exception.Message);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_an_error()
    {
        // From memory: the SDK takes some sockets that a timeout has closed for stale ones, and tries again.
        var http = new CannedHttp { Answers = false };
        using var run = await Run.Of(1, "http://127.0.0.1:1", url => Clients.DynamoDb(url, configure: config =>
        {
            config.HttpClientFactory = http;
            config.Timeout = TimeSpan.FromMilliseconds(50);
        }), client => client.ListTablesAsync(Cancellation));

        SpanAssert.OperationHasExactly(
            Expected.DynamoDb("ListTables", 1).Without("aws.request_id", "http.response.status_code").Plus(("error.type", run.Exception.GetType().FullName!)),
            run.Operation);
        SpanAssert.Failed(run.Operation, run.Exception.GetType().FullName!, run.Exception.Message);
    }

    [Fact]
    public async Task A_cancelled_call_is_an_error()
    {
        var http = new CannedHttp { Answers = false };
        using var cancel = new CancellationTokenSource();
        using var run = await Run.Of(1, "http://127.0.0.1:1", url => Clients.DynamoDb(url, configure: config => config.HttpClientFactory = http), async client =>
        {
            var call = client.ListTablesAsync(cancel.Token);
            Assert.True(SpinWait.SpinUntil(() => http.Addresses.Count == 1, TimeSpan.FromMinutes(1)), "the call was not sent");
            await cancel.CancelAsync();
            await call;
        });

        Assert.IsAssignableFrom<OperationCanceledException>(run.Exception);
        SpanAssert.OperationHasExactly(
            Expected.DynamoDb("ListTables", 1).Without("aws.request_id", "http.response.status_code").Plus(("error.type", run.Exception.GetType().FullName!)),
            run.Operation);
        SpanAssert.Failed(run.Operation, run.Exception.GetType().FullName!, run.Exception.Message);
    }

    [Fact]
    public async Task A_call_that_fails_before_it_is_sent_is_an_error()
    {
        using var run = await Run.Of(1, "http://127.0.0.1:1", url => Clients.S3(url), client => client.GetObjectAsync(new GetObjectRequest { BucketName = "logs" }, Cancellation));

        Assert.Equal("S3.GetObject", run.Operation.Name);
        Assert.Equal(run.Exception.GetType().FullName, run.Operation.Attributes["error.type"]);
        SpanAssert.Failed(run.Operation, run.Exception.GetType().FullName!, run.Exception.Message);
    }

    [Fact]
    public async Task Credentials_in_a_message_are_redacted_wherever_it_is_told()
    {
        using var run = await Run.S3(
            Error("InvalidAccessKeyId", "The key AKIAIOSFODNN7EXAMPLE of https://h/k?X-Amz-Signature=abcdef is not known", 403),
            client => client.GetObjectAsync("logs", "a.txt", Cancellation));

        SpanAssert.Failed(run.Operation, "Amazon.S3.AmazonS3Exception", "The key [redacted] of https://h/k?X-Amz-Signature=[redacted] is not known");
        SpanAssert.NowhereHas("AKIAIOSFODNN7EXAMPLE", run.Spans);
        SpanAssert.NowhereHas("abcdef", run.Spans);
    }

    [Fact]
    public async Task A_script_span_is_not_failed_by_a_call_that_the_script_caught()
    {
        using var run = await Run.S3(Error("NoSuchKey", "No", 404), client => client.GetObjectAsync("logs", "a.txt", Cancellation));

        SpanAssert.Names(run.Spans, "S3.GetObject", "script");
        SpanAssert.Succeeded(run.Spans[1]);
        SpanAssert.HasExactly(Attributes.Of(), run.Spans[1]);
    }

    private static ScriptedResponse Error(string code, string message, int status) =>
        Expected.Xml($"<Error><Code>{code}</Code><Message>{WebUtility.HtmlEncode(message)}</Message><RequestId>{Expected.RequestId}</RequestId><HostId>{Expected.ExtendedRequestId}</HostId></Error>", status);

    /// <summary>A call that failed in a session of its own, and what the session saw.</summary>
    private sealed class Run : IDisposable
    {
        private ScriptedServer? _server;

        public required int Port { get; init; }

        public required Exception Exception { get; init; }

        public required OtelSpan[] Spans { get; init; }

        public OtelSpan Operation => Spans[0];

        public static Task<Run> S3(ScriptedResponse response, Func<AmazonS3Client, Task> call) => Scripted(response, url => Clients.S3(url), call);

        public static Task<Run> DynamoDb(ScriptedResponse response, Func<AmazonDynamoDBClient, Task> call) => Scripted(response, url => Clients.DynamoDb(url), call);

        public static async Task<Run> Of<TClient>(int port, string url, Func<string, TClient> connect, Func<TClient, Task> call)
            where TClient : AmazonServiceClient
        {
            using var session = TestSession.Begin();
            using var client = connect(url);
            var exception = await Assert.ThrowsAnyAsync<Exception>(() => call(client));
            var spans = session.End();
            SpanAssert.Names(spans, spans[0].Name, "script");
            return new Run { Port = port, Exception = exception, Spans = spans };
        }

        public void Dispose() => _server?.Dispose();

        private static async Task<Run> Scripted<TClient>(ScriptedResponse response, Func<string, TClient> connect, Func<TClient, Task> call)
            where TClient : AmazonServiceClient
        {
            var server = new ScriptedServer(response);
            var run = await Of(server.Port, server.Url, connect, call);
            run._server = server;
            return run;
        }
    }
}
