using System.Collections;
using System.Collections.Specialized;
using System.Diagnostics;
using Amazon.SQS.Model;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using OpenTelemetry.Context.Propagation;
using Xunit;

namespace AwsOtel.Tests.Messages;

/// <summary>
/// Where the context of a message is found, of whatever the message is made. Objects that PowerShell makes of JSON are tested where PowerShell is.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class MessageContextTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";
    private const string Parent = $"00-{TraceId}-{SpanId}-01";
    private const string Header = "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1";
    private const string Other = "00-11111111111111111111111111111111-2222222222222222-01";
    private const string QueueArn = "arn:aws:sqs:eu-west-1:123456789012:orders";

    private static readonly CompositeTextMapPropagator Propagator = new([new TraceContextPropagator(), new BaggagePropagator()]);

    /// <summary>Each way of the convention, and what wins where there are several.</summary>
    public static TheoryData<string, object, string?> Found => new()
    {
        { "a message of the SDK", new Message { MessageAttributes = new() { ["traceparent"] = Sqs(Parent) } }, null },
        { "a message of the SDK, by its header", new Message { Attributes = new() { ["AWSTraceHeader"] = Header } }, null },
        { "a message of the SDK, by its envelope", new Message { Body = Envelope(Parent) }, null },
        { "attributes before header and envelope", new Message { MessageAttributes = new() { ["traceparent"] = Sqs(Parent) }, Attributes = new() { ["AWSTraceHeader"] = Header.Replace('b', 'c') }, Body = Envelope(Other) }, null },
        { "a header before an envelope", new Message { Attributes = new() { ["AWSTraceHeader"] = Header }, Body = Envelope(Other) }, null },
        { "a header where the attributes are malformed", new Message { MessageAttributes = new() { ["traceparent"] = Sqs("00-nonsense") }, Attributes = new() { ["AWSTraceHeader"] = Header } }, null },
        { "a record of SQS in Lambda", Table(("messageAttributes", Table(("traceparent", Table(("stringValue", Parent), ("dataType", "String"))))), ("eventSourceARN", QueueArn)), "orders" },
        { "a record of SQS in Lambda, by its header", Table(("attributes", Table(("AWSTraceHeader", Header))), ("messageAttributes", Table()), ("eventSourceARN", QueueArn)), "orders" },
        { "a record of SQS in Lambda, by its envelope", Table(("body", Envelope(Parent)), ("attributes", Table()), ("eventSourceARN", QueueArn)), "orders" },
        { "a record of SNS in Lambda", Table(("EventSource", "aws:sns"), ("Sns", Table(("TopicArn", "arn:aws:sns:eu-west-1:123456789012:news"), ("MessageAttributes", Table(("traceparent", Table(("Type", "String"), ("Value", Parent)))))))), "news" },
        { "an ordered table", new OrderedDictionary { ["messageAttributes"] = new OrderedDictionary { ["traceparent"] = new OrderedDictionary { ["stringValue"] = Parent } } }, null },
        { "a typed map", new Dictionary<string, object> { ["MessageAttributes"] = new Dictionary<string, object> { ["traceparent"] = new Dictionary<string, string> { ["StringValue"] = Parent } } }, null },
    };

    /// <summary>Nothing of it is a context, nothing of it throws, and nothing of it is a failure of ours.</summary>
    public static TheoryData<string, object?> NotFound => new()
    {
        { "nothing", null },
        { "a text", Parent },
        { "a number", 7 },
        { "an empty table", Table() },
        { "an empty message", new Message() },
        { "attributes that are a text", Table(("messageAttributes", "x"), ("attributes", "y"), ("body", 7), ("Sns", "z")) },
        { "an attribute that is a list", Table(("messageAttributes", Table(("traceparent", new[] { Parent })))) },
        { "an attribute without a value", new Message { MessageAttributes = new() { ["traceparent"] = new() { DataType = "String" } } } },
        { "an attribute of bytes", new Message { MessageAttributes = new() { ["traceparent"] = new() { DataType = "Binary", BinaryValue = new([1]) } } } },
        { "a malformed parent", new Message { MessageAttributes = new() { ["traceparent"] = Sqs(new string('0', 100_000)) } } },
        { "a parent of zeros", new Message { MessageAttributes = new() { ["traceparent"] = Sqs("00-00000000000000000000000000000000-0000000000000000-01") } } },
        { "a header without a parent", new Message { Attributes = new() { ["AWSTraceHeader"] = "Root=1-0af76519-16cd43dd8448eb211c80319c" } } },
        { "a header of zeros", new Message { Attributes = new() { ["AWSTraceHeader"] = "Root=1-00000000-000000000000000000000000;Parent=0000000000000000" } } },
        { "an envelope of another type", new Message { Body = Envelope(Parent).Replace("Notification", "SubscriptionConfirmation", StringComparison.Ordinal) } },
        { "an envelope that breaks off", new Message { Body = Envelope(Parent)[..^3] } },
        { "an envelope in a list", new Message { Body = $"[{Envelope(Parent)}]" } },
        { "an envelope that is too long", new Message { Body = Envelope(Parent).Insert(1, new string(' ', 256 * 1024)) } },
        { "deep JSON", new Message { Body = """{"Type":"Notification","MessageAttributes":""" + string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) } },
        { "deep lists", new Message { Body = """{"MessageAttributes":""" + new string('[', 100_000) } },
        { "attributes of the wrong kinds", new Message { Body = """{"Type":["Notification"],"MessageAttributes":{"traceparent":{"Value":{"Value":1}}}}""" } },
        { "half a surrogate", new Message { Body = """{"Type":"Notification","MessageAttributes":{"traceparent":{"Value":"\ud800"}}}""" } },
        { "a type of the user's own", new { MessageAttributes = "x" } },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void Is_found(string what, object message, string? destination)
    {
        Assert.True(MessageContext.TryRead(message, Propagator, out var context), what);
        Assert.Equal((TraceId, SpanId, ActivityTraceFlags.Recorded, true),
            (context.ActivityContext.TraceId.ToHexString(), context.ActivityContext.SpanId.ToHexString(), context.ActivityContext.TraceFlags, context.ActivityContext.IsRemote));
        Assert.Equal(destination, MessageDestination.Of(message));
    }

    [Theory]
    [MemberData(nameof(NotFound))]
    public void What_is_no_context_is_none(string what, object? message)
    {
        var failures = OwnFailures.Count;
        Assert.False(MessageContext.TryRead(message, Propagator, out _), what);
        Assert.Null(MessageDestination.Of(message));
        Assert.Equal(failures, OwnFailures.Count);
    }

    [Fact]
    public void Tracestate_and_baggage_come_along_in_every_form_that_has_them()
    {
        object[] messages =
        [
            new Message { MessageAttributes = new() { ["traceparent"] = Sqs(Parent), ["tracestate"] = Sqs("vendor=1"), ["baggage"] = Sqs("tenant=acme") } },
            new Message { Body = Envelope(Parent, ("tracestate", "vendor=1"), ("baggage", "tenant=acme")) },
        ];
        foreach (var message in messages)
        {
            Assert.True(MessageContext.TryRead(message, Propagator, out var context));
            Assert.Equal("vendor=1", context.ActivityContext.TraceState);
            Assert.Equal("acme", context.Baggage.GetBaggage("tenant"));
        }
    }

    [Fact]
    public void Baggage_stays_with_the_header_where_there_is_no_parent_beside_it()
    {
        var message = new Message { MessageAttributes = new() { ["baggage"] = Sqs("tenant=acme") }, Attributes = new() { ["AWSTraceHeader"] = Header } };
        Assert.True(MessageContext.TryRead(message, Propagator, out var context));
        Assert.Equal((TraceId, "acme"), (context.ActivityContext.TraceId.ToHexString(), context.Baggage.GetBaggage("tenant")));
    }

    [Fact]
    public void A_message_that_throws_is_a_failure_of_ours_and_no_exception()
    {
        var failures = OwnFailures.Count;
        Assert.False(MessageContext.TryRead(new Throwing(), Propagator, out _));
        Assert.Null(MessageDestination.Of(new Throwing()));
        Assert.Equal(failures + 2, OwnFailures.Count);
    }

    [Theory]
    [InlineData(7)]
    [InlineData("orders")]
    [InlineData("not:an:arn")]
    public void A_queue_that_is_no_ARN_has_no_name(object arn) => Assert.Null(MessageDestination.Of(Table(("eventSourceARN", arn))));

    private static Hashtable Table(params (string Name, object Value)[] members)
    {
        var table = new Hashtable();
        foreach (var (name, value) in members)
            table[name] = value;
        return table;
    }

    private static MessageAttributeValue Sqs(string text) => new() { DataType = "String", StringValue = text };

    /// <summary>A notification with attributes; the nested ones are no attributes of it.</summary>
    private static string Envelope(string parent, params (string Name, string Value)[] more)
    {
        var attributes = more.Append(("traceparent", parent)).Append(("own", "1")).Select(static one => $$"""
            "{{one.Item1}}":{"Type":"String","Value":"{{one.Item2}}"}
            """);
        return """{"Type":"Notification","Message":"{\"a\":1}","Nested":{"MessageAttributes":{"traceparent":{"Value":"OTHER"}}},"MessageAttributes":{"""
            .Replace("OTHER", Other, StringComparison.Ordinal) + string.Join(',', attributes) + "}}";
    }

    private sealed class Throwing : Hashtable
    {
        public override bool Contains(object key) => throw new InvalidOperationException("No");
    }
}
