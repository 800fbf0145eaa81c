using System.Diagnostics;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.SQS.Model;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Messages;

/// <summary>What SendMessage and SendMessageBatch send, whole, and that the caller's objects are what they were.</summary>
[Collection(ProcessWide.Name)]
public sealed class SqsSendTests
{
    private const string Url = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";
    private const string Skipped = "aws.context.not_injected";

    private static readonly string[] Fields = ["traceparent", "tracestate", "baggage"];

    private static readonly ScriptedResponse Sent = Answers.Json("""{"MessageId":"m-1"}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, false, true)]
    [InlineData(8, false, true)]
    [InlineData(9, false, true)]
    [InlineData(10, false, false)]
    [InlineData(0, true, true)]
    [InlineData(7, true, true)]
    [InlineData(8, true, false)]
    [InlineData(9, true, false)]
    [InlineData(10, true, false)]
    public async Task All_fields_go_in_or_none(int own, bool allFields, bool fits)
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = own == 0 ? null : Own(own) };
        var before = new Untouched(request);
        var run = await MessageRun.Of<SendMessageResponse>("SQS", request, Sent, allFields);
        var span = run.Span("SQS.SendMessage");

        before.Verify();
        var attributes = Own(own);
        if (fits)
            Add(attributes, span, allFields);
        MessageRun.SameJson(
            FakeJson.Render(new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = attributes, MessageSystemAttributes = System(span) }),
            Assert.Single(run.Bodies));
        if (fits)
            Assert.Empty(span.Events);
        else
            AssertSkipped(span, "no_room", 1);
    }

    [Theory]
    [InlineData("traceparent")]
    [InlineData("tracestate")]
    [InlineData("baggage")]
    public async Task A_context_of_the_callers_own_stays_the_only_one(string name)
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = new() { [name] = Text("mine") } };
        var before = FakeJson.Render(request);
        var run = await MessageRun.Of<SendMessageResponse>("SQS", request, Sent, allFields: true);

        MessageRun.SameJson(before, Assert.Single(run.Bodies));
        Assert.Empty(run.Span("SQS.SendMessage").Events);
    }

    [Fact]
    public async Task A_trace_header_of_the_callers_own_stays_the_only_context()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageSystemAttributes = new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = "Root=mine" } } };
        var before = FakeJson.Render(request);
        var run = await MessageRun.Of<SendMessageResponse>("SQS", request, Sent);

        MessageRun.SameJson(before, Assert.Single(run.Bodies));
    }

    [Fact]
    public async Task The_same_object_in_two_sessions_carries_the_trace_of_each()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = Own(1) };
        var before = new Untouched(request);
        var first = await MessageRun.Of<SendMessageResponse>("SQS", request, Sent);
        before.Verify();
        var second = await MessageRun.Of<SendMessageResponse>("SQS", request, Sent, allFields: true);
        before.Verify();

        MessageRun.SameJson(FakeJson.Render(Traced(first.Span("SQS.SendMessage"), false)), Assert.Single(first.Bodies));
        MessageRun.SameJson(FakeJson.Render(Traced(second.Span("SQS.SendMessage"), true)), Assert.Single(second.Bodies));
        Assert.NotEqual(first.Bodies, second.Bodies);

        static SendMessageRequest Traced(OtelSpan span, bool allFields) => new()
        {
            QueueUrl = Url, MessageBody = "hello", MessageAttributes = Add(Own(1), span, allFields), MessageSystemAttributes = System(span),
        };
    }

    [Fact]
    public async Task The_callers_object_is_as_it_was_while_the_call_is_on_its_way()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = Own(2) };
        var before = new Untouched(request);
        var looked = new TaskCompletionSource();
        using var server = new ScriptedServer(Sent with { After = looked.Task });
        using var session = TestSession.Begin();
        using var client = new FakeClient("SQS", server.Url);
        var call = client.CallAsync<SendMessageResponse>(request, Cancellation);
        before.Verify();
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Length == 1, TimeSpan.FromMinutes(1)), "the call did not arrive");
        before.Verify();
        looked.SetResult();
        await call;
        before.Verify();
    }

    [Fact]
    public async Task The_same_object_sent_by_many_at_once_carries_the_trace_of_each_call()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = Own(9) };
        var before = new Untouched(request);
        var run = await MessageRun.Of(
            "SQS", client => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => client.CallAsync<SendMessageResponse>(request, Cancellation)))), [Sent]);
        before.Verify();

        var sends = run.Spans.Where(static span => span.Name == "SQS.SendMessage").ToArray();
        Assert.Equal(20, sends.Length);
        var expected = sends.Select(static span => FakeJson.Render(new SendMessageRequest
        {
            QueueUrl = Url, MessageBody = "hello", MessageAttributes = Add(Own(9), span, false), MessageSystemAttributes = System(span),
        }));
        Assert.Equal(expected.Order(StringComparer.Ordinal), run.Bodies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_callers_object_is_as_it_was_after_a_failure_and_after_a_cancellation()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = Own(2) };
        var before = new Untouched(request);
        await MessageRun.Of("SQS", async client =>
        {
            await Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync<SendMessageResponse>(request, Cancellation));
            before.Verify();
            Assert.ThrowsAny<Exception>(() => client.Call<SendMessageResponse>(request));
            before.Verify();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CallAsync<SendMessageResponse>(request, new CancellationToken(canceled: true)));
            before.Verify();
        }, [Answers.JsonError("QueueDoesNotExist")]);
    }

    [Fact]
    public async Task A_retry_sends_the_same_once_injected_message()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = Own(9) };
        var run = await MessageRun.Of(
            "SQS", client => client.CallAsync<SendMessageResponse>(request, Cancellation), [Answers.JsonError("InternalError", 500), Sent], retries: 2);

        Assert.Equal(2, run.Bodies.Length);
        Assert.Equal(run.Bodies[0], run.Bodies[1]);
        MessageRun.SameJson(
            FakeJson.Render(new SendMessageRequest
            {
                QueueUrl = Url, MessageBody = "hello", MessageAttributes = Add(Own(9), run.Span("SQS.SendMessage"), false), MessageSystemAttributes = System(run.Span("SQS.SendMessage")),
            }),
            run.Bodies[1]);
    }

    [Fact]
    public async Task A_synchronous_call_carries_the_context_as_well()
    {
        var run = await MessageRun.Of("SQS", client => Task.FromResult(client.Call<SendMessageResponse>(new SendMessageRequest { QueueUrl = Url, MessageBody = "hello" })), [Sent]);
        var span = run.Span("SQS.SendMessage");
        MessageRun.SameJson(
            FakeJson.Render(new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = Add([], span, false), MessageSystemAttributes = System(span) }), run.Bodies[0]);
    }

    /// <summary>The SDK checks the digest of the attributes against the request that it made the HTTP request of: that has ours in it.</summary>
    [Fact]
    public async Task The_check_of_the_SDK_is_made_against_what_was_sent()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello", MessageAttributes = Own(1) };
        var ofTheCallers = Answers.Json($$"""{"MessageId":"m-1","MD5OfMessageAttributes":"{{FakeSqsValidation.Digest(request.MessageAttributes)}}"}""");
        using var server = new ScriptedServer(ofTheCallers);
        using (var client = new FakeClient("SQS", server.Url))
            await client.CallAsync<SendMessageResponse>(request, Cancellation);
        using var session = TestSession.Begin();
        using var traced = new FakeClient("SQS", server.Url);
        await Assert.ThrowsAsync<FakeSqsException>(() => traced.CallAsync<SendMessageResponse>(request, Cancellation));
    }

    /// <summary>The consumer is not to begin a trace of its own.</summary>
    [Fact]
    public async Task A_trace_that_is_sampled_out_is_carried_as_that()
    {
        var run = await MessageRun.Of<SendMessageResponse>("SQS", new SendMessageRequest { QueueUrl = Url, MessageBody = "hello" }, Sent, flags: "00");

        Assert.Empty(run.Spans);
        Assert.Matches(
            $$$"""^{"MessageAttributes":{"traceparent":{"DataType":"String","StringValue":"00-{{{MessageRun.TraceId}}}-[0-9a-f]{16}-00"}},"MessageBody":"hello","MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=[0-9a-f]{16};Sampled=0"}},"QueueUrl":"{{{Url}}}"}$""",
            Assert.Single(run.Bodies));
    }

    /// <summary>As in a block of Use-OtelContext: what is around the call is known by its context alone.</summary>
    [Fact]
    public async Task A_trace_of_another_process_that_is_sampled_out_is_carried_as_that()
    {
        var remote = ActivityContext.Parse($"00-{MessageRun.TraceId}-b7ad6b7169203331-00", null);
        MessageRun run;
        AmbientSpan.OfRunspace = () => new SpanParent(null, remote);
        try
        {
            run = await MessageRun.Of<SendMessageResponse>("SQS", new SendMessageRequest { QueueUrl = Url, MessageBody = "hello" }, Sent);
        }
        finally
        {
            AmbientSpan.OfRunspace = static () => default;
        }

        Assert.Equal("script", Assert.Single(run.Spans).Name);
        MessageRun.SameJson(
            $$$"""{"MessageAttributes":{"traceparent":{"DataType":"String","StringValue":"00-{{{MessageRun.TraceId}}}-b7ad6b7169203331-00"}},"MessageBody":"hello","MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=0"}},"QueueUrl":"{{{Url}}}"}""",
            Assert.Single(run.Bodies));
    }

    [Fact]
    public async Task Without_a_session_nothing_is_added()
    {
        using var server = new ScriptedServer(Sent, Sent);
        FakeClient client;
        using (TestSession.Begin())
            client = new FakeClient("SQS", server.Url);
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = "hello" };
        using (client)
            await client.CallAsync<SendMessageResponse>(request, Cancellation);
        MessageRun.SameJson(FakeJson.Render(request), global::System.Text.Encoding.UTF8.GetString(Assert.Single(server.Requests).Body));
    }

    [Fact]
    public async Task With_the_propagators_off_nothing_is_added_and_nothing_asked_for()
    {
        AmazonWebServiceRequest[] requests = [new SendMessageRequest { QueueUrl = Url, MessageBody = "hello" }, new ReceiveMessageRequest { QueueUrl = Url }];
        foreach (var request in requests)
        {
            var run = await MessageRun.Of("SQS", client => client.CallAsync<ReceiveMessageResponse>(request, Cancellation), [Answers.Json("{}")], propagators: "none");
            MessageRun.SameJson(FakeJson.Render(request), Assert.Single(run.Bodies));
        }
    }

    /// <summary>What ReceiveMessage asks for, whole; the caller's own names stay, in the list where they stand.</summary>
    [Fact]
    public async Task A_receive_asks_for_what_is_missing()
    {
        (ReceiveMessageRequest Request, ReceiveMessageRequest Sent)[] rows =
        [
            (new(), new() { MessageAttributeNames = [.. Fields], MessageSystemAttributeNames = ["AWSTraceHeader"] }),
            (new() { MessageAttributeNames = ["own"] }, new() { MessageAttributeNames = ["own", .. Fields], MessageSystemAttributeNames = ["AWSTraceHeader"] }),
            (new() { MessageAttributeNames = ["trace.*"], AttributeNames = ["SenderId"] }, new() { MessageAttributeNames = ["trace.*", "baggage"], AttributeNames = ["SenderId", "AWSTraceHeader"] }),
            (new() { MessageAttributeNames = ["All"], AttributeNames = ["All"] }, new() { MessageAttributeNames = ["All"], AttributeNames = ["All"] }),
            (new() { MessageAttributeNames = [".*"], MessageSystemAttributeNames = ["AWSTraceHeader"] }, new() { MessageAttributeNames = [".*"], MessageSystemAttributeNames = ["AWSTraceHeader"] }),
        ];
        foreach (var (request, sent) in rows)
        {
            var before = new Untouched(request);
            var run = await MessageRun.Of<ReceiveMessageResponse>("SQS", request, Answers.Json("{}"));
            before.Verify();
            MessageRun.SameJson(Sorted(FakeJson.Render(sent)), Sorted(Assert.Single(run.Bodies)));
        }

        // The propagators' fields have no order.
        static string Sorted(string body)
        {
            var request = JsonSerializer.Deserialize<ReceiveMessageRequest>(body)!;
            request.MessageAttributeNames!.Sort(StringComparer.Ordinal);
            return FakeJson.Render(request);
        }
    }

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(1024 * 1024)]
    public async Task A_message_is_never_made_too_large(int limit)
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = new string('x', limit - 50) };
        var run = await MessageRun.Of<SendMessageResponse>("SQS", request, Sent);
        var span = run.Span("SQS.SendMessage");

        MessageRun.SameJson(FakeJson.Render(new SendMessageRequest { QueueUrl = Url, MessageBody = request.MessageBody, MessageSystemAttributes = System(span) }), Assert.Single(run.Bodies));
        AssertSkipped(span, "too_large", 1);
    }

    [Fact]
    public async Task A_large_message_with_room_enough_carries_the_context()
    {
        var request = new SendMessageRequest { QueueUrl = Url, MessageBody = new string('x', 256 * 1024 - 200) };
        var run = await MessageRun.Of<SendMessageResponse>("SQS", request, Sent);
        Assert.Contains("\"traceparent\"", Assert.Single(run.Bodies), StringComparison.Ordinal);
        Assert.Empty(run.Span("SQS.SendMessage").Events);
    }

    /// <summary>Room for 3 fields is in those with 0 and 7 attributes; the others carry the trace by AWSTraceHeader alone; one has its own.</summary>
    [Fact]
    public async Task Each_entry_of_a_batch_carries_a_context_of_its_own()
    {
        int[] own = [0, 8, 7, 10, 0, 0, 0, 9, 0, 0];
        var request = new SendMessageBatchRequest { QueueUrl = Url, Entries = own.Select(Entry).ToList() };
        request.Entries[4].MessageAttributes = new() { ["traceparent"] = Text("mine") };
        var before = new Untouched(request);
        var run = await MessageRun.Of<SendMessageBatchResponse>("SQS", request,
            Answers.Json("""{"Successful":[{"Id":"0","MessageId":"m-0"},{"Id":"9","MessageId":"m-9"},{"Id":"8","MessageId":"m-8"}],"Failed":[{"Id":"7","Code":"InternalError","SenderFault":false}]}"""), allFields: true);
        before.Verify();

        var send = run.Span("SQS.SendMessageBatch");
        var creates = run.Spans.Where(static span => span.Name == "orders create").OrderBy(static span => span.StartTime).ToArray();
        Assert.Equal(9, creates.Length);
        var sent = new SendMessageBatchRequest { QueueUrl = Url, Entries = own.Select(Entry).ToList() };
        sent.Entries[4].MessageAttributes = new() { ["traceparent"] = Text("mine") };
        var created = 0;
        for (var i = 0; i < own.Length; i++)
        {
            if (i == 4)
                continue;
            var create = creates[created++];
            var entry = sent.Entries[i];
            if (own[i] <= 7)
                entry.MessageAttributes = Add(entry.MessageAttributes ?? [], create, true);
            entry.MessageSystemAttributes = System(create);
            AssertCreate(create, send, i);
        }

        MessageRun.SameJson(FakeJson.Render(sent), Assert.Single(run.Bodies));
        AssertSkipped(send, "no_room", 3);
    }

    [Fact]
    public async Task A_batch_of_one_carries_the_context_of_the_send()
    {
        var request = new SendMessageBatchRequest { QueueUrl = Url, Entries = [Entry(0, 0)] };
        var run = await MessageRun.Of<SendMessageBatchResponse>("SQS", request, Answers.Json("""{"Successful":[{"Id":"0","MessageId":"m-0"}]}"""));

        SpanAssert.Names(run.Spans, "SQS.SendMessageBatch", "script");
        var entry = Entry(0, 0);
        (entry.MessageAttributes, entry.MessageSystemAttributes) = (Add([], run.Spans[0], false), System(run.Spans[0]));
        MessageRun.SameJson(FakeJson.Render(new SendMessageBatchRequest { QueueUrl = Url, Entries = [entry] }), Assert.Single(run.Bodies));
    }

    [Fact]
    public async Task The_entries_of_a_batch_that_failed_have_failed()
    {
        var request = new SendMessageBatchRequest { QueueUrl = Url, Entries = [Entry(0, 0), Entry(0, 1)] };
        var run = await MessageRun.Of("SQS", client => Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync<SendMessageBatchResponse>(request, Cancellation)), [Answers.JsonError("OverLimit", 403)]);

        SpanAssert.Names(run.Spans, "orders create", "orders create", "SQS.SendMessageBatch", "script");
        Assert.All(run.Spans[..2], create =>
        {
            Assert.Equal(OtelStatus.Error, create.Status);
            SpanAssert.HasExactly(Created.Plus(("error.type", "OverLimit")), create);
        });
    }

    [Fact]
    public async Task A_batch_that_is_too_large_with_its_contexts_goes_without_them()
    {
        var request = new SendMessageBatchRequest { QueueUrl = Url, Entries = [Entry(0, 0), Entry(0, 1)] };
        foreach (var entry in request.Entries)
            entry.MessageBody = new string('x', 128 * 1024 - 60);
        var run = await MessageRun.Of<SendMessageBatchResponse>("SQS", request, Answers.Json("""{"Successful":[]}"""));

        Assert.DoesNotContain("traceparent", Assert.Single(run.Bodies), StringComparison.Ordinal);
        Assert.Equal(2, run.Bodies[0].Split("AWSTraceHeader").Length - 1);
        AssertSkipped(run.Span("SQS.SendMessageBatch"), "too_large", 2);
    }

    [Fact]
    public async Task A_batch_without_entries_is_left_to_the_service()
    {
        foreach (var entries in new List<SendMessageBatchRequestEntry>?[] { null, [] })
        {
            var request = new SendMessageBatchRequest { QueueUrl = Url, Entries = entries };
            var run = await MessageRun.Of("SQS", client => Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync<SendMessageBatchResponse>(request, Cancellation)), [Answers.JsonError("EmptyBatchRequest")]);
            MessageRun.SameJson(FakeJson.Render(request), Assert.Single(run.Bodies));
        }
    }

    private static IReadOnlyDictionary<string, object> Created => Attributes.Of(
        ("messaging.system", "aws_sqs"), ("messaging.operation.name", "create"), ("messaging.operation.type", "create"), ("messaging.destination.name", "orders"));

    private static void AssertCreate(OtelSpan create, OtelSpan send, int entry)
    {
        Assert.Equal((send.SpanId, OtelSpanKind.Producer), (create.ParentSpanId, create.Kind));
        SpanAssert.HasExactly(
            entry switch
            {
                0 or 8 or 9 => Created.Plus(("messaging.message.id", $"m-{entry}")),
                7 => Created.Plus(("error.type", "InternalError")),
                _ => Created,
            },
            create);
        Assert.Equal(entry == 7 ? OtelStatus.Error : OtelStatus.Unset, create.Status);
        Assert.InRange(create.EndTime, create.StartTime, send.EndTime);
    }

    private static void AssertSkipped(OtelSpan span, string reason, long messages)
    {
        var skipped = Assert.Single(span.Events);
        Assert.Equal(Skipped, skipped.Name);
        Assert.Equal(Attributes.Render(Attributes.Of(("aws.context.reason", reason), ("aws.context.message_count", messages))), Attributes.Render(skipped.Attributes));
    }

    private static SendMessageBatchRequestEntry Entry(int own, int id) =>
        new() { Id = $"{id}", MessageBody = $"hello {id}", MessageAttributes = own == 0 ? null : Own(own) };

    private static Dictionary<string, MessageAttributeValue> Own(int count) =>
        Enumerable.Range(0, count).ToDictionary(static i => $"own-{i}", static i => i == 0 ? new() { DataType = "Binary", BinaryValue = new([1, 2, 3]) } : Text($"{i}"));

    private static Dictionary<string, MessageAttributeValue> Add(Dictionary<string, MessageAttributeValue> attributes, OtelSpan span, bool allFields)
    {
        foreach (var (name, value) in MessageRun.Fields(span, allFields))
            attributes[name] = Text(value);
        return attributes;
    }

    private static Dictionary<string, MessageSystemAttributeValue> System(OtelSpan span) => new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = MessageRun.XRay(span) } };

    private static MessageAttributeValue Text(string text) => new() { DataType = "String", StringValue = text };
}
