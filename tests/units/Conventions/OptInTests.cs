using Amazon.DynamoDBv2.Model;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>The names that changed over time: OTEL_SEMCONV_STABILITY_OPT_IN for <c>rpc.*</c>, and -LegacyAttribute. Whole sets, on success, failure and attempts.</summary>
[Collection(ProcessWide.Name)]
public sealed class OptInTests
{
    private const string Throttled = "ProvisionedThroughputExceededException";

    private static readonly (string, object)[] Old = [("rpc.system", "aws-api"), ("rpc.service", "DynamoDB"), ("rpc.method", "ListTables")];
    private static readonly (string, object)[] New = [("rpc.system.name", "aws-api"), ("rpc.method", "DynamoDB/ListTables")];
    private static readonly (string, object)[] Both = [("rpc.system", "aws-api"), ("rpc.service", "DynamoDB"), ("rpc.system.name", "aws-api"), ("rpc.method", "DynamoDB/ListTables")];

    /// <summary>The variable's value, and the names that it asks for.</summary>
    public static TheoryData<string?, string> OptIns => new()
    {
        { null, nameof(Old) },
        { "", nameof(Old) },
        { "http", nameof(Old) },
        { "database/dup,messaging, unknown", nameof(Old) },
        { "rpcs,xrpc,rpc/other", nameof(Old) },
        { "rpc", nameof(New) },
        { "http,rpc", nameof(New) },
        { " rpc ,unknown,", nameof(New) },
        { "rpc/dup", nameof(Both) },
        { "unknown, rpc/dup", nameof(Both) },
        { "rpc,rpc/dup", nameof(Both) },
        { "rpc/dup,rpc", nameof(Both) },
        { "rpc/dup,http,rpc,rpc", nameof(Both) },
    };

    [Theory]
    [MemberData(nameof(OptIns))]
    public async Task A_call_that_succeeds_has_the_rpc_names_that_are_asked_for(string? optIn, string names)
    {
        using var run = await Run.Of(optIn, false, Tables());

        SpanAssert.Names(run.Spans, "DynamoDB.ListTables", "script");
        SpanAssert.OperationHasExactly(Common(run.Port).Plus(Rpc(names)).Plus(("aws.dynamodb.table_count", 0L)), run.Spans[0]);
    }

    [Theory]
    [MemberData(nameof(OptIns))]
    public async Task A_call_that_is_tried_again_and_fails_has_them_on_the_operation_only(string? optIn, string names)
    {
        using var run = await Run.Of(optIn, false, Answers.JsonError(Throttled), Answers.JsonError(Throttled));

        SpanAssert.Names(run.Spans, "attempt 1", "attempt 2", "DynamoDB.ListTables", "script");
        SpanAssert.HasExactly(FailedAttempt(1, run.Port), run.Spans[0]);
        SpanAssert.HasExactlyWithDelay(FailedAttempt(2, run.Port), run.Spans[1]);
        SpanAssert.RetriedOperationHasExactly(Common(run.Port, 400).Plus(Rpc(names)).Plus(("error.type", Throttled), ("aws.retry.count", 1L), ("aws.retry.mode", "standard")), run.Spans[2]);
        SpanAssert.HasExactly(Attributes.Of(), run.Spans[3]);
    }

    [Theory]
    [InlineData("rpc", "rpc.system.name", "rpc.method")]
    [InlineData("rpc/dup", "rpc.system", "rpc.service", "rpc.system.name", "rpc.method")]
    public async Task Other_services_have_them_too(string optIn, params string[] names)
    {
        using var server = new ScriptedServer(Expected.Xml());
        using var session = Begin(optIn, false);
        using (var client = Clients.S3(server.Url))
            await client.DeleteBucketAsync("logs", TestContext.Current.CancellationToken);
        var operation = session.End()[0];

        Assert.Equal(names.Order(StringComparer.Ordinal), operation.Attributes.Keys.Where(static name => name.StartsWith("rpc.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("S3/DeleteBucket", operation.Attributes["rpc.method"]);
    }

    [Fact]
    public async Task Legacy_names_are_added_to_a_call_that_succeeds()
    {
        using var run = await Run.Of(null, true, Tables());

        SpanAssert.Names(run.Spans, "DynamoDB.ListTables", "script");
        SpanAssert.OperationHasExactly(Common(run.Port).Plus(Old).Plus(("aws.dynamodb.table_count", 0L), ("aws.region", Clients.Region), ("http.status_code", 200L)), run.Spans[0]);
        SpanAssert.HasExactly(Attributes.Of(), run.Spans[1]);
    }

    [Fact]
    public async Task Legacy_names_are_added_to_a_call_that_fails_and_to_its_attempts()
    {
        using var run = await Run.Of(null, true, Answers.JsonError(Throttled), Answers.JsonError(Throttled));

        SpanAssert.Names(run.Spans, "attempt 1", "attempt 2", "DynamoDB.ListTables", "script");
        SpanAssert.HasExactly(FailedAttempt(1, run.Port).Plus(("http.status_code", 400L)), run.Spans[0]);
        SpanAssert.HasExactlyWithDelay(FailedAttempt(2, run.Port).Plus(("http.status_code", 400L)), run.Spans[1]);
        SpanAssert.RetriedOperationHasExactly(
            Common(run.Port, 400).Plus(Old).Plus(
                ("error.type", Throttled), ("aws.retry.count", 1L), ("aws.retry.mode", "standard"), ("aws.region", Clients.Region), ("http.status_code", 400L)),
            run.Spans[2]);
    }

    [Fact]
    public async Task Legacy_names_are_added_to_the_attempt_that_succeeds()
    {
        using var run = await Run.Of(null, true, Answers.JsonError(Throttled), Tables());

        SpanAssert.HasExactlyWithDelay(
            Attempt(2, run.Port).Plus(("http.response.status_code", 200L), ("http.status_code", 200L), ("aws.request_id", Expected.RequestId)), run.Spans[1]);
    }

    [Fact]
    public async Task Legacy_names_and_an_opt_in_go_together()
    {
        using var run = await Run.Of("rpc/dup", true, Tables());

        SpanAssert.OperationHasExactly(Common(run.Port).Plus(Both).Plus(("aws.dynamodb.table_count", 0L), ("aws.region", Clients.Region), ("http.status_code", 200L)), run.Spans[0]);
    }

    [Fact]
    public async Task The_next_session_asks_anew()
    {
        using (await Run.Of("rpc", true, Tables()))
        {
        }

        using var run = await Run.Of(null, false, Tables());
        SpanAssert.OperationHasExactly(Common(run.Port).Plus(Old).Plus(("aws.dynamodb.table_count", 0L)), run.Spans[0]);
    }

    private static (string, object)[] Rpc(string names) => names switch
    {
        nameof(New) => New,
        nameof(Both) => Both,
        _ => Old,
    };

    private static IReadOnlyDictionary<string, object> Common(int port, int status = 200) =>
        Expected.DynamoDb("ListTables", port, status).Without("rpc.system", "rpc.service", "rpc.method");

    private static IReadOnlyDictionary<string, object> Attempt(long number, int port) => Attributes.Of(
        ("aws.retry.attempt", number), ("aws.retry.max_attempts", 2L), ("server.address", "127.0.0.1"), ("server.port", (long)port));

    private static IReadOnlyDictionary<string, object> FailedAttempt(long number, int port) => Attempt(number, port).Plus(
        ("aws.retry.reason", "throttling"), ("http.response.status_code", 400L), ("error.type", Throttled), ("aws.request_id", Expected.RequestId));

    private static ScriptedResponse Tables() => Expected.Json("""{"TableNames":[]}""");

    private static TestSession Begin(string? optIn, bool legacy) => TestSession.Begin(
        new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory], LegacyAttribute = legacy },
        environment: optIn is null ? null : new Dictionary<string, string> { ["OTEL_SEMCONV_STABILITY_OPT_IN"] = optIn });

    /// <summary>ListTables, with one retry, in a session of its own.</summary>
    private sealed record Run(int Port, OtelSpan[] Spans) : IDisposable
    {
        private ScriptedServer? _server;

        public static async Task<Run> Of(string? optIn, bool legacy, params ScriptedResponse[] script)
        {
            var server = new ScriptedServer(script);
            using var session = Begin(optIn, legacy);
            using (var client = Clients.DynamoDb(server.Url, retries: 1))
                await Record.ExceptionAsync(() => client.ListTablesAsync(new ListTablesRequest(), TestContext.Current.CancellationToken));
            return new Run(server.Port, session.End()) { _server = server };
        }

        public void Dispose() => _server?.Dispose();
    }
}
