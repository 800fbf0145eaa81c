using System.Diagnostics;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Session;

[Collection(ProcessWide.Name)]
public sealed class SamplerTests
{
    private const string Sampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string NotSampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    [Theory]
    [InlineData(null, 1.0, true)]
    [InlineData(null, 0.0, false)]
    [InlineData(Sampled, 0.0, true)]
    [InlineData(Sampled, 1.0, true)]
    [InlineData(NotSampled, 1.0, false)]
    [InlineData(NotSampled, 0.0, false)]
    public void A_ratio_is_of_new_traces_and_a_parents_decision_is_followed(string? parent, double ratio, bool recorded)
    {
        using var session = TestSession.Begin(new() { Exporter = [OtelExporter.Memory], SampleRatio = ratio, Parent = parent });

        Assert.Equal(recorded ? 1 : 0, session.End().Length);
    }

    [Theory]
    [InlineData("always_on", NotSampled, true)]
    [InlineData("always_off", Sampled, false)]
    [InlineData("parentbased_always_off", Sampled, true)]
    [InlineData("parentbased_always_on", NotSampled, false)]
    public void A_named_sampler_decides(string sampler, string parent, bool recorded)
    {
        using var session = TestSession.Begin(
            new() { Exporter = [OtelExporter.Memory] },
            environment: new Dictionary<string, string> { ["OTEL_TRACES_SAMPLER"] = sampler, ["TRACEPARENT"] = parent });

        Assert.Equal(recorded ? 1 : 0, session.End().Length);
    }

    [Theory]
    [InlineData("parentbased_always_on", false)]
    [InlineData("always_on", true)]
    public void Under_a_span_of_this_process_that_nobody_reads_the_sampler_decides_as_under_any_other(string sampler, bool recorded)
    {
        using var session = TestSession.Begin(
            new() { Exporter = [OtelExporter.Memory] },
            environment: new Dictionary<string, string> { ["OTEL_TRACES_SAMPLER"] = sampler });
        using var source = new ActivitySource("somebody else's");
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => other == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);
        using var theirs = source.StartActivity("theirs")!;
        Assert.False(theirs.IsAllDataRequested);
        var span = AwsOtel.Engine.Session.Spans.Start("ours", ActivityKind.Internal, theirs);

        Assert.Equal(recorded, span is { Recorded: true });
        if (span is not null)
            AwsOtel.Engine.Session.Spans.End(span);
    }

    [Fact]
    public void Half_of_the_new_traces_are_about_half()
    {
        using var session = TestSession.Begin(new() { Exporter = [OtelExporter.Memory], SampleRatio = 0.5 });
        var kept = 0;
        for (var i = 0; i < 2000; i++)
        {
            if (AwsOtel.Engine.Session.Spans.Start("root", ActivityKind.Internal, null) is not { } span)
                continue;
            kept += span.Recorded ? 1 : 0;
            AwsOtel.Engine.Session.Spans.End(span);
        }

        // Six standard deviations either side.
        Assert.InRange(kept, 866, 1134);
    }

    [Fact]
    public void A_remote_parent_is_the_parent_and_keeps_its_state()
    {
        using var session = TestSession.Begin(
            new() { Exporter = [OtelExporter.Memory] },
            environment: new Dictionary<string, string> { ["TRACEPARENT"] = Sampled, ["TRACESTATE"] = "vendor=1" });

        Assert.True(session.Session.ScriptSpan!.HasRemoteParent);
        Assert.Equal("vendor=1", session.Session.ScriptSpan.TraceStateString);
        var span = Assert.Single(session.End());
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (span.TraceId, span.ParentSpanId));
    }

    [Fact]
    public void A_new_trace_has_no_parent()
    {
        using var session = TestSession.Begin();
        var span = Assert.Single(session.End());

        Assert.Equal("", span.ParentSpanId);
        Assert.Matches("^(?!0{32})[0-9a-f]{32}$", span.TraceId);
        Assert.Matches("^(?!0{16})[0-9a-f]{16}$", span.SpanId);
    }
}
