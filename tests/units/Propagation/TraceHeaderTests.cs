using AwsOtel.Engine.Propagation;
using AwsOtel.Tests.Support;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Xunit;

namespace AwsOtel.Tests.Propagation;

/// <summary>What goes out with an AWS call: X-Ray's header of its span where that propagator is on, and nothing else ever.</summary>
[Collection(ProcessWide.Name)]
public sealed class TraceHeaderTests
{
    private static readonly string[] ContextHeaders = ["traceparent", "tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled", "x-amzn-trace-id"];

    [Fact]
    public async Task Every_attempt_carries_the_header_of_the_operation_once_and_unsigned()
    {
        using var server = new ScriptedServer(Expected.Json("{}", 500), Expected.Json("{}", 500), Expected.Json("""{"TableNames":[]}"""));
        using var session = Begin("tracecontext", "baggage", "b3", "b3multi", "xray");
        using var client = Clients.DynamoDb(server.Url, retries: 2);
        await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var operation = Assert.Single(session.End(), static span => span.Name == "DynamoDB.ListTables");

        Assert.Equal(3, server.Requests.Length);
        foreach (var request in server.Requests)
        {
            Assert.Equal(["x-amzn-trace-id"], request.HeaderNames.Where(static name => ContextHeaders.Contains(name)));
            Assert.Equal($"Root=1-{operation.TraceId[..8]}-{operation.TraceId[8..]};Parent={operation.SpanId};Sampled=1", request.Header("X-Amzn-Trace-Id"));
            Assert.DoesNotContain("x-amzn-trace-id", request.Header("Authorization"), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Without_xray_no_header_goes_out()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = Begin("tracecontext", "baggage", "b3", "b3multi");
        using var client = Clients.DynamoDb(server.Url);
        await client.ListTablesAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(Assert.Single(server.Requests).HeaderNames, static name => ContextHeaders.Contains(name));
    }

    [Fact]
    public async Task A_call_that_is_sampled_out_tells_so()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin(new() { Exporter = [OtelExporter.Memory], SampleRatio = 0, Propagator = ["xray"] });
        using var client = Clients.DynamoDb(server.Url);
        await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var script = session.Session.ScriptSpan!;
        var trace = script.TraceId.ToHexString();

        Assert.Equal($"Root=1-{trace[..8]}-{trace[8..]};Parent={script.SpanId};Sampled=0", Assert.Single(server.Requests).Header("X-Amzn-Trace-Id"));
    }

    /// <summary>In Lambda the SDK puts the function's header on each call, where nobody else has: here the caller has, by an event.</summary>
    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0", "")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0;Lineage=a87bd80c:1|68fd508a:5", ";Lineage=a87bd80c:1|68fd508a:5")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=a87bd80c:1;Sampled=0", ";Lineage=a87bd80c:1")]
    public void The_SDKs_own_header_is_replaced_and_its_lineage_stays(string own, string lineage)
    {
        using var session = Begin("xray");
        using var client = Clients.DynamoDb("http://127.0.0.1:1");
        var handler = Clients.Handlers(client).OfType<AwsOtel.Engine.SdkSpans.MarshalledHandler>().Single();
        var request = new Amazon.Runtime.Internal.DefaultRequest(new Amazon.DynamoDBv2.Model.ListTablesRequest(), "Amazon.DynamoDBv2");
        request.Headers["x-amzn-trace-id"] = own;
        var context = new Amazon.Runtime.Internal.ExecutionContext(
            new Amazon.Runtime.Internal.RequestContext(enableMetric: false) { Request = request }, new Amazon.Runtime.Internal.ResponseContext());
        handler.InnerHandler = new Stop();
        handler.InvokeSync(context);
        var script = session.Session.ScriptSpan!;
        var trace = script.TraceId.ToHexString();

        Assert.Equal($"Root=1-{trace[..8]}-{trace[8..]};Parent={script.SpanId};Sampled=1{lineage}", Assert.Single(request.Headers).Value);
    }

    [Fact]
    public void The_process_has_the_propagators_of_the_first_session_until_the_last_ends()
    {
        var mine = new XRayPropagator();
        Sdk.SetDefaultTextMapPropagator(mine);
        using var outer = Begin("b3");
        var during = Propagators.DefaultTextMapPropagator;
        using var inner = TestSession.Begin(new() { Name = "inner", Propagator = ["xray"] }, outer);

        Assert.Equal(["b3"], during.Fields!);
        Assert.Same(during, Propagators.DefaultTextMapPropagator);
        Assert.Contains("b3", Assert.Single(inner.Warnings), StringComparison.Ordinal);
        outer.End();
        Assert.Same(during, Propagators.DefaultTextMapPropagator);
        inner.End();
        Assert.Same(mine, Propagators.DefaultTextMapPropagator);
    }

    private static TestSession Begin(params string[] propagators) =>
        TestSession.Begin(new() { Name = "script", Exporter = [OtelExporter.Memory], Propagator = propagators, BaggageAttribute = [] });

    private sealed class Stop : Amazon.Runtime.Internal.PipelineHandler
    {
        public override void InvokeSync(Amazon.Runtime.IExecutionContext executionContext)
        {
        }
    }
}
