using System.Diagnostics;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>Under which span a call belongs, from wherever it is made, and what belongs under it.</summary>
[Collection(ProcessWide.Name)]
public sealed class AmbientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_on_a_thread_without_context_is_under_the_script()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(server.Url);
        using var host = new Activity("of the host").Start();
        Task call;
        using (ExecutionContext.SuppressFlow())
        {
            call = Task.Run(async () =>
            {
                Assert.Null(Activity.Current);
                await client.ListTablesAsync(Cancellation);
                Assert.Null(Activity.Current);
            }, Cancellation);
        }

        await call;
        var spans = session.End();
        SpanAssert.Names(spans, "DynamoDB.ListTables", "script");
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
    }

    [Fact]
    public async Task A_call_on_a_thread_without_context_is_under_the_newest_script()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(new() { Name = "inner" }, outer);
        using var client = Clients.DynamoDb(server.Url);
        await OnPool();
        inner.End();
        await OnPool();
        var spans = outer.End();

        SpanAssert.Names(spans, "DynamoDB.ListTables", "inner", "DynamoDB.ListTables", "script");
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
        Assert.Equal(spans[3].SpanId, spans[2].ParentSpanId);

        Task OnPool()
        {
            using var flow = ExecutionContext.SuppressFlow();
            return Task.Run(() => client.ListTablesAsync(Cancellation), Cancellation);
        }
    }

    [Fact]
    public async Task A_call_waited_for_synchronously_is_the_same_span()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(server.Url);
        await Task.Factory.StartNew(
            () => client.ListTablesAsync(Cancellation).GetAwaiter().GetResult(), Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var spans = session.End();

        SpanAssert.Names(spans, "DynamoDB.ListTables", "script");
        SpanAssert.OperationHasExactly(Expected.DynamoDb("ListTables", server.Port).Plus(("aws.dynamodb.table_count", 0L)), spans[0]);
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
    }

    [Fact]
    public async Task Concurrent_calls_are_siblings()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(server.Url);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.ListTablesAsync(Cancellation)));
        var spans = session.End();

        Assert.Equal(17, spans.Length);
        Assert.All(spans[..16], span => Assert.Equal(("DynamoDB.ListTables", spans[16].SpanId), (span.Name, span.ParentSpanId)));
    }

    [Fact]
    public async Task The_spans_of_HttpClient_are_under_the_operation_where_somebody_listens()
    {
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "System.Net.Http",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using (var client = Clients.DynamoDb(server.Url))
            await client.ListTablesAsync(Cancellation);
        var spans = session.End();

        var http = Assert.Single(seen);
        Assert.Equal(spans[0].SpanId, http.ParentSpanId.ToHexString());
        Assert.Equal(spans[0].TraceId, http.TraceId.ToHexString());
    }

    [Fact]
    public async Task A_sampled_out_session_makes_no_spans_and_changes_no_call()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":["orders"]}"""));
        using var session = TestSession.Begin(new() { Exporter = [OtelExporter.Memory], SampleRatio = 0 });
        using var client = Clients.DynamoDb(server.Url, retries: 1);
        var response = await client.ListTablesAsync(Cancellation);

        Assert.Equal(["orders"], response.TableNames);
        Assert.False(session.Session.ScriptSpan?.Recorded);
        Assert.False(session.Session.ScriptSpan?.IsAllDataRequested);
        Assert.Equal(new(0, 0, 0, 0, null, null), session.EndWithCounts());
        Assert.Empty(session.Spans);
    }

    [Fact]
    public async Task A_disabled_session_makes_no_spans_and_changes_no_call()
    {
        Environment.SetEnvironmentVariable("OTEL_SDK_DISABLED", "true");
        try
        {
            using var server = new ScriptedServer(Expected.Json("""{"TableNames":["orders"]}"""));
            using var session = TestSession.Begin(environment: new Dictionary<string, string> { ["OTEL_SDK_DISABLED"] = "true" });
            using var client = Clients.DynamoDb(server.Url);

            Assert.Equal(["orders"], (await client.ListTablesAsync(Cancellation)).TableNames);
            Assert.Null(session.Session.ScriptSpan);
            Assert.Equal(new(0, 0, 0, 0, null, null), session.EndWithCounts());
            Assert.Empty(session.Spans);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_SDK_DISABLED", null);
        }
    }
}
