using Amazon.DynamoDBv2.Model;
using Amazon.SQS.Model;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Metrics;

/// <summary>
/// The conventions' client metrics as they arrive at a receiver: names, units, buckets, and whole sets of attributes.
/// See <see href="https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/"/>,
/// <see href="https://opentelemetry.io/docs/specs/semconv/db/database-metrics/"/> and
/// <see href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/"/>.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class ClientMetricsTests
{
    private const string QueueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";

    private static readonly double[] CallBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] DatabaseBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_are_counted_and_timed_by_operation_and_outcome()
    {
        using var server = new ScriptedServer(Item(), Item(), Item(), Missing());
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.DynamoDb(server.Url);
            for (var i = 0; i < 3; i++)
                await client.GetItemAsync(Get("orders"), Cancellation);
            await Assert.ThrowsAsync<ResourceNotFoundException>(() => client.GetItemAsync(Get("orders"), Cancellation));
        });

        var common = Server(server.Port).Plus(("rpc.system.name", "aws-api"), ("rpc.method", "DynamoDB/GetItem"));
        IsHistogram(run, "rpc.client.call.duration", CallBuckets, (common, 3), (common.Plus(("error.type", "ResourceNotFoundException")), 1));
        var database = Server(server.Port).Plus(("db.system.name", "aws.dynamodb"), ("db.operation.name", "GetItem"), ("db.collection.name", "orders"));
        IsHistogram(run, "db.client.operation.duration", DatabaseBuckets, (database, 3), (database.Plus(("error.type", "ResourceNotFoundException")), 1));
        HasOnly(run, "rpc.client.call.duration", "db.client.operation.duration");
    }

    [Fact]
    public async Task A_call_of_several_tables_has_no_collection()
    {
        using var server = new ScriptedServer(Expected.Json("{}"));
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.DynamoDb(server.Url);
            await client.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = new() { ["orders"] = new() { Keys = [Key()] }, ["users"] = new() { Keys = [Key()] } } }, Cancellation);
        });

        IsHistogram(run, "db.client.operation.duration", DatabaseBuckets,
            (Server(server.Port).Plus(("db.system.name", "aws.dynamodb"), ("db.operation.name", "BatchGetItem")), 1));
    }

    [Fact]
    public async Task The_duration_of_a_call_is_its_span_s()
    {
        using var server = new ScriptedServer(Item() with { Delay = TimeSpan.FromMilliseconds(30) });
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.DynamoDb(server.Url);
            await client.GetItemAsync(Get("orders"), Cancellation);
        });

        Assert.Equal(run.Spans[0].Duration.TotalSeconds, Assert.Single(run.Own("rpc.client.call.duration")).Sum, 6);
        Assert.Equal(run.Spans[0].Duration.TotalSeconds, Assert.Single(run.Own("db.client.operation.duration")).Sum, 6);
        Assert.InRange(run.Spans[0].Duration.TotalSeconds, 0.03, 10);
    }

    [Fact]
    public async Task Other_services_have_calls_only()
    {
        using var server = new ScriptedServer(Expected.Xml());
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.S3(server.Url);
            await client.DeleteObjectAsync("logs", "a.txt", Cancellation);
        });

        IsHistogram(run, "rpc.client.call.duration", CallBuckets, (Server(server.Port).Plus(("rpc.system.name", "aws-api"), ("rpc.method", "S3/DeleteObject")), 1));
        HasOnly(run, "rpc.client.call.duration");
    }

    [Theory]
    [InlineData("rpc")]
    [InlineData("rpc/dup")]
    public async Task The_opt_in_of_spans_changes_no_metric(string optIn)
    {
        using var server = new ScriptedServer(Item());
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.DynamoDb(server.Url);
            await client.GetItemAsync(Get("orders"), Cancellation);
        }, optIn: optIn);

        IsHistogram(run, "rpc.client.call.duration", CallBuckets, (Server(server.Port).Plus(("rpc.system.name", "aws-api"), ("rpc.method", "DynamoDB/GetItem")), 1));
    }

    [Fact]
    public async Task Retries_are_counted_by_reason_and_their_calls_once()
    {
        using var server = new ScriptedServer(
            Answers.JsonError("InternalServerError", 500), Answers.JsonError("ThrottlingException"), Answers.JsonError("ThrottlingException"), Item(), Item());
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.DynamoDb(server.Url, retries: 3);
            await client.GetItemAsync(Get("orders"), Cancellation);
            await client.GetItemAsync(Get("orders"), Cancellation);
        });

        var common = Attributes.Of(("rpc.system.name", "aws-api"), ("rpc.method", "DynamoDB/GetItem"));
        IsCounter(run, "aws.client.retries", "{retry}", (common.Plus(("aws.retry.reason", "server_error")), 1), (common.Plus(("aws.retry.reason", "throttling")), 2));
        Assert.Equal(2, Assert.Single(run.Own("rpc.client.call.duration")).Count);
        HasOnly(run, "rpc.client.call.duration", "db.client.operation.duration", "aws.client.retries");
    }

    [Fact]
    public async Task Messaging_operations_are_timed_by_operation_and_destination()
    {
        using var server = new ScriptedServer(
            Answers.Json("""{"MessageId":"m-1"}"""), Answers.Json("""{"Messages":[{"MessageId":"m-1"},{"MessageId":"m-2"}]}"""), Answers.Json(""), Answers.JsonError("QueueDoesNotExist"));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("SQS", server.Url);
            await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = QueueUrl }, Cancellation);
            await client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = QueueUrl }, Cancellation);
            await client.CallAsync<DeleteMessageResponse>(new DeleteMessageRequest { QueueUrl = QueueUrl }, Cancellation);
            await Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = QueueUrl }, Cancellation));
        });

        IsHistogram(run, "messaging.client.operation.duration", CallBuckets,
            (Operation("send", server.Port), 1),
            (Operation("receive", server.Port), 1),
            (Operation("settle", server.Port), 1),
            (Operation("receive", server.Port).Plus(("error.type", "QueueDoesNotExist")), 1));
        Assert.Equal(4, run.Own("rpc.client.call.duration").Sum(static value => value.Count));
    }

    [Fact]
    public async Task What_is_neither_sent_nor_received_nor_settled_is_no_messaging_operation()
    {
        using var server = new ScriptedServer(Answers.Json("{}"));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("SQS", server.Url);
            await client.CallAsync<PurgeQueueResponse>(new PurgeQueueRequest { QueueUrl = QueueUrl }, Cancellation);
        });

        HasOnly(run, "rpc.client.call.duration");
    }

    [Fact]
    public async Task Messages_that_arrive_are_counted_each()
    {
        using var server = new ScriptedServer(
            Answers.Json("""{"Messages":[{"MessageId":"m-1"},{"MessageId":"m-2"}]}"""), Answers.Json("""{"Messages":[{"MessageId":"m-3"}]}"""), Answers.Json("{}"));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("SQS", server.Url);
            for (var i = 0; i < 3; i++)
                await client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = QueueUrl }, Cancellation);
        });

        Assert.Equal(3, Assert.Single(run.Own("messaging.client.consumed.messages")).Sum);
        Assert.Empty(run.Own("messaging.client.sent.messages"));
    }

    [Fact]
    public async Task Messages_that_are_sent_are_counted_each()
    {
        using var server = new ScriptedServer(Answers.Json("""{"MessageId":"m-1"}"""), Answers.Json("""{"Successful":[]}"""));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("SQS", server.Url);
            await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = QueueUrl }, Cancellation);
            await client.CallAsync<SendMessageBatchResponse>(new SendMessageBatchRequest { QueueUrl = QueueUrl, Entries = [new() { Id = "1" }, new() { Id = "2" }, new() { Id = "3" }] }, Cancellation);
        });

        Assert.Equal(4, Assert.Single(run.Own("messaging.client.sent.messages")).Sum);
        Assert.Empty(run.Own("messaging.client.consumed.messages"));
    }

    /// <summary>
    /// The conventions' counters have no <c>messaging.operation.type</c>: all that they count is of one type.
    /// </summary>
    [Fact]
    public async Task The_counters_have_exactly_the_convention_s_attributes()
    {
        using var server = new ScriptedServer(Answers.Json("""{"MessageId":"m-1"}"""), Answers.Json("""{"Messages":[{"MessageId":"m-1"}]}"""));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("SQS", server.Url);
            await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = QueueUrl }, Cancellation);
            await client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = QueueUrl }, Cancellation);
        });

        IsCounter(run, "messaging.client.sent.messages", "{message}", (Operation("send", server.Port).Without("messaging.operation.type"), 1));
        IsCounter(run, "messaging.client.consumed.messages", "{message}", (Operation("receive", server.Port).Without("messaging.operation.type"), 1));
    }

    /// <summary>The convention counts what a producer attempted to send: its <c>error.type</c> tells what became of it.</summary>
    [Fact]
    public async Task Messages_whose_sending_failed_were_attempted()
    {
        using var server = new ScriptedServer(
            Answers.JsonError("QueueDoesNotExist"), Answers.Json("""{"Successful":[{"Id":"1"}],"Failed":[{"Id":"2","Code":"InternalError"},{"Id":"3","Code":"InternalError"}]}"""));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("SQS", server.Url);
            await Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = QueueUrl }, Cancellation));
            await client.CallAsync<SendMessageBatchResponse>(new SendMessageBatchRequest { QueueUrl = QueueUrl, Entries = [new() { Id = "1" }, new() { Id = "2" }, new() { Id = "3" }] }, Cancellation);
        });

        Assert.Equal(1, Assert.Single(run.Own("messaging.client.sent.messages"), static value => value.Tags["error.type"] is "QueueDoesNotExist").Sum);
        Assert.Equal(4, run.Own("messaging.client.sent.messages").Sum(static value => value.Sum));
    }

    [Fact]
    public async Task A_receive_that_fails_consumes_nothing()
    {
        using var server = new ScriptedServer(Answers.JsonError("QueueDoesNotExist"));
        var run = await MetricRun.Of(async () =>
        {
            using var client = new FakeClient("SQS", server.Url);
            await Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = QueueUrl }, Cancellation));
        });

        Assert.Equal(0, run.Own("messaging.client.consumed.messages").Sum(static value => value.Sum));
    }

    [Fact]
    public async Task A_trace_that_is_sampled_out_is_counted_all_the_same()
    {
        using var server = new ScriptedServer(Item(), Answers.JsonError("InternalServerError", 500), Item());
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.DynamoDb(server.Url, retries: 1);
            await client.GetItemAsync(Get("orders"), Cancellation);
            await client.GetItemAsync(Get("orders"), Cancellation);
        }, sampleRatio: 0);

        Assert.Empty(run.Spans);
        IsHistogram(run, "rpc.client.call.duration", CallBuckets, (Server(server.Port).Plus(("rpc.system.name", "aws-api"), ("rpc.method", "DynamoDB/GetItem")), 2));
        IsHistogram(run, "db.client.operation.duration", DatabaseBuckets,
            (Server(server.Port).Plus(("db.system.name", "aws.dynamodb"), ("db.operation.name", "GetItem"), ("db.collection.name", "orders")), 2));
        Assert.Equal(1, Assert.Single(run.Own("aws.client.retries")).Sum);
    }

    [Fact]
    public async Task Many_calls_at_once_are_all_counted()
    {
        const int calls = 60;
        using var server = new ScriptedServer(Item());
        var run = await MetricRun.Of(async () =>
        {
            using var client = Clients.DynamoDb(server.Url);
            await Task.WhenAll(Enumerable.Range(0, calls).Select(n => client.GetItemAsync(Get(n % 2 == 0 ? "orders" : "users"), Cancellation)));
        });

        Assert.Equal(calls, run.Own("rpc.client.call.duration").Sum(static value => value.Count));
        Assert.Equal([calls / 2, calls / 2], run.Own("db.client.operation.duration").Select(static value => value.Count));
        Assert.Equal(calls, server.Requests.Length);
    }

    private static void HasOnly(MetricRun run, params string[] names) =>
        Assert.Equal(names.Order(StringComparer.Ordinal), run.Values.Where(static value => value.Scope == "AwsOtel").Select(static value => value.Name).Distinct().Order(StringComparer.Ordinal));

    private static void IsHistogram(MetricRun run, string name, double[] bounds, params (IReadOnlyDictionary<string, object> Tags, long Count)[] expected)
    {
        var values = run.Own(name).ToArray();
        Assert.All(values, static value => Assert.Equal("s", value.Unit));
        Assert.All(values, value => Assert.Equal(bounds, value.Bounds));
        Assert.All(values, static value => Assert.InRange(value.Sum, double.Epsilon, 60));
        Assert.Equal(Lines(expected.Select(static row => (row.Tags, row.Count))), Lines(values.Select(static value => (value.Tags, value.Count))));
    }

    private static void IsCounter(MetricRun run, string name, string unit, params (IReadOnlyDictionary<string, object> Tags, long Sum)[] expected)
    {
        var values = run.Own(name).ToArray();
        Assert.All(values, value => Assert.Equal((unit, true), (value.Unit, value.IsMonotonic)));
        Assert.Equal(Lines(expected.Select(static row => (row.Tags, row.Sum))), Lines(values.Select(static value => (value.Tags, (long)value.Sum))));
    }

    private static string Lines(IEnumerable<(IReadOnlyDictionary<string, object> Tags, long Number)> values) =>
        string.Join('\n', values.Select(static value => Attributes.Render(value.Tags).Replace('\n', ' ') + ": " + value.Number).Order(StringComparer.Ordinal));

    private static IReadOnlyDictionary<string, object> Server(int port) => Attributes.Of(("server.address", "127.0.0.1"), ("server.port", (long)port));

    private static IReadOnlyDictionary<string, object> Operation(string name, int port) => Server(port).Plus(
        ("messaging.system", "aws_sqs"), ("messaging.operation.name", name), ("messaging.operation.type", name), ("messaging.destination.name", "orders"));

    private static GetItemRequest Get(string table) => new() { TableName = table, Key = Key() };

    private static Dictionary<string, AttributeValue> Key() => new() { ["id"] = new AttributeValue("1") };

    private static ScriptedResponse Item() => Expected.Json("{}");

    private static ScriptedResponse Missing() => Answers.JsonError("ResourceNotFoundException");
}
