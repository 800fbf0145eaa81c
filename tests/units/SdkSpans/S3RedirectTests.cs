using Amazon.S3;
using Amazon.S3.Model;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>A bucket that is in another region than the client thinks. Each test has its own: the SDK remembers where a bucket was found.</summary>
[Collection(ProcessWide.Name)]
public sealed class S3RedirectTests
{
    private const string HomeRegion = "eu-central-1";

    private static readonly ScriptedResponse Listing = Expected.Xml("<ListBucketResult><KeyCount>1</KeyCount><Contents><Key>a</Key></Contents></ListBucketResult>");

    /// <summary>
    /// The SDK's redirect handler is nearer to the wire than its retries: it sends again, signed for the other region, inside one attempt. The
    /// span names the host and the region that answered.
    /// </summary>
    [Fact]
    public Task A_temporary_redirect_is_followed_inside_the_attempt() => Timing.Holds(async () =>
    {
        var bucket = Moved("307");
        using var server = new TimedServer(
            Error("TemporaryRedirect", 307).With("Location", $"http://{Host(bucket, HomeRegion)}/?list-type=2") with { Delay = TimeSpan.FromMilliseconds(80) },
            Listing with { Delay = TimeSpan.FromMilliseconds(80) });
        var (spans, exception) = await Call(server, bucket);

        Assert.Null(exception);
        Assert.Equal([Host(bucket, Clients.Region), Host(bucket, HomeRegion)], server.Requests.Select(static request => request.Headers["Host"]));
        Assert.Contains($"/{HomeRegion}/s3/", server.Requests[1].Headers["Authorization"], StringComparison.Ordinal);
        SpanAssert.Names(spans, "S3.ListObjectsV2", "script");
        SpanAssert.OperationHasExactly(Operation(HomeRegion, bucket, HomeRegion).Plus(("aws.s3.object_count", 1L)), spans[0]);
        SpanAssert.Succeeded(spans[0]);
        // The phases are those of the request that was answered.
        Assert.InRange(Phases.Of(spans[0], "first_byte"), 0.075, spans[0].Duration.TotalSeconds - 0.075);
        Timing.InRange(spans[0].Duration.TotalSeconds, 0.15, 1, "the operation");
        Timing.InRange(Phases.Of(spans[0], "first_byte"), 0.075, 0.15, "its first byte");
    });

    /// <summary>A 301 has no address to go to: the SDK fails.</summary>
    [Fact]
    public async Task A_permanent_redirect_is_an_error()
    {
        const string bucket = "moved-301";
        using var server = new TimedServer(Error("PermanentRedirect", 301).With("x-amz-bucket-region", HomeRegion));
        var (spans, exception) = await Call(server, bucket);

        Assert.Equal("PermanentRedirect", Assert.IsType<AmazonS3Exception>(exception).ErrorCode);
        SpanAssert.Names(spans, "S3.ListObjectsV2", "script");
        SpanAssert.OperationHasExactly(Operation(Clients.Region, bucket, Clients.Region, 301).Plus(("error.type", "PermanentRedirect")), spans[0]);
        SpanAssert.Failed(spans[0], "Amazon.S3.AmazonS3Exception", exception.Message);
    }

    /// <summary>
    /// Here the SDK's retry handler itself signs again, for the region that the answer names, and sends to the same host. There is no reason of
    /// ours for that: it is neither the service's load nor the clock.
    /// </summary>
    [Fact]
    public Task A_signature_for_the_wrong_region_is_another_attempt() => Timing.Holds(async () =>
    {
        var bucket = Moved("400");
        using var server = new TimedServer(
            new ScriptedResponse(400, $"<Error><Code>AuthorizationHeaderMalformed</Code><Message>expecting '{HomeRegion}'</Message><Region>{HomeRegion}</Region><RequestId>REQ-1</RequestId></Error>")
                .With("x-amz-request-id", "REQ-1").With("x-amz-id-2", Expected.ExtendedRequestId).With("x-amz-bucket-region", HomeRegion),
            Listing);
        var (spans, exception) = await Call(server, bucket);

        Assert.Null(exception);
        SpanAssert.Names(spans, "attempt 1", "attempt 2", "S3.ListObjectsV2", "script");
        var attempt = Attributes.Of(
            ("aws.request_id", Expected.RequestId), ("aws.extended_request_id", Expected.ExtendedRequestId), ("aws.retry.max_attempts", 4L), ("server.address", Host(bucket, Clients.Region)));
        SpanAssert.HasExactly(attempt.Plus(("aws.retry.attempt", 1L), ("http.response.status_code", 400L), ("error.type", "AuthorizationHeaderMalformed")), spans[0]);
        SpanAssert.HasExactlyWithDelay(attempt.Plus(("aws.retry.attempt", 2L), ("http.response.status_code", 200L)), spans[1]);
        AttemptAssert.AgreeWithServer(server.Requests, spans);
        Assert.Contains($"/{HomeRegion}/s3/", server.Requests[1].Headers["Authorization"], StringComparison.Ordinal);
        SpanAssert.RetriedOperationHasExactly(
            Operation(HomeRegion, bucket, Clients.Region).Plus(("aws.s3.object_count", 1L), ("aws.retry.count", 1L), ("aws.retry.mode", "standard")), spans[2]);
    });

    /// <summary>A bucket that no client knows yet: the SDK remembers where one has moved to.</summary>
    private static string Moved(string status) => $"moved-{status}-{Guid.NewGuid():n}";

    private static async Task<(OtelSpan[] Spans, Exception? Exception)> Call(TimedServer server, string bucket)
    {
        using var session = TestSession.Begin();
        using var client = Clients.S3("http://s3.eu-west-1.amazonaws.com", 3, config =>
        {
            config.ForcePathStyle = false;
            config.HttpClientFactory = new AnyHost(server.Port);
        }).WithBackoff();
        var exception = await Record.ExceptionAsync(() => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, TestContext.Current.CancellationToken));
        return (session.End(), exception);
    }

    private static IReadOnlyDictionary<string, object> Operation(string region, string bucket, string hostRegion, int status = 200) =>
        Expected.S3("ListObjectsV2", 80, status).Without("cloud.region", "server.address", "server.port").Plus(
            ("cloud.region", region), ("server.address", Host(bucket, hostRegion)), ("aws.s3.bucket", bucket));

    private static string Host(string bucket, string region) => $"{bucket}.s3.{region}.amazonaws.com";

    private static ScriptedResponse Error(string code, int status) =>
        Expected.Xml($"<Error><Code>{code}</Code><Message>The bucket is elsewhere.</Message><RequestId>{Expected.RequestId}</RequestId><HostId>{Expected.ExtendedRequestId}</HostId></Error>", status);
}
