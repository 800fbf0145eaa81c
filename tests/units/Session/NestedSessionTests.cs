using System.Diagnostics;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using OpenTelemetry.Context.Propagation;
using Xunit;

namespace AwsOtel.Tests.Session;

/// <summary>Sessions in sessions: one trace, one set of exporters, each with its own script span and counts.</summary>
[Collection(ProcessWide.Name)]
public sealed class NestedSessionTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task An_inner_session_is_a_child_in_the_same_trace_and_ends_alone()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""), Expected.Json("{}", 400));
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(new() { Name = "inner" }, outer);
        using var client = Clients.DynamoDb(server.Url);
        await client.ListTablesAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => client.ListTablesAsync(TestContext.Current.CancellationToken));

        Assert.Equal([outer.Session, inner.Session], SessionRegistry.All());
        Assert.Equal((0, 1), (outer.Session.Depth, inner.Session.Depth));
        Assert.Same(inner.Session.ScriptSpan, SessionRegistry.NewestScriptSpan);
        Assert.Empty(inner.Warnings);
        inner.End();

        Assert.Equal((3L, 1L), (inner.Session.SpanCount, inner.Session.ErrorCount));
        Assert.True(SessionRegistry.IsActive);
        Assert.Equal([outer.Session], SessionRegistry.All());
        Assert.Same(outer.Session.ScriptSpan, SessionRegistry.NewestScriptSpan);
        var spans = outer.End();

        Assert.False(SessionRegistry.IsActive);
        Assert.Null(SessionRegistry.NewestScriptSpan);
        SpanAssert.Names(spans, "DynamoDB.ListTables", "DynamoDB.ListTables", "inner", "script");
        Assert.Single(spans.Select(static span => span.TraceId).Distinct());
        Assert.Equal([spans[2].SpanId, spans[2].SpanId, spans[3].SpanId, ""], spans.Select(static span => span.ParentSpanId));
        Assert.Equal((4L, 1L), (outer.Session.SpanCount, outer.Session.ErrorCount));
    }

    /// <summary>A script may stop the session that it runs under, and fail afterwards: its span may be on its way out by then.</summary>
    [Fact]
    public void What_comes_after_the_end_is_not_on_the_span()
    {
        using var session = TestSession.Begin();
        session.End();
        session.Session.Fail(new InvalidOperationException("late"));
        session.Session.SetExitCode(3);

        var span = session.Session.ScriptSpan!;
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Empty(span.TagObjects);
        Assert.Empty(span.Events);
    }

    [Fact]
    public void A_session_that_does_not_begin_leaves_nothing()
    {
        var propagator = Propagators.DefaultTextMapPropagator;
        var error = Assert.Throws<SettingException>(static () => TestSession.Begin(new()
        {
            Name = "script", Exporter = [OtelExporter.Memory], Propagator = ["xray"], HasResponseHook = true, Hooks = static () => throw new InvalidOperationException("No more of them."),
        }));

        Assert.Equal(("HooksNotStarted", "ResponseHook"), (error.ErrorId, error.ParamName));
        Assert.Equal("-ResponseHook: the runspace of the hooks could not be opened: No more of them. Mend what PowerShell speaks of, or leave the hooks out.", error.Message);
        Assert.False(SessionRegistry.IsActive);
        Assert.Null(CallHooks.Current);
        Assert.Same(propagator, Propagators.DefaultTextMapPropagator);
        Assert.Null(Spans.Start("nobody listens", ActivityKind.Internal, null));
    }

    [Fact]
    public void An_inner_session_counts_what_came_since_it_began()
    {
        using var outer = TestSession.Begin();
        TestSession.Begin(outer: outer).End();
        using var second = TestSession.Begin(outer: outer);
        second.End();

        Assert.Equal(1L, second.Session.SpanCount);
        outer.End();
        Assert.Equal(3L, outer.Session.SpanCount);
    }

    [Fact]
    public void Counts_of_the_process_are_final_with_the_last_session()
    {
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(outer: outer);

        Assert.Equal(new(1, 1, 0, 0, null, null), inner.EndWithCounts());
        Assert.Equal(new(2, 2, 0, 0, null, null), outer.EndWithCounts());
    }

    [Fact]
    public void An_inherited_parent_is_the_outermost_sessions()
    {
        var environment = new Dictionary<string, string> { ["TRACEPARENT"] = TraceParent };
        using var outer = TestSession.Begin(environment: environment);
        using var inner = TestSession.Begin(new() { Name = "inner" }, outer, environment);
        inner.End();
        var spans = outer.End();

        SpanAssert.Names(spans, "inner", "script");
        Assert.Equal("b7ad6b7169203331", spans[1].ParentSpanId);
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
    }

    [Fact]
    public void A_typed_parent_is_the_inner_sessions_own()
    {
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(new() { Name = "inner", Parent = TraceParent }, outer);
        inner.End();
        var spans = outer.End();

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (spans[0].TraceId, spans[0].ParentSpanId));
        Assert.Equal((1L, 2L), (inner.Session.SpanCount, outer.Session.SpanCount));
    }

    [Fact]
    public void Another_exporter_is_not_followed_and_said()
    {
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(new() { Exporter = [OtelExporter.Console] }, outer);

        Assert.Contains("Memory", Assert.Single(inner.Warnings), StringComparison.Ordinal);
        Assert.Same(outer.Session.Pipeline, inner.Session.Pipeline);
    }

    [Fact]
    public void Another_endpoint_is_not_followed_and_said()
    {
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(new() { Endpoint = "http://127.0.0.1:1" }, outer);

        Assert.Single(inner.Warnings);
    }

    [Fact]
    public void The_same_exporter_is_nothing_to_speak_of()
    {
        using var outer = TestSession.Begin();
        using var inner = TestSession.Begin(new() { Exporter = [OtelExporter.Memory] }, outer);

        Assert.Empty(inner.Warnings);
    }

    [Fact]
    public void Sessions_may_end_in_any_order()
    {
        using var first = TestSession.Begin(new() { Name = "first", Exporter = [OtelExporter.Memory] });
        using var second = TestSession.Begin(new() { Name = "second" });
        first.End();
        Assert.Same(second.Session.ScriptSpan, SessionRegistry.NewestScriptSpan);
        var spans = second.End();

        SpanAssert.Names(spans, "first", "second");
        Assert.NotEqual(spans[0].TraceId, spans[1].TraceId);
    }

    [Fact]
    public void A_session_in_a_host_with_a_span_is_under_it()
    {
        using var host = new System.Diagnostics.Activity("of the host") { ActivityTraceFlags = System.Diagnostics.ActivityTraceFlags.Recorded }.Start();
        using var session = TestSession.Begin();
        Assert.Same(host, System.Diagnostics.Activity.Current);
        var spans = session.End();

        Assert.Same(host, System.Diagnostics.Activity.Current);
        Assert.Equal((host.TraceId.ToHexString(), host.SpanId.ToHexString()), (spans[0].TraceId, spans[0].ParentSpanId));
    }

    [Fact]
    public void Script_span_and_resource_tell_what_runs()
    {
        using var session = TestSession.Begin(new()
        {
            ScriptPath = "/scripts/nightly.ps1",
            Exporter = [OtelExporter.Memory],
            ResourceAttribute = new Dictionary<string, object> { ["service.version"] = "2.1" },
        });
        var span = Assert.Single(session.End());

        Assert.Equal(("nightly.ps1", OtelSpanKind.Internal, "AwsOtel"), (span.Name, span.Kind, span.Scope));
        SpanAssert.HasExactly(Attributes.Of(("code.file.path", "/scripts/nightly.ps1")), span);
        Assert.Equal(
            [
                "host.name", "os.type", "process.executable.name", "process.pid", "process.runtime.name", "process.runtime.version", "service.name", "service.version",
                "telemetry.distro.name", "telemetry.distro.version", "telemetry.sdk.language", "telemetry.sdk.name", "telemetry.sdk.version",
            ],
            span.Resource.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("nightly", "2.1", "awsotel"), (span.Resource["service.name"], span.Resource["service.version"], span.Resource["telemetry.distro.name"]));
        Assert.Equal((long)Environment.ProcessId, span.Resource["process.pid"]);
    }
}
