using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support.Fakes;
using OpenTelemetry;
using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>Calls of one service in a session of their own: the spans that came of them, and the requests as they went over the wire.</summary>
internal sealed class MessageRun
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    public const string TraceState = "vendor=1";
    public const string BaggageText = "tenant=acme";

    private MessageRun(OtelSpan[] spans, string[] bodies)
    {
        Spans = spans;
        Bodies = bodies;
    }

    public OtelSpan[] Spans { get; }

    public string[] Bodies { get; }

    /// <summary>The one span of the name.</summary>
    public OtelSpan Span(string name) => Assert.Single(Spans, span => span.Name == name);

    /// <param name="allFields">Whether the trace has a tracestate, and there is baggage: three fields instead of one.</param>
    /// <param name="flags">Of the parent: 01 is sampled, 00 is not.</param>
    public static async Task<MessageRun> Of(
        string service, Func<FakeClient, Task> calls, ScriptedResponse[] answers, bool allFields = false, string flags = "01", int retries = 0, string? propagators = null)
    {
        using var server = new ScriptedServer(answers);
        var environment = new Dictionary<string, string> { ["TRACEPARENT"] = $"00-{TraceId}-b7ad6b7169203331-{flags}" };
        if (allFields)
            (environment["TRACESTATE"], environment["BAGGAGE"]) = (TraceState, BaggageText);
        if (propagators is not null)
            environment["OTEL_PROPAGATORS"] = propagators;
        using var session = TestSession.Begin(environment: environment);
        var failures = OwnFailures.Count;
        Baggage.Current = allFields ? Baggage.Create(new() { ["tenant"] = "acme" }) : default;
        try
        {
            using var client = new FakeClient(service, server.Url, retries);
            await calls(client);
        }
        finally
        {
            Baggage.Current = default;
        }

        Assert.True(failures == OwnFailures.Count, string.Join('\n', OwnFailures.Recent()));
        return new MessageRun(session.End(), server.Requests.Select(static request => Encoding.UTF8.GetString(request.Body)).ToArray());
    }

    public static Task<MessageRun> Of<TResponse>(
        string service, AmazonWebServiceRequest request, ScriptedResponse answer, bool allFields = false, string flags = "01")
        where TResponse : AmazonWebServiceResponse, new() =>
        Of(service, client => client.CallAsync<TResponse>(request, TestContext.Current.CancellationToken), [answer], allFields, flags);

    /// <summary>The fields of a span's context, as they must stand in a message.</summary>
    public static IReadOnlyList<(string Name, string Value)> Fields(OtelSpan span, bool allFields = false, string flags = "01") => allFields
        ? [("traceparent", $"00-{TraceId}-{span.SpanId}-{flags}"), ("tracestate", TraceState), ("baggage", BaggageText)]
        : [("traceparent", $"00-{TraceId}-{span.SpanId}-{flags}")];

    public static string XRay(OtelSpan span, char sampled = '1') => $"Root=1-{TraceId[..8]}-{TraceId[8..]};Parent={span.SpanId};Sampled={sampled}";

    /// <summary>Two JSON documents are the same, whatever the order of their members.</summary>
    public static void SameJson(string expected, string found)
    {
        if (!JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(found)))
            Assert.Fail($"expected:\n{expected}\n\nfound:\n{found}");
    }
}
