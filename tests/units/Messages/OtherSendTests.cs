using System.Text;
using Amazon.EventBridge.Model;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using Amazon.SimpleNotificationService.Model;
using Amazon.StepFunctions.Model;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Messages;

/// <summary>What SNS, EventBridge, Step Functions and Lambda are sent, whole.</summary>
[Collection(ProcessWide.Name)]
public sealed class OtherSendTests
{
    private const string TopicArn = "arn:aws:sns:eu-west-1:123456789012:orders";
    private const int LongestClientContext = 3583;

    private static readonly ScriptedResponse Published = Answers.Query("Publish", "<MessageId>m-1</MessageId>");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, false, true)]
    [InlineData(9, false, true)]
    [InlineData(10, false, false)]
    [InlineData(7, true, true)]
    [InlineData(8, true, false)]
    public async Task Publish_carries_all_fields_or_none(int own, bool allFields, bool fits)
    {
        var request = new PublishRequest { TopicArn = TopicArn, Message = "hello", MessageAttributes = Own(own) };
        var before = new Untouched(request);
        var run = await MessageRun.Of<PublishResponse>("SNS", request, Published, allFields);
        before.Verify();
        var span = run.Span("SNS.Publish");

        var attributes = Own(own);
        if (fits)
            Add(attributes, MessageRun.Fields(span, allFields));
        Assert.Equal(FakeForm.Render("Publish", new PublishRequest { TopicArn = TopicArn, Message = "hello", MessageAttributes = attributes }), Assert.Single(run.Bodies));
        Assert.Equal(fits ? 0 : 1, span.Events.Count);
    }

    [Fact]
    public async Task A_text_message_to_a_phone_stays_as_it_is()
    {
        var request = new PublishRequest { PhoneNumber = "+4900", Message = "hello" };
        var run = await MessageRun.Of<PublishResponse>("SNS", request, Published);
        Assert.Equal(FakeForm.Render("Publish", request), Assert.Single(run.Bodies));
        Assert.Empty(run.Span("SNS.Publish").Events);
    }

    [Fact]
    public async Task Each_entry_of_a_publish_batch_carries_a_context_of_its_own()
    {
        int[] own = [0, 10, 9];
        var request = Batch();
        var before = new Untouched(request);
        var run = await MessageRun.Of<PublishBatchResponse>("SNS", request,
            Answers.Query("PublishBatch", "<Failed/><Successful><member><Id>2</Id><MessageId>m-2</MessageId></member><member><Id>0</Id><MessageId>m-0</MessageId></member></Successful>"));
        before.Verify();

        var creates = run.Spans.Where(static span => span.Name == "orders create").OrderBy(static span => span.StartTime).ToArray();
        var sent = Batch();
        Add(sent.PublishBatchRequestEntries![0].MessageAttributes!, MessageRun.Fields(creates[0]));
        Add(sent.PublishBatchRequestEntries[2].MessageAttributes!, MessageRun.Fields(creates[1]));
        Assert.Equal(FakeForm.Render("PublishBatch", sent), Assert.Single(run.Bodies));
        SpanAssert.Names(run.Spans, "orders create", "orders create", "SNS.PublishBatch", "script");
        Assert.Equal(["m-0", "m-2"], creates.Select(static span => span.Attributes["messaging.message.id"]));
        Assert.Equal("aws.context.not_injected", Assert.Single(run.Span("SNS.PublishBatch").Events).Name);

        PublishBatchRequest Batch() => new()
        {
            TopicArn = TopicArn,
            PublishBatchRequestEntries = own.Select(static (count, id) => new PublishBatchRequestEntry { Id = $"{id}", Message = "hello", MessageAttributes = Own(count) }).ToList(),
        };
    }

    [Fact]
    public async Task Each_event_carries_a_trace_header_of_its_own()
    {
        var request = Events();
        var before = new Untouched(request);
        var run = await MessageRun.Of<PutEventsResponse>("EventBridge", request,
            Answers.Json("""{"FailedEntryCount":1,"Entries":[{"EventId":"e-0"},{"EventId":"e-1"},{"ErrorCode":"InternalFailure"}]}"""));
        before.Verify();

        var creates = run.Spans.Where(static span => span.Name == "orders create").OrderBy(static span => span.StartTime).ToArray();
        var sent = Events();
        (sent.Entries![0].TraceHeader, sent.Entries[2].TraceHeader) = (MessageRun.XRay(creates[0]), MessageRun.XRay(creates[1]));
        MessageRun.SameJson(FakeJson.Render(sent), Assert.Single(run.Bodies));
        var created = Attributes.Of(
            ("messaging.system", "aws.eventbridge"), ("messaging.operation.name", "create"), ("messaging.operation.type", "create"), ("messaging.destination.name", "orders"));
        SpanAssert.HasExactly(created.Plus(("messaging.message.id", "e-0")), creates[0]);
        SpanAssert.HasExactly(created.Plus(("error.type", "InternalFailure")), creates[1]);
        Assert.Equal([OtelStatus.Unset, OtelStatus.Error], creates.Select(static span => span.Status));
        Assert.Empty(run.Span("EventBridge.PutEvents").Events);

        static PutEventsRequest Events() => new() { Entries = [Event(null), Event("Root=mine"), Event(null)] };

        static PutEventsRequestEntry Event(string? header) => new() { EventBusName = "orders", Source = "shop", DetailType = "placed", Detail = "{}", TraceHeader = header };
    }

    [Fact]
    public async Task An_execution_carries_the_trace_header()
    {
        var run = await MessageRun.Of<StartExecutionResponse>("SFN", new StartExecutionRequest { StateMachineArn = "arn:a", Input = "{}" }, Answers.Json("{}"));
        MessageRun.SameJson(
            FakeJson.Render(new StartExecutionRequest { StateMachineArn = "arn:a", Input = "{}", TraceHeader = MessageRun.XRay(run.Span("SFN.StartExecution")) }), run.Bodies[0]);

        var sync = await MessageRun.Of<StartSyncExecutionResponse>("SFN", new StartSyncExecutionRequest { StateMachineArn = "arn:a" }, Answers.Json("{}"));
        MessageRun.SameJson(
            FakeJson.Render(new StartSyncExecutionRequest { StateMachineArn = "arn:a", TraceHeader = MessageRun.XRay(sync.Span("SFN.StartSyncExecution")) }), sync.Bodies[0]);

        var own = new StartExecutionRequest { StateMachineArn = "arn:a", TraceHeader = "Root=mine" };
        MessageRun.SameJson(FakeJson.Render(own), (await MessageRun.Of<StartExecutionResponse>("SFN", own, Answers.Json("{}"))).Bodies[0]);
    }

    /// <param name="own">The caller's client context; null for none.</param>
    /// <param name="expected">What is sent, with <c>@</c> for the fields; null for what the caller has.</param>
    /// <param name="reason">Why it is not; null where that is no matter for the reader of the trace.</param>
    [Theory]
    [InlineData(null, """{"custom":{@}}""", null)]
    [InlineData("{}", """{"custom":{@}}""", null)]
    [InlineData("""{"client":{"installation_id":1.50}}""", """{"custom":{@},"client":{"installation_id":1.50}}""", null)]
    [InlineData(""" { "custom" : {"a":"\u00e9"}, "env": [1] } """, """ { "custom" : {@,"a":"\u00e9"}, "env": [1] } """, null)]
    [InlineData("""{"env":{"custom":{"traceparent":"x"}},"custom":{}}""", """{"env":{"custom":{"traceparent":"x"}},"custom":{@}}""", null)]
    [InlineData("""{"custom":{"traceparent":"mine"}}""", null, null)]
    [InlineData("""{"custom":{"baggage":"mine"}}""", null, null)]
    [InlineData("""{"custom":"text"}""", null, "unreadable")]
    [InlineData("""{"custom":{},"custom":{}}""", null, "unreadable")]
    [InlineData("""{"a":1""", null, "unreadable")]
    [InlineData("""{} {}""", null, "unreadable")]
    [InlineData("""[1]""", null, "unreadable")]
    [InlineData("not json", null, "unreadable")]
    public async Task A_client_context_is_added_to_and_never_broken(string? own, string? expected, string? reason)
    {
        var request = new InvokeRequest { FunctionName = "charge", ClientContext = own };
        var before = new Untouched(request);
        var run = await MessageRun.Of<InvokeResponse>("Lambda", request, Answers.Json("{}"), allFields: true);
        before.Verify();
        var span = run.Span("Lambda.Invoke");

        var fields = string.Join(',', MessageRun.Fields(span, allFields: true).Select(static field => $"\"{field.Name}\":\"{field.Value}\""));
        MessageRun.SameJson(FakeJson.Render(new InvokeRequest { FunctionName = "charge", ClientContext = expected?.Replace("@", fields, StringComparison.Ordinal) ?? own }), Assert.Single(run.Bodies));
        Assert.Equal(reason, span.Events.Count == 0 ? null : span.Events[0].Attributes["aws.context.reason"]);
    }

    [Fact]
    public async Task A_client_context_that_is_no_base64_stays_as_it_is()
    {
        var request = new InvokeRequest { FunctionName = "charge", ClientContextBase64 = "***" };
        var run = await MessageRun.Of("Lambda", client => client.CallAsync<InvokeResponse>(request, Cancellation), [Answers.Json("{}")]);
        MessageRun.SameJson("""{"ClientContextBase64":"***","FunctionName":"charge"}""", Assert.Single(run.Bodies));
        Assert.Equal("unreadable", Assert.Single(run.Span("Lambda.Invoke").Events).Attributes["aws.context.reason"]);
    }

    /// <summary>What is sent is at most as long as Lambda takes, in characters of base64.</summary>
    [Theory]
    [InlineData(2580, true)]
    [InlineData(2640, false)]
    public async Task A_client_context_is_never_made_too_long(int length, bool fits)
    {
        var request = new InvokeRequest { FunctionName = "charge", ClientContext = $$"""{"a":"{{new string('x', length - 8)}}"}""" };
        var run = await MessageRun.Of<InvokeResponse>("Lambda", request, Answers.Json("{}"));
        var sent = global::System.Text.Json.JsonDocument.Parse(run.Bodies[0]).RootElement.GetProperty("ClientContextBase64").GetString()!;

        Assert.InRange(sent.Length, 1, LongestClientContext);
        Assert.Equal(fits, Encoding.UTF8.GetString(Convert.FromBase64String(sent)).Contains("traceparent", StringComparison.Ordinal));
        Assert.Equal(fits ? null : "too_large", run.Span("Lambda.Invoke").Events.Count == 0 ? null : run.Span("Lambda.Invoke").Events[0].Attributes["aws.context.reason"]);
    }

    [Theory]
    [InlineData("Event", false)]
    [InlineData("DryRun", false)]
    [InlineData("RequestResponse", true)]
    public async Task Only_a_function_that_is_waited_for_gets_a_client_context(string type, bool gets)
    {
        var request = new InvokeRequest { FunctionName = "charge", InvocationType = new InvocationType(type) };
        var run = await MessageRun.Of<InvokeResponse>("Lambda", request, Answers.Json("{}"));
        Assert.Equal(gets, run.Bodies[0].Contains("ClientContext", StringComparison.Ordinal));
        Assert.Empty(run.Span("Lambda.Invoke").Events);
    }

    [Fact]
    public async Task A_streaming_invocation_carries_the_client_context()
    {
        var run = await MessageRun.Of<InvokeWithResponseStreamResponse>("Lambda", new InvokeWithResponseStreamRequest { FunctionName = "charge" }, Answers.Json("{}"));
        var expected = $$$"""{"custom":{"traceparent":"{{{MessageRun.Fields(run.Span("Lambda.InvokeWithResponseStream"))[0].Value}}}"}}""";
        MessageRun.SameJson(
            FakeJson.Render(new InvokeWithResponseStreamRequest { FunctionName = "charge", ClientContext = Convert.ToBase64String(Encoding.UTF8.GetBytes(expected)) }), Assert.Single(run.Bodies));
    }

    [Fact]
    public async Task Other_operations_of_these_services_stay_as_they_are()
    {
        (string Service, AmazonWebServiceRequest Request)[] calls =
        [
            ("Lambda", new InvokeAsyncRequest { FunctionName = "charge" }),
            ("SFN", new DescribeExecutionRequest { ExecutionArn = "arn:a" }),
            ("EventBridge", new DescribeEventBusRequest { Name = "orders" }),
            ("SQS", new Amazon.SQS.Model.DeleteMessageRequest { QueueUrl = "https://example.com/orders", ReceiptHandle = "r" }),
        ];
        foreach (var (service, request) in calls)
        {
            var run = await MessageRun.Of<Amazon.SQS.Model.DeleteMessageResponse>(service, request, Answers.Json("{}"));
            MessageRun.SameJson(FakeJson.Render(request), Assert.Single(run.Bodies));
        }
    }

    private static Dictionary<string, MessageAttributeValue> Own(int count) =>
        Enumerable.Range(0, count).ToDictionary(static i => $"own-{i}", static i => Text($"{i}"));

    private static void Add(Dictionary<string, MessageAttributeValue> attributes, IReadOnlyList<(string Name, string Value)> fields)
    {
        foreach (var (name, value) in fields)
            attributes[name] = Text(value);
    }

    private static MessageAttributeValue Text(string text) => new() { DataType = "String", StringValue = text };
}
