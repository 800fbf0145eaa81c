using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>
/// Where the time of a call went, and the fetching of credentials as a span where it took long. A phase takes at least what the server or the
/// provider takes, a little less by its timer; how much longer, the machine decides, but never more than what is around it.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class PhaseTests
{
    private static readonly ScriptedResponse Tables = Expected.Json("""{"TableNames":["orders","items","users","carts"]}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Waiting_and_reading_are_what_the_server_made_of_them() => Timing.Holds(async () =>
    {
        var (spans, server) = await ListTables(Clients.Credentials, (TimedAnswer)Tables with { Delay = Milliseconds(120), Pause = Milliseconds(90) });

        SpanAssert.Names(spans, "DynamoDB.ListTables", "script");
        SpanAssert.OperationHasExactly(Expected.DynamoDb("ListTables", server.Port).Plus(("aws.dynamodb.table_count", 4L)), spans[0]);
        Assert.InRange(Phases.Of(spans[0], "first_byte"), 0.115, spans[0].Duration.TotalSeconds - 0.085);
        Assert.InRange(Phases.Of(spans[0], "reading"), 0.085, spans[0].Duration.TotalSeconds - 0.115);
        Assert.InRange(Phases.Sum(spans[0]), 0.2, spans[0].Duration.TotalSeconds);
        Timing.InRange(Phases.Of(spans[0], "first_byte"), 0.115, 0.25, "the first byte");
        Timing.InRange(Phases.Of(spans[0], "reading"), 0.085, 0.2, "reading");
        Timing.InRange(
            Phases.Of(spans[0], "marshalling") + Phases.Of(spans[0], "authentication") + Phases.Of(spans[0], "endpoint") + Phases.Of(spans[0], "signing"), 0, 0.05, "what is before");
        Timing.InRange(Phases.Sum(spans[0]), spans[0].Duration.TotalSeconds * 0.9, spans[0].Duration.TotalSeconds, "all phases");
    });

    [Fact]
    public Task After_retries_they_are_the_last_attempts_and_the_waits_are_in_none() => Timing.Holds(async () =>
    {
        var (spans, _) = await ListTables(
            Clients.Credentials,
            new ScriptedResponse(500, "{}") { Delay = Milliseconds(150) },
            (TimedAnswer)new ScriptedResponse(500, "{}") with { Delay = Milliseconds(150) },
            (TimedAnswer)Tables with { Delay = Milliseconds(50) });

        var operation = spans[3];
        Assert.Equal("DynamoDB.ListTables", operation.Name);
        var last = spans[2];
        Assert.Equal("attempt 3", last.Name);
        Assert.InRange(Phases.Of(operation, "first_byte"), 0.045, last.Duration.TotalSeconds);
        Assert.InRange(Phases.Of(operation, "signing") + Phases.Of(operation, "first_byte") + Phases.Of(operation, "reading"), 0.045, last.Duration.TotalSeconds + 0.001);
        Timing.InRange(Phases.Of(operation, "first_byte"), 0.045, 0.12, "the first byte");
        Timing.InRange(Phases.Of(operation, "signing"), 0, 0.03, "signing");
        Timing.InRange(
            Phases.Of(operation, "signing") + Phases.Of(operation, "first_byte") + Phases.Of(operation, "reading"), last.Duration.TotalSeconds - 0.01, double.MaxValue, "the last attempt's phases");
        Assert.InRange(Phases.Sum(operation), 0, operation.Duration.TotalSeconds - 0.3 - (double)operation.Attributes["aws.retry.delay"] + 0.01);
    });

    [Fact]
    public Task Credentials_that_have_to_be_fetched_are_a_span_of_the_first_call_alone() => Timing.Holds(async () =>
    {
        using var server = new TimedServer(Expected.Xml("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"));
        using var session = TestSession.Begin();
        using (var client = S3(server, new SlowCredentials(Milliseconds(80))))
        {
            await client.ListBucketsAsync(Cancellation);
            await client.ListBucketsAsync(Cancellation);
        }

        var spans = session.End();
        SpanAssert.Names(spans, "resolve credentials", "S3.ListBuckets", "S3.ListBuckets", "script");
        IsResolution(spans[0], spans[1]);
        var expected = Expected.S3("ListBuckets", server.Port).Without("aws.credentials.source").Plus(("aws.credentials.source", "custom"));
        SpanAssert.OperationHasExactly(expected, spans[1]);
        SpanAssert.OperationHasExactly(expected, spans[2]);
        Assert.InRange(Phases.Of(spans[1], "signing"), 0.075, spans[1].Duration.TotalSeconds);
        Timing.InRange(Phases.Of(spans[1], "signing"), 0.075, 0.3, "signing with credentials that were fetched");
        Timing.InRange(Phases.Of(spans[2], "signing"), 0, 0.03, "signing with those that are there");
    });

    /// <summary>DynamoDB's endpoint may depend on the account, so its resolver is what fetches the credentials, before anything is signed.</summary>
    [Fact]
    public Task Credentials_that_the_endpoint_had_to_wait_for_are_a_span_too() => Timing.Holds(async () =>
    {
        var (spans, server) = await ListTables(new SlowCredentials(Milliseconds(80)), Tables);

        SpanAssert.Names(spans, "resolve credentials", "DynamoDB.ListTables", "script");
        IsResolution(spans[0], spans[1]);
        SpanAssert.OperationHasExactly(
            Expected.DynamoDb("ListTables", server.Port).Without("aws.credentials.source").Plus(("aws.dynamodb.table_count", 4L), ("aws.credentials.source", "custom")), spans[1]);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public async Task Credentials_that_are_fetched_fast_are_no_span(int milliseconds)
    {
        var slow = CallPhases.SlowCredentials;
        Assert.Equal(Milliseconds(50), slow);
        // A busy machine may take longer than that over anything.
        CallPhases.SlowCredentials = TimeSpan.FromMinutes(1);
        var (spans, _) = await ListTables(new SlowCredentials(Milliseconds(milliseconds)), Tables);
        CallPhases.SlowCredentials = slow;

        SpanAssert.Names(spans, "DynamoDB.ListTables", "script");
        Assert.Equal("custom", spans[0].Attributes["aws.credentials.source"]);
    }

    [Fact]
    public Task Credentials_that_the_first_of_two_attempts_fetched_are_a_span_all_the_same() => Timing.Holds(async () =>
    {
        using var server = new TimedServer(Expected.Xml(status: 500), Expected.Xml("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"));
        using var session = TestSession.Begin();
        using (var client = S3(server, new SlowCredentials(Milliseconds(80))))
            await client.ListBucketsAsync(Cancellation);
        var spans = session.End();

        SpanAssert.Names(spans.OrderBy(static span => span.Name, StringComparer.Ordinal), "S3.ListBuckets", "attempt 1", "attempt 2", "resolve credentials", "script");
        IsResolution(spans.Single(static span => span.Name == "resolve credentials"), spans.Single(static span => span.Name == "S3.ListBuckets"));
    });

    [Fact]
    public Task A_long_checksum_is_not_taken_for_the_fetching_of_credentials() => Timing.Holds(async () =>
    {
        using var server = new TimedServer(Expected.Xml());
        var credentials = new SlowCredentials(TimeSpan.Zero);
        await credentials.GetCredentialsAsync();
        using var session = TestSession.Begin();
        using (var client = S3(server, credentials))
        {
            await client.PutObjectAsync(
                new PutObjectRequest { BucketName = "logs", Key = "a", InputStream = new SlowStream(new byte[1000], Milliseconds(80)), UseChunkEncoding = false }, Cancellation);
        }

        var spans = session.End();
        SpanAssert.Names(spans, "S3.PutObject", "script");
        Assert.InRange(Phases.Of(spans[0], "signing"), 0.075, spans[0].Duration.TotalSeconds);
        Timing.InRange(Phases.Of(spans[0], "signing"), 0.075, 1, "signing");
    });

    [Fact]
    public async Task A_request_that_cannot_be_made_has_no_phase()
    {
        using var session = TestSession.Begin();
        using (var client = Clients.S3("http://127.0.0.1:1"))
            await Assert.ThrowsAnyAsync<Exception>(() => client.GetObjectAsync(new GetObjectRequest { BucketName = "logs" }, Cancellation));
        var spans = session.End();

        SpanAssert.Names(spans, "S3.GetObject", "script");
        Assert.DoesNotContain(spans[0].Attributes.Keys, static name => name.StartsWith("aws.phase.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_that_cannot_be_fetched_leave_no_signing_and_nothing_after_it()
    {
        using var server = new TimedServer(Tables);
        using var session = TestSession.Begin();
        using (var client = DynamoDb(server, new NoCredentials()))
            await Assert.ThrowsAsync<AmazonClientException>(() => client.ListTablesAsync(Cancellation));
        var spans = session.End();

        Assert.Empty(server.Requests);
        SpanAssert.Names(spans, "DynamoDB.ListTables", "script");
        var phases = spans[0].Attributes.Keys.Where(static name => name.StartsWith("aws.phase.", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain("aws.phase.first_byte", phases);
        Assert.DoesNotContain("aws.phase.signing", phases);
        Assert.DoesNotContain("aws.phase.reading", phases);
        Assert.Contains("aws.phase.marshalling", phases);
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static AmazonDynamoDBClient DynamoDb(TimedServer server, AWSCredentials credentials) =>
        new AmazonDynamoDBClient(credentials, new AmazonDynamoDBConfig { ServiceURL = server.Url, AuthenticationRegion = Clients.Region, MaxErrorRetry = 3 }).WithBackoff();

    private static AmazonS3Client S3(TimedServer server, AWSCredentials credentials) =>
        new AmazonS3Client(credentials, new AmazonS3Config { ServiceURL = server.Url, AuthenticationRegion = Clients.Region, ForcePathStyle = true }).WithBackoff();

    private static async Task<(OtelSpan[] Spans, TimedServer Server)> ListTables(AWSCredentials credentials, params TimedAnswer[] script)
    {
        using var server = new TimedServer(script);
        using var session = TestSession.Begin();
        using (var client = DynamoDb(server, credentials))
            await client.ListTablesAsync(Cancellation);
        return (session.End(), server);
    }

    private static void IsResolution(OtelSpan span, OtelSpan operation)
    {
        SpanAssert.HasExactly(Attributes.Of(("aws.credentials.source", "custom")), span);
        SpanAssert.Succeeded(span);
        Assert.Equal((operation.SpanId, operation.TraceId, OtelSpanKind.Internal), (span.ParentSpanId, span.TraceId, span.Kind));
        Assert.InRange(span.Duration.TotalSeconds, 0.075, operation.Duration.TotalSeconds);
        Timing.InRange(span.Duration.TotalSeconds, 0.075, 0.3, "the fetching of credentials");
        Assert.True(operation.StartTime <= span.StartTime && span.EndTime <= operation.EndTime, "it is not within the operation");
    }

    private sealed class NoCredentials : RefreshingAWSCredentials
    {
        protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => throw new AmazonClientException("There are none.");

        protected override CredentialsRefreshState GenerateNewCredentials() => throw new AmazonClientException("There are none.");
    }

    /// <summary>Takes its time before its first byte.</summary>
    private sealed class SlowStream(byte[] content, TimeSpan wait) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            Wait();
            return base.Read(buffer, offset, count);
        }

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Wait();
            return await base.ReadAsync(buffer.AsMemory(offset, count), cancellationToken);
        }

        private void Wait()
        {
            if (Position == 0)
                Thread.Sleep(wait);
        }
    }
}
