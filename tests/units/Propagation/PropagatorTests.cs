using System.Collections;
using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Xunit;

namespace AwsOtel.Tests.Propagation;

/// <summary>Each format with its specification's examples, read and written, and what is malformed in it: that is never an exception.</summary>
public sealed class PropagatorTests
{
    private const string Trace = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string Span = "e457b5a2e4d86bd1";

    /// <summary>The propagator, headers as <c>name: value|name: value</c>, and <c>trace-span-flags</c> of what is read; empty for nothing.</summary>
    public static TheoryData<string, string, string> Headers => new()
    {
        // https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-1" },
        { "xray", "x-amzn-trace-id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-0" },
        { "xray", "X-Amzn-Trace-Id: Sampled=1;Parent=53995c3f42cd8ad8;Root=1-5759e988-bd862e3fe1be46a994272793", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-1" },
        { "xray", "X-Amzn-Trace-Id:  Root=1-5759e988-bd862e3fe1be46a994272793 ; Parent=53995c3f42cd8ad8 ; Sampled=1 ; ", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-1" },
        { "xray", "X-Amzn-Trace-Id: Self=1-67891234-12456789abcdef012345678;Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a87bd80c:1;CalledFrom=app", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-1" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-0" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-0" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759E988-BD862E3FE1BE46A994272793;Parent=53995C3F42CD8AD8;Sampled=1", "5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-1" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793", "" },
        { "xray", "X-Amzn-Trace-Id: Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", "" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e98-8bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", "" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a99427279g;Parent=53995c3f42cd8ad8;Sampled=1", "" },
        { "xray", "X-Amzn-Trace-Id: Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1", "" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0000000000000000;Sampled=1", "" },
        { "xray", "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad;Sampled=1", "" },
        { "xray", "X-Amzn-Trace-Id: Parent=53995c3f42cd8ad8;Sampled=1", "" },
        { "xray", "X-Amzn-Trace-Id: ;;;=;Root=;Parent=", "" },
        { "xray", "X-Amzn-Trace-Id: ", "" },
        { "xray", "traceparent: 00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01", "" },

        // https://github.com/openzipkin/b3-propagation#single-header
        { "b3", $"b3: {Trace}-{Span}-1-05e3ac9a4f6e3b90", $"{Trace}-{Span}-1" },
        { "b3", $"b3: {Trace}-{Span}-1", $"{Trace}-{Span}-1" },
        { "b3", $"B3: {Trace}-{Span}-0", $"{Trace}-{Span}-0" },
        { "b3", $"b3: {Trace}-{Span}-d", $"{Trace}-{Span}-1" },
        { "b3", $"b3: {Trace}-{Span}", $"{Trace}-{Span}-0" },
        { "b3", $"b3: 64fe8b2a57d3eff7-{Span}-1", $"000000000000000064fe8b2a57d3eff7-{Span}-1" },
        { "b3", $"b3: {"80F198EE56343BA864FE8B2A57D3EFF7"}-{"E457B5A2E4D86BD1"}-1", $"{Trace}-{Span}-1" },
        { "b3", $"X-B3-TraceId: {Trace}|X-B3-SpanId: {Span}|X-B3-Sampled: 1", $"{Trace}-{Span}-1" },
        { "b3", $"b3: rubbish|X-B3-TraceId: {Trace}|X-B3-SpanId: {Span}|X-B3-Sampled: 1", $"{Trace}-{Span}-1" },
        { "b3", "b3: 0", "" },
        { "b3", "b3: d", "" },
        { "b3", $"b3: {Trace}-{Span}-2", "" },
        { "b3", $"b3: {Trace}-{Span}-1-05e3ac9a4f6e3b9", "" },
        { "b3", $"b3: {Trace}-{Span}-1-05e3ac9a4f6e3b90-more", "" },
        { "b3", $"b3: {Trace[1..]}-{Span}-1", "" },
        { "b3", $"b3: {Trace}-{Span[1..]}-1", "" },
        { "b3", $"b3: 00000000000000000000000000000000-{Span}-1", "" },
        { "b3", $"b3: {Trace}-0000000000000000-1", "" },
        { "b3", "b3: ---", "" },
        { "b3", "b3: ", "" },

        // https://github.com/openzipkin/b3-propagation#multiple-headers
        { "b3multi", $"X-B3-TraceId: {Trace}|X-B3-ParentSpanId: 05e3ac9a4f6e3b90|X-B3-SpanId: {Span}|X-B3-Sampled: 1", $"{Trace}-{Span}-1" },
        { "b3multi", $"x-b3-traceid: {Trace}|x-b3-spanid: {Span}|x-b3-sampled: 0", $"{Trace}-{Span}-0" },
        { "b3multi", $"X-B3-TraceId: {Trace}|X-B3-SpanId: {Span}|X-B3-Sampled: true", $"{Trace}-{Span}-1" },
        { "b3multi", $"X-B3-TraceId: {Trace}|X-B3-SpanId: {Span}|X-B3-Sampled: false", $"{Trace}-{Span}-0" },
        { "b3multi", $"X-B3-TraceId: {Trace}|X-B3-SpanId: {Span}|X-B3-Flags: 1", $"{Trace}-{Span}-1" },
        { "b3multi", $"X-B3-TraceId: {Trace}|X-B3-SpanId: {Span}", $"{Trace}-{Span}-0" },
        { "b3multi", $"b3: {Trace}-{Span}-1", $"{Trace}-{Span}-1" },
        { "b3multi", "X-B3-Sampled: 0", "" },
        { "b3multi", $"X-B3-TraceId: {Trace}", "" },
        { "b3multi", $"X-B3-SpanId: {Span}|X-B3-Sampled: 1", "" },
        { "b3multi", $"X-B3-TraceId: {Trace}|X-B3-SpanId: {Span}|X-B3-Sampled: maybe", "" },

        // https://www.w3.org/TR/trace-context/#examples-of-http-traceparent-headers
        { "tracecontext", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1" },
        { "tracecontext", "TraceParent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0" },
        { "tracecontext", "traceparent: rubbish", "" },
        { "tracecontext", $"b3: {Trace}-{Span}-1", "" },

        // The first that has a context wins.
        { "tracecontext,b3", $"b3: {Trace}-{Span}-1|traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1" },
        { "b3,xray", $"b3: {Trace}-{Span}-1|X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0", $"{Trace}-{Span}-1" },
        { "xray,tracecontext", "X-Amzn-Trace-Id: rubbish|traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1" },
        { "none", $"b3: {Trace}-{Span}-1|traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "" },
    };

    /// <summary>The propagator, and all that it writes of a sampled and of another span.</summary>
    public static TheoryData<string, bool, string> Written => new()
    {
        { "xray", true, "X-Amzn-Trace-Id: Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=1" },
        { "xray", false, "X-Amzn-Trace-Id: Root=1-80f198ee-56343ba864fe8b2a57d3eff7;Parent=e457b5a2e4d86bd1;Sampled=0" },
        { "b3", true, $"b3: {Trace}-{Span}-1" },
        { "b3", false, $"b3: {Trace}-{Span}-0" },
        { "b3multi", true, $"X-B3-Sampled: 1|X-B3-SpanId: {Span}|X-B3-TraceId: {Trace}" },
        { "b3multi", false, $"X-B3-Sampled: 0|X-B3-SpanId: {Span}|X-B3-TraceId: {Trace}" },
        { "tracecontext", true, $"traceparent: 00-{Trace}-{Span}-01|tracestate: vendor=1" },
        { "baggage", true, "baggage: team=ops%20x" },
        { "tracecontext,baggage", false, $"baggage: team=ops%20x|traceparent: 00-{Trace}-{Span}-00|tracestate: vendor=1" },
        { "none", true, "" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_is_read_as_its_specification_says(string names, string headers, string expected)
    {
        var read = Of(names).Propagator.Extract(default, Parse(headers), HeaderFields.Get).ActivityContext;

        Assert.Equal(expected, read == default ? "" : $"{read.TraceId}-{read.SpanId}-{(int)read.TraceFlags}");
        Assert.Equal(expected.Length > 0, read.IsRemote);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void A_context_is_written_as_its_specification_says_and_read_again(string names, bool isSampled, string expected)
    {
        var context = new ActivityContext(
            ActivityTraceId.CreateFromString(Trace), ActivitySpanId.CreateFromString(Span), isSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, "vendor=1", isRemote: true);
        var baggage = Baggage.Create(new() { ["team"] = "ops x" });
        var propagators = Of(names);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        propagators.Propagator.Inject(new PropagationContext(context, baggage), headers, static (carrier, name, value) => carrier.Add(name, value));

        Assert.Equal(expected, string.Join('|', headers.Select(static header => $"{header.Key}: {header.Value}")));
        Assert.Subset(propagators.Propagator.Fields!.ToHashSet(StringComparer.Ordinal), headers.Keys.ToHashSet(StringComparer.Ordinal));
        var read = propagators.Propagator.Extract(default, headers, HeaderFields.Get);
        if (propagators.HasTrace)
            Assert.Equal((context.TraceId, context.SpanId, context.TraceFlags), (read.ActivityContext.TraceId, read.ActivityContext.SpanId, read.ActivityContext.TraceFlags));
        Assert.Equal(propagators.HasBaggage ? baggage : default, read.Baggage);
    }

    [Theory]
    [InlineData("xray")]
    [InlineData("b3")]
    [InlineData("b3multi")]
    [InlineData("tracecontext")]
    public void Nothing_is_written_of_no_span_and_a_context_that_is_there_already_stays(string name)
    {
        var headers = new Hashtable();
        var propagator = Of(name).Propagator;
        propagator.Inject(default, headers, static (carrier, field, value) => carrier[field] = value);
        Assert.Empty(headers);

        var there = new PropagationContext(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded), default);
        propagator.Inject(new PropagationContext(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None), default), headers, static (carrier, field, value) => carrier[field] = value);
        Assert.Equal(there, propagator.Extract(there, headers, HeaderFields.Get));
    }

    /// <summary>A valid header with any one character gone, doubled or replaced: whatever comes of it, no exception.</summary>
    [Theory]
    [InlineData("xray", "X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a87bd80c:1")]
    [InlineData("b3", "b3", Trace + "-" + Span + "-1-05e3ac9a4f6e3b90")]
    [InlineData("b3multi", "X-B3-TraceId", Trace)]
    [InlineData("baggage", "baggage", "team=ops%20x;p=1,owner=me")]
    public void No_damage_to_a_header_is_an_exception(string name, string header, string value)
    {
        var propagators = Of(name);
        for (var i = 0; i < value.Length; i++)
        {
            foreach (var damage in (string[])["", "\0", "é", "%", ";", "-", "=", value[i..]])
            {
                var headers = new Hashtable { [header] = value[..i] + damage + value[(i + 1)..], ["X-B3-SpanId"] = Span };
                propagators.Propagator.Extract(default, headers, HeaderFields.Get);
                propagators.HasMalformed(field => HeaderFields.First(headers, field));
            }
        }
    }

    private static PropagatorSet Of(string names) => PropagatorSet.Of(names.Split(','), out _);

    private static Hashtable Parse(string headers)
    {
        var map = new Hashtable();
        foreach (var header in headers.Split('|').Where(static header => header.Contains(": ", StringComparison.Ordinal)))
            map.Add(header[..header.IndexOf(": ", StringComparison.Ordinal)], header[(header.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        return map;
    }
}
