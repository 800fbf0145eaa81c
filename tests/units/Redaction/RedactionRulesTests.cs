using AwsOtel.Engine.Session;
using AwsOtel.Engine.UserSpans;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Redaction;

[Collection(ProcessWide.Name)]
public sealed class RedactionRulesTests
{
    [Fact]
    public void What_a_pattern_takes_out_is_taken_out_before_the_rest_is_cut()
    {
        using var session = TestSession.Begin(
            new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory], RedactPattern = ["cust-[0-9]+!"] },
            environment: new Dictionary<string, string> { ["OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"] = "12" });
        var span = session.Session.ScriptSpan!;
        span.SetTag("aws.s3.key", "cust-123456789!");
        SpanErrors.Fail(span, new InvalidOperationException("no cust-123456789! here"));
        SpanEdit.AddEvent(span, "cust-1!", default, [new("aws.s3.key", "cust-123456789!")]);

        var seen = Assert.Single(session.End());

        Assert.Equal("[redacted]", seen.Attributes["aws.s3.key"]);
        Assert.Equal("no [redacted] here", seen.StatusDescription);
        Assert.Equal("no [redacted", seen.Events[0].Attributes["exception.message"]);
        Assert.Equal("[redacted]", seen.Events[1].Attributes["aws.s3.key"]);
    }

    [Fact]
    public void A_pattern_goes_for_names_as_well()
    {
        using var session = TestSession.Begin(new SessionRequest { Name = "bill cust-1", Exporter = [OtelExporter.Memory], RedactPattern = ["cust-[0-9]+"] });
        SpanEdit.AddEvent(session.Session.ScriptSpan!, "cust-1 came", default, []);

        var seen = Assert.Single(session.End());

        Assert.Equal("bill [redacted]", seen.Name);
        Assert.Equal("[redacted] came", Assert.Single(seen.Events).Name);
    }
}
