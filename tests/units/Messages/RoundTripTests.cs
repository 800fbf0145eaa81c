using Amazon.SimpleNotificationService.Model;
using Amazon.SQS.Model;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using AwsOtel.Tests.Support.Fakes;
using OpenTelemetry.Context.Propagation;
using Xunit;
using SnsValue = Amazon.SimpleNotificationService.Model.MessageAttributeValue;
using SqsValue = Amazon.SQS.Model.MessageAttributeValue;

namespace AwsOtel.Tests.Messages;

/// <summary>
/// From the producer to the consumer, by the SDK's own pipeline with SQS's check of the digests in it, over queues that keep to SQS's rules: which
/// span a receive is linked to, what the script sees of the message, and where <c>Invoke-OtelSpan -Message</c> finds its context.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class RoundTripTests(LocalQueues local) : IClassFixture<LocalQueues>
{
    private static int _queues;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The producer's own attributes, and those that the consumer asks for and gets, by their numbers.</summary>
    [Theory]
    [InlineData(0, "", "")]
    [InlineData(2, "", "")]
    [InlineData(2, "own-1", "own-1")]
    [InlineData(2, "own-1 missing", "own-1")]
    [InlineData(2, "own.*", "own-0 own-1")]
    [InlineData(2, "own-1 own-0", "own-0 own-1")]
    [InlineData(9, "own.*", "own-0 own-1 own-2 own-3 own-4 own-5 own-6 own-7 own-8")]
    // No room: AWSTraceHeader carries the trace.
    [InlineData(10, "own-9", "own-9")]
    public async Task A_receive_is_linked_to_its_producer_and_the_script_sees_what_it_asked_for(int own, string wanted, string seen)
    {
        using var session = TestSession.Begin();
        using var client = local.SqsClient();
        var queue = await CreateQueue(client);
        await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = queue, MessageBody = "hello", MessageAttributes = Own(own) }, Cancellation);
        var request = new ReceiveMessageRequest { QueueUrl = queue, MessageAttributeNames = wanted.Length == 0 ? null : [.. wanted.Split(' ')] };
        var before = new Untouched(request);
        var message = Assert.Single((await client.CallAsync<ReceiveMessageResponse>(request, Cancellation)).Messages!);
        before.Verify();
        var spans = session.End();
        var (send, receive) = (One(spans, "SQS.SendMessage"), One(spans, "SQS.ReceiveMessage"));

        AssertLinked(receive, (send, message.MessageId!));
        AssertContext(message, send, QueueName(queue));
        Assert.Equal(seen, string.Join(' ', (message.MessageAttributes?.Keys ?? Enumerable.Empty<string>()).Order()));
        Assert.Null(message.Attributes);
        if (seen.Length == 0)
        {
            Assert.Null(message.MessageAttributes);
            Assert.Null(message.MD5OfMessageAttributes);
        }
        else
        {
            Assert.Equal(FakeSqsValidation.Digest(message.MessageAttributes!), message.MD5OfMessageAttributes);
        }
    }

    [Fact]
    public async Task What_is_redacted_is_not_on_links_either()
    {
        using var session = TestSession.Begin(new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory], RedactAttribute = ["messaging.message.id"] });
        using var client = local.SqsClient();
        var queue = await CreateQueue(client);
        await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = queue, MessageBody = "hello" }, Cancellation);
        await client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = queue }, Cancellation);

        var link = Assert.Single(One(session.End(), "SQS.ReceiveMessage").Links);
        Assert.Equal([new("messaging.message.id", "[redacted]")], link.Attributes);
    }

    /// <summary>What the caller gets is what it gets without us: the same queue, the same message, asked for in the same way.</summary>
    [Theory]
    [InlineData("All", "AWSTraceHeader", false)]
    [InlineData("traceparent", "All", false)]
    [InlineData("trace.*", null, false)]
    [InlineData(null, "AWSTraceHeader", true)]
    [InlineData("own-0", "SenderId", true)]
    [InlineData(null, null, false)]
    public async Task A_message_is_the_same_with_and_without_a_session(string? names, string? system, bool oldList)
    {
        string queue;
        using (TestSession.Begin())
        {
            using var client = local.SqsClient();
            queue = await CreateQueue(client);
            for (var i = 0; i < 2; i++)
                await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = queue, MessageBody = "hello", MessageAttributes = Own(1) }, Cancellation);
        }

        var plain = await Receive();
        Message traced;
        using (TestSession.Begin())
            traced = await Receive();

        // Each was sent by a span of its own.
        foreach (var message in new[] { plain, traced })
        {
            (message.MessageId, message.ReceiptHandle) = (null, null);
            if (message.MessageAttributes?.TryGetValue("traceparent", out var parent) == true)
            {
                parent.StringValue = "of its own";
                message.MD5OfMessageAttributes = "of its own";
            }

            if (message.Attributes?.ContainsKey("AWSTraceHeader") == true)
                message.Attributes["AWSTraceHeader"] = "of its own";
        }

        Assert.Equal(FakeJson.Render(plain), FakeJson.Render(traced));

        async Task<Message> Receive()
        {
            using var client = local.SqsClient();
            List<string>? list = system is null ? null : [system];
            var request = new ReceiveMessageRequest
            {
                QueueUrl = queue, MessageAttributeNames = names is null ? null : [names], AttributeNames = oldList ? list : null, MessageSystemAttributeNames = oldList ? null : list,
            };
            return Assert.Single((await client.CallAsync<ReceiveMessageResponse>(request, Cancellation)).Messages!);
        }
    }

    [Fact]
    public async Task Each_entry_of_a_batch_is_linked_to_its_own_producer()
    {
        int[] own = [0, 8, 9, 10, 0, 3, 10, 0, 9, 1];
        using var session = TestSession.Begin();
        using var client = local.SqsClient();
        var queue = await CreateQueue(client);
        var request = new SendMessageBatchRequest { QueueUrl = queue, Entries = own.Select(static (count, id) => new SendMessageBatchRequestEntry { Id = $"{id}", MessageBody = $"{id}", MessageAttributes = Own(count) }).ToList() };
        var before = new Untouched(request);
        var sent = await client.CallAsync<SendMessageBatchResponse>(request, Cancellation);
        before.Verify();
        Assert.Equal((10, 0), (sent.Successful!.Count, sent.Failed!.Count));
        var messages = (await client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10 }, Cancellation)).Messages!;
        var spans = session.End();

        var creates = spans.Where(span => span.Name == QueueName(queue) + " create").ToDictionary(static span => (string)span.Attributes["messaging.message.id"]);
        Assert.Equal(10, creates.Count);
        Assert.All(creates.Values, create => Assert.Equal(One(spans, "SQS.SendMessageBatch").SpanId, create.ParentSpanId));
        AssertLinked(One(spans, "SQS.ReceiveMessage"), messages.Select(message => (creates[message.MessageId!], message.MessageId!)).ToArray());
        foreach (var message in messages)
            AssertContext(message, creates[message.MessageId!], QueueName(queue));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_notification_is_linked_through_the_queue(bool isRaw)
    {
        using var session = TestSession.Begin();
        using var client = local.SqsClient();
        using var topics = local.SnsClient();
        var queue = await CreateQueue(client);
        var topic = (await topics.CallAsync<CreateTopicResponse>(new CreateTopicRequest { Name = QueueName(queue) }, Cancellation)).TopicArn!;
        await topics.CallAsync<SubscribeResponse>(new SubscribeRequest
        {
            TopicArn = topic, Protocol = "sqs", Endpoint = "arn:aws:sqs:eu-west-1:123456789012:" + QueueName(queue), Attributes = isRaw ? new() { ["RawMessageDelivery"] = "true" } : null,
        }, Cancellation);
        await topics.CallAsync<PublishResponse>(
            new PublishRequest { TopicArn = topic, Message = "single", MessageAttributes = new() { ["own"] = new SnsValue { DataType = "String", StringValue = "1" } } }, Cancellation);
        await topics.CallAsync<PublishBatchResponse>(
            new PublishBatchRequest { TopicArn = topic, PublishBatchRequestEntries = [new() { Id = "a", Message = "first" }, new() { Id = "b", Message = "second" }] }, Cancellation);
        var messages = (await client.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10 }, Cancellation)).Messages!;
        var spans = session.End();

        var creates = spans.Where(span => span.Name == QueueName(queue) + " create").OrderBy(static span => span.StartTime).ToArray();
        OtelSpan[] producers = [One(spans, "SNS.Publish"), creates[0], creates[1]];
        Assert.Equal(3, messages.Count);
        AssertLinked(One(spans, "SQS.ReceiveMessage"), producers.Zip(messages, static (producer, message) => (producer, message.MessageId!)).ToArray());
        for (var i = 0; i < producers.Length; i++)
        {
            AssertContext(messages[i], producers[i], QueueName(queue));
            Assert.Null(messages[i].MessageAttributes);
        }

        Assert.Equal(isRaw, messages[0].Body == "single");
    }

    [Fact]
    public async Task Messages_without_context_have_no_links()
    {
        string queue;
        using (var client = local.SqsClient())
        {
            queue = await CreateQueue(client);
            foreach (var body in new[] { "plain", "{\"Type\":\"Notification\"", "{\"MessageAttributes\":7}" })
                await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = queue, MessageBody = body, MessageAttributes = Own(1) }, Cancellation);
        }

        using var session = TestSession.Begin();
        using var consumer = local.SqsClient();
        var messages = (await consumer.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10 }, Cancellation)).Messages!;
        var failures = OwnFailures.Count;

        Assert.Equal(3, messages.Count);
        foreach (var message in messages)
        {
            Assert.False(MessageContext.TryRead(message, Propagators.DefaultTextMapPropagator, out _));
            Assert.Equal(QueueName(queue), MessageDestination.Of(message));
        }

        Assert.Empty(One(session.End(), "SQS.ReceiveMessage").Links);
        Assert.Equal(failures, OwnFailures.Count);
    }

    /// <summary>The consumer's own trace may be sampled out while the producer's is not.</summary>
    [Fact]
    public async Task A_consumer_that_is_sampled_out_still_finds_the_context()
    {
        string queue;
        OtelSpan send;
        using (var producer = TestSession.Begin())
        {
            using var client = local.SqsClient();
            queue = await CreateQueue(client);
            await client.CallAsync<SendMessageResponse>(new SendMessageRequest { QueueUrl = queue, MessageBody = "hello" }, Cancellation);
            send = One(producer.End(), "SQS.SendMessage");
        }

        using var session = TestSession.Begin(environment: new Dictionary<string, string> { ["TRACEPARENT"] = $"00-{MessageRun.TraceId}-b7ad6b7169203331-00" });
        using var consumer = local.SqsClient();
        var message = Assert.Single((await consumer.CallAsync<ReceiveMessageResponse>(new ReceiveMessageRequest { QueueUrl = queue }, Cancellation)).Messages!);
        AssertContext(message, send, QueueName(queue));
        Assert.Null(message.MessageAttributes);
        Assert.Empty(session.End());
    }

    private static async Task<string> CreateQueue(FakeClient client) =>
        (await client.CallAsync<CreateQueueResponse>(new CreateQueueRequest { QueueName = $"orders-{Interlocked.Increment(ref _queues)}" }, Cancellation)).QueueUrl!;

    private static string QueueName(string url) => url[(url.LastIndexOf('/') + 1)..];

    private static OtelSpan One(IEnumerable<OtelSpan> spans, string name) => Assert.Single(spans, span => span.Name == name);

    private static void AssertLinked(OtelSpan receive, params (OtelSpan Producer, string MessageId)[] producers)
    {
        Assert.Equal(
            producers.Select(static producer => (producer.Producer.TraceId, producer.Producer.SpanId)),
            receive.Links.Select(static link => (link.TraceId, link.SpanId)));
        Assert.Equal(
            producers.Select(static producer => Attributes.Render(Attributes.Of(("messaging.message.id", producer.MessageId)))),
            receive.Links.Select(static link => Attributes.Render(link.Attributes)));
    }

    private static void AssertContext(object message, OtelSpan producer, string queue)
    {
        Assert.True(MessageContext.TryRead(message, Propagators.DefaultTextMapPropagator, out var context));
        Assert.Equal((producer.TraceId, producer.SpanId), (context.ActivityContext.TraceId.ToHexString(), context.ActivityContext.SpanId.ToHexString()));
        Assert.True(context.ActivityContext.IsRemote);
        Assert.Equal(queue, MessageDestination.Of(message));
    }

    private static Dictionary<string, SqsValue> Own(int count) =>
        Enumerable.Range(0, count).ToDictionary(static i => $"own-{i}", static i => i == 0 ? new SqsValue { DataType = "Binary", BinaryValue = new([1, 2, 3]) } : new SqsValue { DataType = "String", StringValue = $"é{i}" });
}
