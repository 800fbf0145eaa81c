using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>
/// Sequences of answers, in the wire formats of three services (REST-XML, JSON 1.0, query), and the exact spans that come of them. The delays
/// are compared with the gaps that the server saw.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class RetryScenarioTests
{
    private const string Listing = "<ListBucketResult><KeyCount>1</KeyCount><Contents><Key>a</Key></Contents></ListBucketResult>";
    private const string Tables = """{"TableNames":["orders"]}""";

    private const string Identity =
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Account>123456789012</Account>"
        + "</GetCallerIdentityResult><ResponseMetadata><RequestId>REQ-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

    private static readonly string Skewed = DateTime.UtcNow.AddHours(2).ToString("R", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<RetryScenario> Scenarios => new(
        S3Row(
            "S3: 503 503 200",
            [S3Error("ServiceUnavailable", 503, "A"), S3Error("InternalError", 503, "B"), Expected.Xml(Listing)],
            [S3Failed("server_error", "ServiceUnavailable", 503, "A"), S3Failed("server_error", "InternalError", 503, "B"), S3Done]),
        DynamoDbRow(
            "DynamoDB: 503 503 200",
            [JsonError("InternalServerError", 503, "A"), new ScriptedResponse(503, "busy"), Expected.Json(Tables)],
            [Failed("server_error", "InternalServerError", 503, "A"), Failed("server_error", typeof(AmazonDynamoDBException).FullName!, 503), Done]),
        StsRow(
            "STS: 503 503 200",
            [QueryError("ServiceUnavailable", 503, "A"), QueryError("InternalFailure", 503, "B"), Query],
            [Failed("server_error", "ServiceUnavailable", 503, "A"), Failed("server_error", "InternalFailure", 503, "B"), Done]),
        S3Row(
            "S3: throttled three times, 200",
            [S3Error("SlowDown", 503, "A"), S3Error("SlowDown", 503, "B"), S3Error("SlowDown", 503, "C"), Expected.Xml(Listing)],
            [S3Failed("throttling", "SlowDown", 503, "A"), S3Failed("throttling", "SlowDown", 503, "B"), S3Failed("throttling", "SlowDown", 503, "C"), S3Done]),
        DynamoDbRow(
            "DynamoDB: throttled three times, 200",
            [JsonError("ThrottlingException", 400, "A"), JsonError("RequestLimitExceeded", 400, "B"), JsonError("ProvisionedThroughputExceededException", 400, "C"), Expected.Json(Tables)],
            [
                Failed("throttling", "ThrottlingException", 400, "A"),
                Failed("throttling", "RequestLimitExceeded", 400, "B"),
                Failed("throttling", "ProvisionedThroughputExceededException", 400, "C"),
                Done,
            ]),
        StsRow(
            "STS: throttled three times, 200",
            [QueryError("Throttling", 400, "A"), QueryError("Throttling", 400, "B"), QueryError("Throttling", 400, "C"), Query],
            [Failed("throttling", "Throttling", 400, "A"), Failed("throttling", "Throttling", 400, "B"), Failed("throttling", "Throttling", 400, "C"), Done]),
        S3Row(
            "S3: throttled to the end",
            [S3Error("SlowDown", 503, "A"), S3Error("SlowDown", 503, "B"), S3Error("SlowDown", 503, "C"), S3Error("SlowDown", 503, "D")],
            [
                S3Failed("throttling", "SlowDown", 503, "A"),
                S3Failed("throttling", "SlowDown", 503, "B"),
                S3Failed("throttling", "SlowDown", 503, "C"),
                S3Failed("throttling", "SlowDown", 503, "D"),
            ],
            failure: ("SlowDown", 503, "D")),
        DynamoDbRow(
            "DynamoDB: throttled to the end",
            [JsonError("ThrottlingException", 400, "A"), JsonError("ThrottlingException", 400, "B"), JsonError("ThrottlingException", 400, "C"), JsonError("ThrottlingException", 400, "D")],
            [
                Failed("throttling", "ThrottlingException", 400, "A"),
                Failed("throttling", "ThrottlingException", 400, "B"),
                Failed("throttling", "ThrottlingException", 400, "C"),
                Failed("throttling", "ThrottlingException", 400, "D"),
            ],
            failure: ("ThrottlingException", 400, "D")),
        S3Row(
            "S3: connection reset, 200",
            [ScriptedResponse.ConnectionReset, Expected.Xml(Listing)],
            [Broken("transient", "System.IO.IOException"), S3Done]),
        DynamoDbRow(
            "DynamoDB: connection reset, 200",
            [ScriptedResponse.ConnectionReset, Expected.Json(Tables)],
            [Broken("transient", "System.IO.IOException"), Done]),
        StsRow(
            "STS: connection reset, 200",
            [ScriptedResponse.ConnectionReset, Query],
            [Broken("transient", "System.IO.IOException"), Done]),
        DynamoDbRow(
            "DynamoDB: connection closed, 200",
            [Closed, Expected.Json(Tables)],
            [Broken("transient", "System.Net.Http.HttpIOException"), Done]),
        S3Row(
            // The answer to none of these came: HttpClient, below the SDK, sends a request without a body four times.
            "S3: connection closed as often as HttpClient tries by itself, which is one attempt, 200",
            [Closed, Closed, Closed, Closed, Expected.Xml(Listing)],
            [Broken("transient", "System.Net.Http.HttpIOException"), S3Done]),
        S3Row(
            "S3: truncated body, 200",
            [Cut(Expected.Xml(Listing)), Expected.Xml(Listing)],
            [Broken("transient", "System.Net.Http.HttpIOException"), S3Done]),
        DynamoDbRow(
            "DynamoDB: truncated body, 200",
            [Cut(Expected.Json(Tables)), Expected.Json(Tables)],
            [Failed("transient", "Amazon.Runtime.AmazonUnmarshallingException", 200, "1"), Done]),
        StsRow(
            "STS: truncated body, 200",
            [Cut(Query), Query],
            [Broken("transient", "System.Net.Http.HttpIOException"), Done]),
        S3Row(
            "S3: no answer within the client's timeout, 200",
            [Silent, Expected.Xml(Listing)],
            [Broken("timeout", "System.TimeoutException"), S3Done],
            configure: static config => config.Timeout = TimeSpan.FromSeconds(1)),
        DynamoDbRow(
            "DynamoDB: no answer within the client's timeout, 200",
            [Silent, Expected.Json(Tables)],
            [Broken("timeout", "System.TimeoutException"), Done],
            configure: static config => config.Timeout = TimeSpan.FromSeconds(1)),
        S3Row(
            "S3: the service says that it timed out, 200",
            [S3Error("RequestTimeout", 400, "A"), Expected.Xml(Listing)],
            [S3Failed("timeout", "RequestTimeout", 400, "A"), S3Done]),
        S3Row(
            "S3: clock skew, 200",
            [S3Error("RequestTimeTooSkewed", 403, "A").With("Date", Skewed), Expected.Xml(Listing)],
            [S3Failed("clock_skew", "RequestTimeTooSkewed", 403, "A"), S3Done]),
        DynamoDbRow(
            "DynamoDB: a signature that is wrong by the clock, 200",
            [JsonError("InvalidSignatureException", 400, "A").With("Date", Skewed), Expected.Json(Tables)],
            [Failed("clock_skew", "InvalidSignatureException", 400, "A"), Done]),
        DynamoDbRow(
            "DynamoDB: 500, then a signature that is wrong by itself: the last attempt names no reason, as the SDK makes no other",
            [JsonError("InternalServerError", 500, "A"), JsonError("InvalidSignatureException", 400, "B")],
            [Failed("server_error", "InternalServerError", 500, "A"), Failed(null, "InvalidSignatureException", 400, "B")],
            failure: ("InvalidSignatureException", 400, "B")),
        DynamoDbRow(
            "DynamoDB: 500, then a 501, which the SDK does not retry",
            [JsonError("InternalServerError", 500, "A"), JsonError("NotImplementedException", 501, "B")],
            [Failed("server_error", "InternalServerError", 500, "A"), Failed(null, "NotImplementedException", 501, "B")],
            failure: ("NotImplementedException", 501, "B")),
        DynamoDbRow(
            "DynamoDB: 500, then an error that is not retried",
            [JsonError("InternalServerError", 500, "A"), JsonError("ValidationException", 400, "B")],
            [Failed("server_error", "InternalServerError", 500, "A"), Failed(null, "ValidationException", 400, "B")],
            failure: ("ValidationException", 400, "B")),
        DynamoDbRow(
            "DynamoDB, adaptive: 500, 200",
            [JsonError("InternalServerError", 500, "A"), Expected.Json(Tables)],
            [Failed("server_error", "InternalServerError", 500, "A"), Done],
            configure: static config => config.RetryMode = RequestRetryMode.Adaptive));

    private static IReadOnlyDictionary<string, object> Done => Attributes.Of(("http.response.status_code", 200L), ("aws.request_id", Expected.RequestId));

    private static IReadOnlyDictionary<string, object> S3Done => Done.Plus(("aws.extended_request_id", Expected.ExtendedRequestId));

    private static ScriptedResponse Query => new ScriptedResponse(200, Identity).With("Content-Type", "text/xml").With("x-amzn-RequestId", Expected.RequestId);

    private static TimedAnswer Closed => new(0, []) { Closes = true };

    private static TimedAnswer Silent => new(200, []) { Delay = TimeSpan.FromSeconds(20) };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Spans_of(RetryScenario scenario) => Timing.Holds(async () =>
    {
        using var server = new TimedServer([.. scenario.Script]);
        using var session = TestSession.Begin();
        var exception = await Record.ExceptionAsync(() => scenario.Call(server.Url));
        var spans = session.End();
        var operation = Assert.Single(spans, static span => span.Kind == OtelSpanKind.Client);

        Assert.Equal(scenario.Error, (exception as AmazonServiceException)?.ErrorCode);
        Assert.Equal(scenario.Error is null, exception is null);
        SpanAssert.Names(spans, [.. scenario.Attempts.Select(static (_, index) => $"attempt {index + 1}"), operation.Name, "script"]);
        AttemptAssert.AreExactly(scenario.Attempts, 4, server.Port, spans);
        AttemptAssert.AgreeWithServer(server.Requests[^scenario.Attempts.Count..], spans);
        SpanAssert.RetriedOperationHasExactly(
            scenario.Operation(server.Port).Plus(("aws.retry.count", (long)scenario.Attempts.Count - 1)), operation);
        if (exception is null)
            SpanAssert.Succeeded(operation);
        else
            SpanAssert.Failed(operation, exception.GetType().FullName!, exception.Message);
    });

    [Fact]
    public Task The_wait_for_an_adaptive_clients_own_rate_limit_is_part_of_the_delay_and_before_a_first_attempt_of_the_operation_alone() => Timing.Holds(async () =>
    {
        using var server = new TimedServer(JsonError("ThrottlingException", 400, "A"), Expected.Json(Tables));
        using var session = TestSession.Begin();
        using (var client = new HeldBackClient(server.Url, TimeSpan.FromMilliseconds(200)))
        {
            await client.ListTablesAsync(Cancellation);
            await client.ListTablesAsync(Cancellation);
        }

        var spans = session.End();
        SpanAssert.Names(spans, "attempt 1", "attempt 2", "DynamoDB.ListTables", "DynamoDB.ListTables", "script");
        AttemptAssert.AreExactly([Failed("throttling", "ThrottlingException", 400, "A"), Done], 4, server.Port, spans);
        Assert.InRange((double)spans[1].Attributes["aws.retry.delay"], 0.19, spans[2].Duration.TotalSeconds);
        Timing.InRange((double)spans[1].Attributes["aws.retry.delay"], 0.19, 0.3, "the delay");
        AttemptAssert.AgreeWithServer(server.Requests[..2], spans);
        var operation = Expected.DynamoDb("ListTables", server.Port).Plus(("aws.dynamodb.table_count", 1L));
        SpanAssert.RetriedOperationHasExactly(operation.Plus(("aws.retry.count", 1L), ("aws.retry.mode", "adaptive")), spans[2]);
        SpanAssert.OperationHasExactly(operation, spans[3]);
        Assert.InRange(Phases.Sum(spans[3]), 0, spans[3].Duration.TotalSeconds - 0.19);
        Timing.InRange(spans[3].Duration.TotalSeconds, 0.19, 0.4, "the operation");
        Timing.InRange(Phases.Sum(spans[3]), 0, 0.15, "its phases");
    });

    [Fact]
    public async Task A_refused_connection_is_tried_to_the_end()
    {
        var port = ScriptedServer.DeadPort();
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb($"http://127.0.0.1:{port}", 2).WithBackoff())
            await Assert.ThrowsAsync<HttpRequestException>(() => client.ListTablesAsync(Cancellation));
        var spans = session.End();

        var refused = Broken("transient", "System.Net.Http.HttpRequestException");
        SpanAssert.Names(spans, "attempt 1", "attempt 2", "attempt 3", "DynamoDB.ListTables", "script");
        AttemptAssert.AreExactly([refused, refused, refused], 3, port, spans);
        AttemptAssert.AreWithin(spans);
        SpanAssert.RetriedOperationHasExactly(
            Expected.DynamoDb("ListTables", port).Without("aws.request_id", "http.response.status_code").Plus(
                ("error.type", "System.Net.Http.HttpRequestException"), ("aws.retry.count", 2L), ("aws.retry.mode", "standard")),
            spans[3]);
    }

    [Fact]
    public async Task The_retry_quota_ends_the_attempts_before_their_limit_and_then_allows_none()
    {
        // The SDK keeps 500 tokens an address, and a retry costs 5.
        using var server = new TimedServer(new ScriptedResponse(500, "{}").With("x-amzn-RequestId", "REQ-A"));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, 150).WithBackoff(1))
        {
            await Assert.ThrowsAsync<AmazonDynamoDBException>(() => client.ListTablesAsync(Cancellation));
            await Assert.ThrowsAsync<AmazonDynamoDBException>(() => client.ListTablesAsync(Cancellation));
        }

        var spans = session.End();
        var failed = Failed("server_error", typeof(AmazonDynamoDBException).FullName!, 500, "A");
        SpanAssert.Names(spans, [.. Enumerable.Range(1, 101).Select(static number => "attempt " + number), "DynamoDB.ListTables", "DynamoDB.ListTables", "script"]);
        AttemptAssert.AreExactly([.. Enumerable.Repeat(failed, 101)], 151, server.Port, spans);
        AttemptAssert.AreWithin(spans);
        var operation = Expected.DynamoDb("ListTables", server.Port, 500).Without("aws.request_id").Plus(
            ("aws.request_id", "REQ-A"), ("error.type", typeof(AmazonDynamoDBException).FullName!));
        SpanAssert.RetriedOperationHasExactly(operation.Plus(("aws.retry.count", 100L), ("aws.retry.mode", "standard")), spans[101]);
        SpanAssert.OperationHasExactly(operation, spans[102]);
    }

    /// <summary>
    /// The SDK takes a broken connection for a pooled one that went stale: it tries at once, ten times (MaxStaleConnectionRetries), which do not
    /// count against the limit of its retries and take nothing of their quota. We see each as an attempt, and the limit as it is set.
    /// </summary>
    [Fact]
    public Task Broken_connections_are_tried_ten_times_at_once_and_then_up_to_the_limit() => Timing.Holds(async () =>
    {
        using var server = new TimedServer(ScriptedResponse.ConnectionReset);
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, 2).WithBackoff())
            await Assert.ThrowsAsync<IOException>(() => client.ListTablesAsync(Cancellation));
        var spans = session.End();

        SpanAssert.Names(spans, [.. Enumerable.Range(1, 13).Select(static number => "attempt " + number), "DynamoDB.ListTables", "script"]);
        AttemptAssert.AreExactly([.. Enumerable.Repeat(Broken("transient", "System.IO.IOException"), 13)], 3, server.Port, spans);
        AttemptAssert.AgreeWithServer(server.Requests, spans);
        foreach (var span in spans[1..11])
            Timing.InRange((double)span.Attributes["aws.retry.delay"], 0, 0.03, "the delay of " + span.Name);
        SpanAssert.RetriedOperationHasExactly(
            Expected.DynamoDb("ListTables", server.Port).Without("aws.request_id", "http.response.status_code").Plus(
                ("error.type", "System.IO.IOException"), ("aws.retry.count", 12L), ("aws.retry.mode", "standard")),
            spans[13]);
    });

    [Fact]
    public async Task Not_modified_is_no_reason_for_another_attempt()
    {
        using var server = new TimedServer(Expected.Xml(status: 304));
        using var session = TestSession.Begin();
        using (var client = Clients.S3(server.Url, 3).WithBackoff())
            await Assert.ThrowsAsync<AmazonS3Exception>(() => client.GetObjectAsync(new GetObjectRequest { BucketName = "logs", Key = "a", EtagToNotMatch = "\"1\"" }, Cancellation));
        var spans = session.End();

        SpanAssert.Names(spans, "S3.GetObject", "script");
        SpanAssert.OperationHasExactly(
            Expected.S3("GetObject", server.Port, 304).Plus(("aws.s3.bucket", "logs"), ("aws.s3.key", "a"), ("error.type", "NotModified")), spans[0]);
    }

    /// <summary>
    /// HttpClient cannot know that the server has left a kept connection until it uses it. It then opens another, below the SDK: neither the
    /// SDK nor we learn of it.
    /// </summary>
    [Fact]
    public async Task A_stale_connection_is_replaced_by_HttpClient_and_is_no_attempt()
    {
        using var server = new TimedServer((TimedAnswer)Expected.Xml(Listing) with { KeepsAlive = true }, Closed, Expected.Xml(Listing));
        using var session = TestSession.Begin();
        using (var client = Clients.S3(server.Url, 3).WithBackoff())
        {
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "logs" }, Cancellation);
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "logs" }, Cancellation);
        }

        Assert.Equal(3, server.Requests.Length);
        SpanAssert.Names(session.End(), "S3.ListObjectsV2", "S3.ListObjectsV2", "script");
    }

    /// <summary>A body that was sent may have been acted on: HttpClient leaves that to the SDK.</summary>
    [Fact]
    public Task A_stale_connection_that_took_a_body_is_an_attempt() => Timing.Holds(async () =>
    {
        using var server = new TimedServer((TimedAnswer)Expected.Json(Tables) with { KeepsAlive = true }, Closed, Expected.Json(Tables));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url, 3).WithBackoff())
        {
            await client.ListTablesAsync(Cancellation);
            await client.ListTablesAsync(Cancellation);
        }

        var spans = session.End();
        SpanAssert.Names(spans, "DynamoDB.ListTables", "attempt 1", "attempt 2", "DynamoDB.ListTables", "script");
        AttemptAssert.AreExactly([Broken("transient", "System.Net.Http.HttpIOException"), Done], 4, server.Port, spans[1..]);
        AttemptAssert.AgreeWithServer(server.Requests[1..], spans[1..]);
    });

    private static RetryScenario S3Row(
        string name,
        IReadOnlyList<TimedAnswer> script,
        IReadOnlyList<IReadOnlyDictionary<string, object>> attempts,
        (string Code, int Status, string Id)? failure = null,
        Action<AmazonS3Config>? configure = null)
    {
        return new RetryScenario(name, Call, script, attempts, Operation) { Error = failure?.Code };

        async Task Call(string url)
        {
            using var client = Clients.S3(url, 3, configure).WithBackoff();
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "logs" }, Cancellation);
        }

        IReadOnlyDictionary<string, object> Operation(int port) => Of(Expected.S3("ListObjectsV2", port), failure, "standard", ("aws.s3.object_count", 1L)).Plus(("aws.s3.bucket", "logs"));
    }

    private static RetryScenario DynamoDbRow(
        string name,
        IReadOnlyList<TimedAnswer> script,
        IReadOnlyList<IReadOnlyDictionary<string, object>> attempts,
        (string Code, int Status, string Id)? failure = null,
        Action<AmazonDynamoDBConfig>? configure = null)
    {
        var mode = name.Contains("adaptive", StringComparison.Ordinal) ? "adaptive" : "standard";
        return new RetryScenario(name, Call, script, attempts, Operation) { Error = failure?.Code };

        async Task Call(string url)
        {
            using var client = Clients.DynamoDb(url, 3, configure).WithBackoff();
            await client.ListTablesAsync(Cancellation);
        }

        IReadOnlyDictionary<string, object> Operation(int port) => Of(Expected.DynamoDb("ListTables", port), failure, mode, ("aws.dynamodb.table_count", 1L));
    }

    private static RetryScenario StsRow(string name, IReadOnlyList<TimedAnswer> script, IReadOnlyList<IReadOnlyDictionary<string, object>> attempts)
    {
        return new RetryScenario(name, Call, script, attempts, Operation);

        static async Task Call(string url)
        {
            using var client = Backoff.Sts(url, 3);
            await client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation);
        }

        static IReadOnlyDictionary<string, object> Operation(int port) => Expected.Operation("STS", "GetCallerIdentity", port).Plus(("aws.retry.mode", "standard"));
    }

    private static IReadOnlyDictionary<string, object> Of(
        IReadOnlyDictionary<string, object> common, (string Code, int Status, string Id)? failure, string mode, (string, object) ofResponse)
    {
        var all = common.Plus(("aws.retry.mode", mode));
        if (failure is not var (code, status, id))
            return all.Plus(ofResponse);
        var failed = all.Without("http.response.status_code", "aws.request_id").Plus(("http.response.status_code", (long)status), ("aws.request_id", "REQ-" + id), ("error.type", code));
        return failed.ContainsKey("aws.extended_request_id") ? failed.Without("aws.extended_request_id").Plus(("aws.extended_request_id", "EXT-" + id)) : failed;
    }

    private static IReadOnlyDictionary<string, object> Broken(string reason, string type) => Attributes.Of(("aws.retry.reason", reason), ("error.type", type));

    private static IReadOnlyDictionary<string, object> Failed(string? reason, string type, int status, string? id = null)
    {
        var all = Attributes.Of(("error.type", type), ("http.response.status_code", (long)status));
        if (reason is not null)
            all = all.Plus(("aws.retry.reason", reason));
        return id is null ? all : all.Plus(("aws.request_id", "REQ-" + id));
    }

    private static IReadOnlyDictionary<string, object> S3Failed(string reason, string code, int status, string id) =>
        Failed(reason, code, status, id).Plus(("aws.extended_request_id", "EXT-" + id));

    private static TimedAnswer Cut(TimedAnswer answer) => answer with { CutAfter = answer.Body.Length / 2 };

    private static ScriptedResponse S3Error(string code, int status, string id) =>
        new ScriptedResponse(status, $"<Error><Code>{code}</Code><Message>No</Message><RequestId>REQ-{id}</RequestId><HostId>EXT-{id}</HostId></Error>")
            .With("Content-Type", "application/xml").With("x-amz-request-id", "REQ-" + id).With("x-amz-id-2", "EXT-" + id);

    private static ScriptedResponse JsonError(string code, int status, string id) =>
        Expected.Json($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"No"}""", status, "REQ-" + id);

    private static ScriptedResponse QueryError(string code, int status, string id) =>
        new ScriptedResponse(status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>No</Message></Error><RequestId>REQ-{id}</RequestId></ErrorResponse>")
            .With("Content-Type", "text/xml").With("x-amzn-RequestId", "REQ-" + id);
}
