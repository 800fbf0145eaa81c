using System.Collections;
using System.Diagnostics;
using System.Reflection;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>Where our handlers stand in a client's pipeline, and that nothing of them stays behind.</summary>
[Collection(ProcessWide.Name)]
public sealed class PipelineTests
{
    private const string Address = "http://127.0.0.1:1";

    private static readonly string[] AllOfOurs =
        ["OperationHandler", "MarshalledHandler", "PhaseHandler", "PhaseHandler", "AttemptHandler", "TransportHandler"];

    [Fact]
    public void Our_handlers_stand_next_to_those_of_the_SDK_whose_work_they_watch()
    {
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(Address);
        var handlers = Clients.Handlers(client).ToList();

        Assert.IsType<OperationHandler>(handlers[0]);
        Assert.IsAssignableFrom<RetryHandler>(Assert.Single(handlers.OfType<AttemptHandler>()).OuterHandler);
        Assert.IsType<TransportHandler>(handlers[^2]);
        Assert.IsAssignableFrom<Marshaller>(Assert.Single(handlers.OfType<MarshalledHandler>()).OuterHandler);
        Assert.Equal(["AmazonDynamoDBAuthSchemeHandler", "AmazonDynamoDBEndpointResolver"], handlers.OfType<PhaseHandler>().Select(static handler => handler.OuterHandler.GetType().Name));
        Assert.Equal(AllOfOurs, Ours(handlers));
        for (var i = 1; i < handlers.Count; i++)
            Assert.Same(handlers[i - 1], handlers[i].OuterHandler);
    }

    [Fact]
    public void A_client_made_without_a_session_has_no_handler_of_ours()
    {
        using (TestSession.Begin())
        {
        }

        using var client = Clients.DynamoDb(Address);
        Assert.Empty(Ours(Clients.Handlers(client)));
    }

    [Fact]
    public void Nested_sessions_join_a_pipeline_once()
    {
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(outer: outer);
        Assert.Single(Customizers());
        using var client = Clients.DynamoDb(Address);
        Assert.Equal(AllOfOurs, Ours(Clients.Handlers(client)));
        inner.End();
        Assert.Single(Customizers());
        outer.End();
        Assert.Empty(Customizers());
    }

    [Fact]
    public void A_pipeline_is_joined_once_however_often_it_is_customized()
    {
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(Address);
        var pipeline = new RuntimePipeline(Clients.Handlers(client).First());
        new PipelineCustomizer().Customize(client.GetType(), pipeline);

        Assert.Equal(AllOfOurs, Ours(Clients.Handlers(client)));
    }

    [Fact]
    public void A_pipeline_without_retries_loses_its_attempts_only()
    {
        var pipeline = new RuntimePipeline([new ErrorCallbackHandler(), new CallbackHandler()]);
        new PipelineCustomizer().Customize(typeof(PipelineTests), pipeline);

        Assert.Equal(["TransportHandler", "ErrorCallbackHandler"], pipeline.EnumerateHandlers().Select(static handler => handler.GetType().Name).Where(static name => name is "TransportHandler" or "AttemptHandler" or "ErrorCallbackHandler"));
        Assert.IsType<OperationHandler>(pipeline.Handler);
    }

    [Fact]
    public async Task A_handler_that_throws_at_once_is_a_failure_as_any_other()
    {
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(Address);
        Clients.Handlers(client).OfType<TransportHandler>().Single().InnerHandler = new ThrowingHandler();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => client.ListTablesAsync(TestContext.Current.CancellationToken));
        Assert.Null(Activity.Current);
        var span = session.End()[0];

        Assert.Equal("at once", thrown.Message);
        Assert.Equal((OtelStatus.Error, "System.InvalidOperationException"), (span.Status, span.Attributes["error.type"]));
        Assert.Contains("aws.phase.first_byte", span.Attributes.Keys);
    }

    [Fact]
    public void Sessions_come_and_go_without_a_trace()
    {
        Assert.Empty(Customizers());
        Round();
        var threads = Process.GetCurrentProcess().Threads.Count;
        for (var i = 0; i < 100; i++)
            Round();

        Assert.Empty(Customizers());
        Assert.Null(AwsOtel.Engine.Session.SessionRegistry.NewestScriptSpan);
        Assert.Empty(AwsOtel.Engine.Session.SessionRegistry.All());
        Assert.InRange(Process.GetCurrentProcess().Threads.Count, 1, threads + 5);

        static void Round()
        {
            using var session = TestSession.Begin();
            using var client = Clients.DynamoDb(Address);
            SpanAssert.Names(session.End(), "script");
        }
    }

    private sealed class ThrowingHandler : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext) => throw new InvalidOperationException("at once");
    }

    private static IEnumerable<string> Ours(IEnumerable<Amazon.Runtime.IPipelineHandler> handlers) =>
        handlers.Select(static handler => handler.GetType()).Where(static type => type.Assembly == typeof(PipelineCustomizer).Assembly).Select(static type => type.Name);

    private static object[] Customizers() =>
        ((IEnumerable)typeof(RuntimePipelineCustomizerRegistry).GetField("_customizers", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(RuntimePipelineCustomizerRegistry.Instance)!).Cast<object>().ToArray();
}
