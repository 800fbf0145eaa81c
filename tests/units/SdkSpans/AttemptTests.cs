using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>A call that was tried more than once: a span for each attempt, and the sum on the operation.</summary>
[Collection(ProcessWide.Name)]
public sealed class AttemptTests
{
    private const string Throttled = "ProvisionedThroughputExceededException";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_error_and_a_success_are_two_attempts()
    {
        using var server = new ScriptedServer(
            Expected.Json("""{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"Try again"}""", 500, "REQ-A"),
            Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, retries: 3))
            await client.ListTablesAsync(Cancellation);
        var spans = session.End();

        SpanAssert.Names(spans, "attempt 1", "attempt 2", "DynamoDB.ListTables", "script");
        SpanAssert.HasExactly(
            Attempt(1, 4, server.Port).Plus(
                ("aws.retry.reason", "server_error"), ("http.response.status_code", 500L), ("error.type", "InternalServerError"), ("aws.request_id", "REQ-A")),
            spans[0]);
        SpanAssert.HasExactlyWithDelay(
            Attempt(2, 4, server.Port).Plus(("http.response.status_code", 200L), ("aws.request_id", Expected.RequestId)),
            spans[1]);
        SpanAssert.RetriedOperationHasExactly(
            Expected.DynamoDb("ListTables", server.Port).Plus(("aws.dynamodb.table_count", 0L), ("aws.retry.count", 1L), ("aws.retry.mode", "standard")),
            spans[2]);
        SpanAssert.Succeeded(spans[2]);
        IsFailedAttempt(spans[0]);
        SpanAssert.Succeeded(spans[1]);
        AreUnderAndWithin(spans[2], spans[0], spans[1]);
    }

    [Fact]
    public async Task Throttling_twice_and_a_success_are_three_attempts()
    {
        var slowDown = new ScriptedResponse(503, "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message><RequestId>REQ-S</RequestId></Error>")
            .With("Content-Type", "application/xml").With("x-amz-request-id", "REQ-S").With("x-amz-id-2", "EXT-S");
        using var server = new ScriptedServer(slowDown, slowDown, Expected.Xml("<ListBucketResult><KeyCount>1</KeyCount><Contents><Key>a</Key></Contents></ListBucketResult>"));
        using var session = TestSession.Begin();
        using (var client = Clients.S3(server.Url, retries: 2))
            await client.ListObjectsV2Async(new Amazon.S3.Model.ListObjectsV2Request { BucketName = "logs" }, Cancellation);
        var spans = session.End();

        SpanAssert.Names(spans, "attempt 1", "attempt 2", "attempt 3", "S3.ListObjectsV2", "script");
        var failure = Attributes.Of(
            ("aws.retry.reason", "throttling"), ("http.response.status_code", 503L), ("error.type", "SlowDown"), ("aws.request_id", "REQ-S"), ("aws.extended_request_id", "EXT-S"));
        SpanAssert.HasExactly(Attempt(1, 3, server.Port).Plus(Pairs(failure)), spans[0]);
        SpanAssert.HasExactlyWithDelay(Attempt(2, 3, server.Port).Plus(Pairs(failure)), spans[1]);
        SpanAssert.HasExactlyWithDelay(
            Attempt(3, 3, server.Port).Plus(("http.response.status_code", 200L), ("aws.request_id", Expected.RequestId), ("aws.extended_request_id", Expected.ExtendedRequestId)),
            spans[2]);
        SpanAssert.RetriedOperationHasExactly(
            Expected.S3("ListObjectsV2", server.Port).Plus(
                ("aws.s3.bucket", "logs"), ("aws.s3.object_count", 1L), ("aws.retry.count", 2L), ("aws.retry.mode", "standard")),
            spans[3]);
        Assert.Equal(
            (double)spans[1].Attributes["aws.retry.delay"] + (double)spans[2].Attributes["aws.retry.delay"], (double)spans[3].Attributes["aws.retry.delay"], 9);
        AreUnderAndWithin(spans[3], spans[0], spans[1], spans[2]);
    }

    [Fact]
    public async Task Throttling_to_the_end_fails_the_operation_and_tells_the_exception_once()
    {
        using var server = new ScriptedServer(Expected.Json($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{Throttled}}","message":"Slow down"}""", 400));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, retries: 2, static config => config.RetryMode = Amazon.Runtime.RequestRetryMode.Standard))
            await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() => client.ListTablesAsync(Cancellation));
        var spans = session.End();

        SpanAssert.Names(spans, "attempt 1", "attempt 2", "attempt 3", "DynamoDB.ListTables", "script");
        var failure = Attributes.Of(
            ("aws.retry.reason", "throttling"), ("http.response.status_code", 400L), ("error.type", Throttled), ("aws.request_id", Expected.RequestId));
        SpanAssert.HasExactly(Attempt(1, 3, server.Port).Plus(Pairs(failure)), spans[0]);
        SpanAssert.HasExactlyWithDelay(Attempt(2, 3, server.Port).Plus(Pairs(failure)), spans[1]);
        SpanAssert.HasExactlyWithDelay(Attempt(3, 3, server.Port).Plus(Pairs(failure)), spans[2]);
        SpanAssert.RetriedOperationHasExactly(
            Expected.DynamoDb("ListTables", server.Port, 400).Plus(("error.type", Throttled), ("aws.retry.count", 2L), ("aws.retry.mode", "standard")),
            spans[3]);
        SpanAssert.Failed(spans[3], "Amazon.DynamoDBv2.AmazonDynamoDBException", "Slow down");
        foreach (var attempt in spans[..3])
            IsFailedAttempt(attempt);
        AreUnderAndWithin(spans[3], spans[0], spans[1], spans[2]);
    }

    [Fact]
    public async Task A_reset_connection_and_a_success_are_two_attempts()
    {
        using var server = new ScriptedServer(ScriptedResponse.ConnectionReset, Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, retries: 3))
            await client.ListTablesAsync(Cancellation);
        var spans = session.End();

        SpanAssert.Names(spans, "attempt 1", "attempt 2", "DynamoDB.ListTables", "script");
        var type = Assert.IsType<string>(spans[0].Attributes["error.type"]);
        Assert.EndsWith("Exception", type, StringComparison.Ordinal);
        SpanAssert.HasExactly(Attempt(1, 4, server.Port).Plus(("aws.retry.reason", "transient"), ("error.type", type)), spans[0]);
        SpanAssert.HasExactlyWithDelay(
            Attempt(2, 4, server.Port).Plus(("http.response.status_code", 200L), ("aws.request_id", Expected.RequestId)), spans[1]);
        SpanAssert.RetriedOperationHasExactly(
            Expected.DynamoDb("ListTables", server.Port).Plus(("aws.dynamodb.table_count", 0L), ("aws.retry.count", 1L), ("aws.retry.mode", "standard")), spans[2]);
        IsFailedAttempt(spans[0]);
        AreUnderAndWithin(spans[2], spans[0], spans[1]);
    }

    [Fact]
    public async Task An_answer_without_a_code_is_told_by_the_exceptions_type()
    {
        using var server = new ScriptedServer(new ScriptedResponse(500, "{}"), Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, retries: 3))
            await client.ListTablesAsync(Cancellation);

        SpanAssert.HasExactly(
            Attempt(1, 4, server.Port).Plus(
                ("aws.retry.reason", "server_error"), ("http.response.status_code", 500L), ("error.type", "Amazon.DynamoDBv2.AmazonDynamoDBException")),
            session.End()[0]);
    }

    [Fact]
    public async Task An_adaptive_client_says_so()
    {
        using var server = new ScriptedServer(new ScriptedResponse(500, "{}"), Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, retries: 3, static config => config.RetryMode = Amazon.Runtime.RequestRetryMode.Adaptive))
            await client.ListTablesAsync(Cancellation);

        Assert.Equal("adaptive", session.End()[2].Attributes["aws.retry.mode"]);
    }

    [Fact]
    public async Task A_failure_that_is_not_retried_is_one_span()
    {
        using var server = new ScriptedServer(Expected.Json("""{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"No table"}""", 400));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, retries: 3))
            await Assert.ThrowsAsync<ResourceNotFoundException>(() => client.DescribeTableAsync("orders", Cancellation));
        var spans = session.End();

        SpanAssert.Names(spans, "DynamoDB.DescribeTable", "script");
        Assert.DoesNotContain(spans[0].Attributes.Keys, static name => name.StartsWith("aws.retry.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_at_once_keep_their_attempts_apart()
    {
        using var server = new ScriptedServer(new ScriptedResponse(500, "{}"), new ScriptedResponse(500, "{}"), new ScriptedResponse(500, "{}"), Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, retries: 5))
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.ListTablesAsync(Cancellation)));
        var spans = session.End();

        var operations = spans.Where(static span => span.Name == "DynamoDB.ListTables").ToDictionary(static span => span.SpanId);
        Assert.Equal(8, operations.Count);
        Assert.Equal(3L, operations.Values.Sum(static span => span.Attributes.TryGetValue("aws.retry.count", out var count) ? (long)count : 0));
        foreach (var attempts in spans.Where(static span => span.Name.StartsWith("attempt", StringComparison.Ordinal)).GroupBy(static span => span.ParentSpanId))
        {
            var retries = (long)operations[attempts.Key].Attributes["aws.retry.count"];
            Assert.Equal(Enumerable.Range(1, (int)retries + 1).Select(static number => "attempt " + number), attempts.Select(static span => span.Name));
        }
    }

    private static IReadOnlyDictionary<string, object> Attempt(int number, int most, int port) => Attributes.Of(
        ("aws.retry.attempt", (long)number),
        ("aws.retry.max_attempts", (long)most),
        ("server.address", "127.0.0.1"),
        ("server.port", (long)port));

    private static (string, object)[] Pairs(IReadOnlyDictionary<string, object> attributes) => attributes.Select(static pair => (pair.Key, pair.Value)).ToArray();

    /// <summary>Failed, but the exception is the operation's to tell.</summary>
    private static void IsFailedAttempt(OtelSpan attempt)
    {
        Assert.Equal(OtelStatus.Error, attempt.Status);
        Assert.Empty(attempt.Events);
    }

    private static void AreUnderAndWithin(OtelSpan operation, params OtelSpan[] attempts)
    {
        var earliest = operation.StartTime;
        foreach (var attempt in attempts)
        {
            Assert.Equal(operation.SpanId, attempt.ParentSpanId);
            Assert.Equal(operation.TraceId, attempt.TraceId);
            Assert.Equal(OtelSpanKind.Internal, attempt.Kind);
            Assert.True(attempt.StartTime >= earliest, $"{attempt.Name} begins before what precedes it ended");
            Assert.True(attempt.EndTime >= attempt.StartTime);
            earliest = attempt.EndTime;
        }

        Assert.True(operation.EndTime >= earliest, "the operation ends before its last attempt");
    }
}
