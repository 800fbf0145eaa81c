using System.Diagnostics;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using OpenTelemetry;
using Xunit;

namespace AwsOtel.Tests.Propagation;

/// <summary>Baggage goes with every call of a session; on spans is only what was chosen, by the entry's own key.</summary>
[Collection(ProcessWide.Name)]
public sealed class BaggageTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly Dictionary<string, string> Environment = new() { ["BAGGAGE"] = "process.user.name=s%201,process.real_user.name=7,secret=x" };

    [Fact]
    public async Task Chosen_entries_are_on_every_span_and_the_others_on_none()
    {
        using var server = new ScriptedServer(Expected.Json("{}", 500), Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin(new() { Name = "script", Exporter = [OtelExporter.Memory], BaggageAttribute = ["process.user.name", "process.real_user.name", "absent"] }, environment: Environment);
        using var client = Clients.DynamoDb(server.Url, retries: 1);
        await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var spans = session.End();

        SpanAssert.Names(spans, "attempt 1", "attempt 2", "DynamoDB.ListTables", "script");
        foreach (var span in spans)
        {
            Assert.Equal("s 1,7", $"{span.Attributes["process.user.name"]},{span.Attributes["process.real_user.name"]}");
            Assert.DoesNotContain("secret", span.Attributes.Keys);
            Assert.DoesNotContain("absent", span.Attributes.Keys);
        }
    }

    [Fact]
    public void None_is_on_spans_unless_it_was_chosen()
    {
        using var session = TestSession.Begin(environment: Environment);

        Assert.Equal(3, new SpanParent(session.Session.ScriptSpan!).Context.Baggage.Count);
        Assert.Empty(Assert.Single(session.End()).Attributes);
    }

    [Fact]
    public void It_goes_out_with_what_is_under_the_session_and_a_nested_one()
    {
        using var outer = TestSession.Begin(new() { Name = "outer", Exporter = [OtelExporter.Memory], BaggageAttribute = ["process.real_user.name"] }, environment: Environment);
        using var inner = TestSession.Begin(new() { Name = "inner" }, outer);
        var call = new SpanParent(inner.Session.ScriptSpan!).Context;

        Assert.Equal(inner.Session.ScriptSpan!.Context, call.ActivityContext);
        Assert.Equal("s 1", call.Baggage.GetBaggage("process.user.name"));
        inner.End();
        Assert.Equal("7", Assert.Single(outer.End(), static span => span.Name == "inner").Attributes["process.real_user.name"]);
    }

    [Fact]
    public void A_parent_brings_its_own_and_not_the_variables()
    {
        var headers = new Dictionary<string, string> { ["traceparent"] = TraceParent, ["Baggage"] = "process.real_user.name=8" };
        using var session = TestSession.Begin(new() { Name = "script", Exporter = [OtelExporter.Memory], Parent = headers, BaggageAttribute = ["process.real_user.name"] }, environment: Environment);

        Assert.Equal([new("process.real_user.name", "8")], new SpanParent(session.Session.ScriptSpan!).Context.Baggage.GetBaggage());
        Assert.Equal("8", Assert.Single(session.End()).Attributes["process.real_user.name"]);
    }

    [Fact]
    public void It_comes_without_a_parent_too()
    {
        var headers = new Dictionary<string, string[]> { ["baggage"] = ["process.real_user.name=8"] };
        using var session = TestSession.Begin(new() { Name = "script", Exporter = [OtelExporter.Memory], Parent = headers });

        Assert.Equal("8", new SpanParent(session.Session.ScriptSpan!).Context.Baggage.GetBaggage("process.real_user.name"));
        Assert.Equal("", Assert.Single(session.End()).ParentSpanId);
    }

    [Fact]
    public void What_a_host_has_set_goes_out_as_well()
    {
        using var session = TestSession.Begin();
        Baggage.Current = Baggage.Create(new() { ["host"] = "1" });
        try
        {
            Assert.Equal("1", new SpanParent(new Activity("of the host")).Context.Baggage.GetBaggage("host"));
        }
        finally
        {
            Baggage.Current = default;
        }
    }

    [Fact]
    public void What_cannot_be_read_is_a_warning()
    {
        using var session = TestSession.Begin(environment: new Dictionary<string, string> { ["BAGGAGE"] = ";;;" });

        Assert.Equal("BAGGAGE has no entry that can be read; it was left out.", Assert.Single(session.Warnings));
    }

    [Fact]
    public void It_stays_where_its_propagator_is_off()
    {
        using var session = TestSession.Begin(new() { Exporter = [OtelExporter.Memory], Propagator = ["tracecontext"] }, environment: Environment);

        Assert.Equal(0, new SpanParent(session.Session.ScriptSpan!).Context.Baggage.Count);
    }

    [Fact]
    public void Under_a_span_that_has_ended_it_goes_on_all_the_way_down()
    {
        using var session = TestSession.Begin(new() { Name = "script", Exporter = [OtelExporter.Memory], BaggageAttribute = ["process.real_user.name"] });
        var above = Spans.Start("above", ActivityKind.Internal, new SpanParent(
            session.Session.ScriptSpan, Baggage: SpanBaggage.Create(Baggage.Create(new() { ["process.real_user.name"] = "8" }), session.Session.BaggageAttributes)))!;
        Spans.End(above);
        var child = Spans.Start("child", ActivityKind.Internal, above)!;
        var below = Spans.Start("below", ActivityKind.Internal, child)!;
        Spans.End(below);
        Spans.End(child);

        Assert.Equal([new("process.real_user.name", "8")], child.TagObjects);
        Assert.Equal([new("process.real_user.name", "8")], below.TagObjects);
        Assert.Equal("8", new SpanParent(below).Context.Baggage.GetBaggage("process.real_user.name"));
    }
}
