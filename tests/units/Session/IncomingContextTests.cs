using System.Collections;
using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;
using Xunit;

namespace AwsOtel.Tests.Session;

/// <summary>A context that comes in: by a parameter of any form, and by X-Ray's variable.</summary>
public sealed class IncomingContextTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";
    private const string TraceParent = $"00-{Trace}-{Span}-01";
    private const string XRay = $"Root=1-0af76519-16cd43dd8448eb211c80319c;Parent={Span};Sampled=1";

    /// <summary>What is given, the propagators, and the headers that would hand it on again; empty for no context.</summary>
    public static TheoryData<object, string, string> Given => new()
    {
        { TraceParent, "none", $"traceparent={TraceParent}" },
        { $" {TraceParent} ", "b3", $"traceparent={TraceParent}" },
        { Context(new() { ["a"] = "b c" }), "none", $"baggage=a=b%20c traceparent={TraceParent} tracestate=v=1" },
        { Context([]), "none", $"traceparent={TraceParent} tracestate=v=1" },
        { new Hashtable { ["TraceParent"] = TraceParent, ["TRACESTATE"] = "v=1", ["Authorization"] = "x" }, "tracecontext", $"traceparent={TraceParent} tracestate=v=1" },
        { new Hashtable { ["traceparent"] = TraceParent, ["baggage"] = "a=b%20c" }, "tracecontext,baggage", $"baggage=a=b%20c traceparent={TraceParent}" },
        { new Hashtable { ["traceparent"] = TraceParent, ["baggage"] = "a=b%20c" }, "tracecontext", $"traceparent={TraceParent}" },
        { new Dictionary<string, IEnumerable<string>> { ["traceparent"] = [TraceParent] }, "tracecontext", $"traceparent={TraceParent}" },
        { new Hashtable { ["traceparent"] = new object[] { TraceParent } }, "tracecontext", $"traceparent={TraceParent}" },
        { new Dictionary<string, string> { ["x-amzn-trace-id"] = XRay }, "xray", $"traceparent={TraceParent}" },
        { new Dictionary<string, string> { ["x-amzn-trace-id"] = XRay }, "tracecontext", "" },
        { new Dictionary<string, string> { ["b3"] = $"{Trace}-{Span}-1" }, "b3multi", $"traceparent={TraceParent}" },
        { new Dictionary<string, string> { ["b3"] = "0" }, "b3", "" },
        { new Hashtable { ["baggage"] = "a=1" }, "tracecontext,baggage", "baggage=a=1" },
        { new Hashtable { ["traceparent"] = "", [5] = TraceParent, ["tracestate"] = null }, "tracecontext", "" },
        { new Hashtable(), "tracecontext,baggage,xray,b3", "" },
    };

    /// <summary>X-Ray's variable, beside TRACEPARENT: the parent that is read, and its warning.</summary>
    public static TheoryData<string?, string?, string, string> Variables => new()
    {
        { null, XRay, $"{Trace}-{Span}", "" },
        { $"00-{Trace}-1111111111111111-01", XRay, $"{Trace}-1111111111111111", "" },
        { null, "Root=1-0af76519-16cd43dd8448eb211c80319c;Sampled=0;Lineage=a:1", "", "" },
        { null, "rubbish", "", "_X_AMZN_TRACE_ID is not an X-Ray trace header; a new trace was started." },
        { "rubbish", XRay, "", "TRACEPARENT is not a W3C traceparent; a new trace was started." },
    };

    [Theory]
    [MemberData(nameof(Given))]
    public void It_is_read_of_any_form(object given, string propagators, string headers)
    {
        Assert.True(IncomingContextReader.TryRead(given, PropagatorSet.Of(propagators.Split(','), out _), out var context));

        var again = new SortedDictionary<string, string>(StringComparer.Ordinal);
        PropagatorSet.Default.Propagator.Inject(context.Context, again, static (carrier, name, value) => carrier.Add(name, value));
        Assert.Equal(headers, string.Join(' ', again.Select(static header => $"{header.Key}={header.Value}")));
        Assert.Equal(headers.Length == 0, context.IsNone);
        Assert.Null(context.Span);
    }

    /// <summary>More than W3C wants to be handed on, in each way that a context comes in.</summary>
    [Theory]
    [InlineData("parameter")]
    [InlineData("headers")]
    [InlineData("message")]
    [InlineData("environment")]
    public void No_more_of_a_tracestate_is_taken_in_than_must_be_handed_on(string way)
    {
        var state = string.Join(',', Enumerable.Range(0, 40).Select(static number => $"key{number:00}={new string('v', 90)}"));
        var headers = new Hashtable { ["traceparent"] = TraceParent, ["tracestate"] = state };
        object? given = way switch
        {
            "parameter" => new OtelContext { TraceParent = TraceParent, TraceState = state, TraceId = Trace, SpanId = Span, IsSampled = true, Baggage = new Dictionary<string, string>() },
            "headers" => headers,
            "message" => new Hashtable { ["MessageAttributes"] = new Hashtable { ["traceparent"] = Text(TraceParent), ["tracestate"] = Text(state) } },
            _ => null,
        };
        var read = SettingsReader.Read(new SessionRequest { Exporter = [OtelExporter.Memory], Parent = given }, name => headers[name.ToLowerInvariant()] as string).Parent;

        Assert.Equal(Trace, read.Context.ActivityContext.TraceId.ToHexString());
        Assert.Equal(state[..((6 + 90 + 1) * 5 - 1)], read.Context.ActivityContext.TraceState);

        static Hashtable Text(string value) => new() { ["StringValue"] = value, ["DataType"] = "String" };
    }

    [Fact]
    public void A_span_of_this_process_is_that_span_and_not_a_remote_one()
    {
        using var span = new Activity("of this process").SetIdFormat(ActivityIdFormat.W3C).Start();
        var given = new OtelContext { TraceParent = "", TraceState = "", TraceId = "", SpanId = "", IsSampled = false, Baggage = new Dictionary<string, string>(), Span = span };

        Assert.True(IncomingContextReader.TryRead(given, PropagatorSet.Default, out var context));
        Assert.Same(span, context.Span);
        Assert.Equal(new SpanParent(span), context.ToParent([]) with { Baggage = null });
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void XRays_variable_is_read_where_there_is_no_other(string? traceParent, string? xray, string parent, string warning)
    {
        var settings = SettingsReader.Read(new SessionRequest { Exporter = [OtelExporter.Memory] }, name => name switch
        {
            "TRACEPARENT" => traceParent,
            "_X_AMZN_TRACE_ID" => xray,
            _ => null,
        });
        var read = settings.Parent.Context.ActivityContext;

        Assert.Equal(parent, read == default ? "" : $"{read.TraceId}-{read.SpanId}");
        Assert.Equal(warning, string.Join('|', settings.Warnings));
        Assert.Equal(parent.Length == 0 ? "default" : traceParent is null ? "_X_AMZN_TRACE_ID" : "TRACEPARENT", settings.Sources["Parent"]);
    }

    [Theory]
    [InlineData("OTEL_PROPAGATORS", "OTEL_PROPAGATORS: 'jaeger' is not a propagator, and is passed over. In use: xray. ")]
    [InlineData(null, "-Propagator: 'jaeger' is not a propagator, and is passed over. In use: xray. ")]
    public void An_unknown_propagator_is_a_warning(string? variable, string warning)
    {
        var settings = SettingsReader.Read(
            new SessionRequest { Exporter = [OtelExporter.Memory], Propagator = variable is null ? ["xray", "jaeger"] : null }, name => name == variable ? "xray,jaeger" : null);

        Assert.Equal(["xray"], settings.Propagators.Names);
        Assert.Equal(warning + "Known are tracecontext, baggage, xray, b3, b3multi and none.", Assert.Single(settings.Warnings));
    }

    private static OtelContext Context(Dictionary<string, string> baggage) => new()
    {
        TraceParent = TraceParent,
        TraceState = "v=1",
        TraceId = Trace,
        SpanId = Span,
        IsSampled = true,
        Baggage = baggage,
    };
}
