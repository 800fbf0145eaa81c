using System.Diagnostics;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.SdkSpans;

/// <summary>Others may set attributes on a span of ours too: those that a call has itself are told once, as the call has them.</summary>
[Collection(ProcessWide.Name)]
public sealed class SharedSpanTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_listener_sets_when_the_span_starts_gives_way()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using var listener = new ActivityListener { ShouldListenTo = static source => source.Name == Spans.ScopeName, ActivityStarted = SetOthers };
        ActivitySource.AddActivityListener(listener);
        using var client = Clients.DynamoDb(server.Url);
        await client.ListTablesAsync(Cancellation);

        AssertExact(server, session.End()[0]);
    }

    [Fact]
    public async Task What_is_set_in_the_middle_of_a_call_gives_way()
    {
        using var server = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = TestSession.Begin();
        using var client = Clients.DynamoDb(server.Url);
        client.BeforeRequestEvent += static (_, _) => SetOthers(Activity.Current!);
        await client.ListTablesAsync(Cancellation);

        AssertExact(server, session.End()[0]);
    }

    private static void SetOthers(Activity span)
    {
        foreach (var name in new[] { "cloud.region", "server.address", "http.response.status_code", "aws.request_id", "aws.phase.signing" })
            span.SetTag(name, "of others");
    }

    private static void AssertExact(ScriptedServer server, OtelSpan span) =>
        SpanAssert.OperationHasExactly(Expected.DynamoDb("ListTables", server.Port).Plus(("aws.dynamodb.table_count", 0L)), span);
}
