using System.Diagnostics;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3.Model;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>What the caller and the server see of a call is the same with and without a session.</summary>
[Collection(ProcessWide.Name)]
public sealed class NothingChangesTests
{
    private const string Handlers = "AwsOtel.Engine";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_exception_is_the_same()
    {
        using var server = new ScriptedServer(Expected.Json("""{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"No table"}""", 400));
        var plain = await Catch();
        ResourceNotFoundException traced;
        using (TestSession.Begin())
            traced = await Catch();

        Assert.Equal(plain.GetType(), traced.GetType());
        Assert.Equal(plain.Message, traced.Message);
        Assert.Equal((plain.ErrorCode, plain.StatusCode, plain.RequestId, plain.ErrorType), (traced.ErrorCode, traced.StatusCode, traced.RequestId, traced.ErrorType));
        Assert.Equal(plain.InnerException?.GetType(), traced.InnerException?.GetType());
        Assert.Equal(plain.Data.Count, traced.Data.Count);
        Assert.Equal(Frames(plain), Frames(traced).Where(static frame => !frame.Contains(Handlers, StringComparison.Ordinal)));

        async Task<ResourceNotFoundException> Catch()
        {
            using var client = Clients.DynamoDb(server.Url);
            return await Assert.ThrowsAsync<ResourceNotFoundException>(() => client.DescribeTableAsync("orders", Cancellation));
        }
    }

    [Fact]
    public async Task The_response_is_the_same()
    {
        using var server = new ScriptedServer(Expected.Xml("<ListBucketResult><KeyCount>1</KeyCount><Contents><Key>a</Key></Contents></ListBucketResult>"));
        var plain = await Ask();
        ListObjectsV2Response traced;
        using (TestSession.Begin())
            traced = await Ask();

        Assert.Equal(plain.HttpStatusCode, traced.HttpStatusCode);
        Assert.Equal(plain.ResponseMetadata.RequestId, traced.ResponseMetadata.RequestId);
        Assert.Equal(plain.ResponseMetadata.Metadata, traced.ResponseMetadata.Metadata);
        Assert.Equal(plain.ContentLength, traced.ContentLength);
        Assert.Equal(plain.S3Objects.Select(static item => item.Key), traced.S3Objects.Select(static item => item.Key));

        async Task<ListObjectsV2Response> Ask()
        {
            using var client = Clients.S3(server.Url);
            return await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "logs" }, Cancellation);
        }
    }

    [Fact]
    public async Task The_callers_request_object_is_the_same()
    {
        using var server = new ScriptedServer(Expected.Json("{}"));
        var request = new GetItemRequest { TableName = "orders", Key = new() { ["id"] = new AttributeValue("1") } };
        using (TestSession.Begin())
        {
            using var client = Clients.DynamoDb(server.Url);
            await client.GetItemAsync(request, Cancellation);
        }

        Assert.Null(request.ConsistentRead);
        Assert.Null(request.ReturnConsumedCapacity);
        Assert.Equal("1", Assert.Single(request.Key).Value.S);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_headers_on_the_wire_are_the_same(bool hasHost)
    {
        // A span that is not sampled, as a host makes them for its logs.
        using var host = hasHost ? new Activity("of the host").Start() : null;
        using var server = new ScriptedServer(Expected.Xml().With("ETag", "\"etag-1\""));
        await Put();
        using (TestSession.Begin())
            await Put();

        Assert.Equal(server.Requests[0].HeaderNames, server.Requests[1].HeaderNames);
        Assert.Equal(hasHost, server.Requests[1].HeaderNames.Contains("traceparent"));
        Assert.Equal(server.Requests[0].Body.Length, server.Requests[1].Body.Length);

        async Task Put()
        {
            using var client = Clients.S3(server.Url);
            await client.PutObjectAsync(new PutObjectRequest { BucketName = "logs", Key = "a.txt", ContentBody = "abc" }, Cancellation);
        }
    }

    [Fact]
    public async Task What_is_ambient_for_the_caller_stays()
    {
        using var server = new ScriptedServer(Expected.Json("{}"), Expected.Json("{}"), Expected.Json("{}", 400));
        using var host = new Activity("of the host").Start();
        using (var session = TestSession.Begin())
        {
            Assert.Same(host, Activity.Current);
            using var client = Clients.DynamoDb(server.Url);
            var call = client.ListTablesAsync(Cancellation);
            Assert.Same(host, Activity.Current);
            await call;
            Assert.Same(host, Activity.Current);
            await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.DescribeTableAsync("orders", Cancellation).ContinueWith(
                task => task.IsFaulted ? task : client.DescribeTableAsync("orders", Cancellation), Cancellation, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap());
            Assert.Same(host, Activity.Current);
            session.End();
        }

        Assert.Same(host, Activity.Current);
    }

    [Fact]
    public async Task A_client_made_in_a_session_works_after_it_and_makes_no_spans()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":["orders"]}"""));
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(server.Url);
        await client.ListTablesAsync(Cancellation);
        session.End();
        var response = await client.ListTablesAsync(Cancellation);

        Assert.Equal(["orders"], response.TableNames);
        SpanAssert.Names(session.Spans, "DynamoDB.ListTables", "script");
        Assert.Equal(server.Requests[0].HeaderNames, server.Requests[1].HeaderNames);
    }

    [Fact]
    public async Task A_client_made_in_a_session_is_traced_by_the_next_one()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var first = TestSession.Begin();
        using var client = Clients.DynamoDb(server.Url);
        first.End();
        using var second = TestSession.Begin();
        await client.ListTablesAsync(Cancellation);

        SpanAssert.Names(second.End(), "DynamoDB.ListTables", "script");
        SpanAssert.Names(first.Spans, "script");
    }

    [Fact]
    public async Task A_call_that_outlives_the_session_gives_its_result()
    {
        var ended = new TaskCompletionSource();
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":["orders"]}""") with { After = ended.Task });
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(server.Url);
        var call = client.ListTablesAsync(Cancellation);
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Length == 1, TimeSpan.FromMinutes(1)), "the call did not arrive");
        session.End();
        ended.SetResult();

        Assert.Equal(["orders"], (await call).TableNames);
        SpanAssert.Names(session.Spans, "script");
        Assert.False(SessionRegistry.IsActive);
    }

    private static IEnumerable<string> Frames(Exception exception) =>
        exception.StackTrace!.Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith("at Amazon.", StringComparison.Ordinal) || line.Contains(Handlers, StringComparison.Ordinal));
}
