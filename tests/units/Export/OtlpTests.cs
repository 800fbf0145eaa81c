using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using AwsOtel.Engine.Delivery;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Export;

/// <summary>OTLP over HTTP, to a receiver that takes, refuses, or never answers.</summary>
[Collection(ProcessWide.Name)]
public sealed class OtlpTests
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    public OtlpTests() => Deliverer.FirstBackoff = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Spans_arrive_with_the_headers_and_are_counted()
    {
        using var aws = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var receiver = new ScriptedServer(new ScriptedResponse(200).With("Content-Type", "application/x-protobuf"));
        using var session = Begin(receiver.Url, 60);
        using (var client = Clients.DynamoDb(aws.Url))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new(2, 2, 0, 0, null, null), session.EndWithCounts());
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("POST", "/v1/traces", "application/x-protobuf", "k 1=2%"), (request.Method, request.Target, request.Header("Content-Type"), request.Header("api-key")));
        var body = Encoding.UTF8.GetString(request.Body);
        Assert.Contains("DynamoDB.ListTables", body, StringComparison.Ordinal);
        Assert.Contains("aws.dynamodb.table_count", body, StringComparison.Ordinal);
        Assert.Contains("script", body, StringComparison.Ordinal);
        Assert.Contains("telemetry.distro.name", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_may_have_a_comma_in_its_value()
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(200));
        using var session = Begin(receiver.Url, 60, "a,b");
        session.EndWithCounts();

        Assert.Equal("a,b", Assert.Single(receiver.Requests).Header("api-key"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION=gzip", true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=gzip", true)]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION=gzip;OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=none", false)]
    public void Requests_are_compressed_as_the_variables_say(string variables, bool isCompressed)
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(200));
        using var session = Begin(receiver.Url, 60, variables: variables);

        Assert.Equal(new(1, 1, 0, 0, null, null), session.EndWithCounts());
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(isCompressed ? "gzip" : null, request.Header("Content-Encoding"));
        using var sent = new MemoryStream(request.Body);
        using var body = new StreamReader(isCompressed ? new GZipStream(sent, CompressionMode.Decompress) : sent);
        Assert.Contains("script", body.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_export_itself_is_not_traced_by_itself()
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(200));
        using var session = Begin(receiver.Url, 60);
        session.EndWithCounts();

        Assert.Null(Assert.Single(receiver.Requests).Header("traceparent"));
    }

    [Theory]
    [InlineData(400, "400 BadRequest")]
    [InlineData(401, "401 Unauthorized")]
    [InlineData(404, "404 NotFound")]
    [InlineData(503, "503 ServiceUnavailable")]
    public Task Without_a_spool_what_a_receiver_does_not_take_is_dropped_and_said(int status, string reason) => Timing.Holds(() =>
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(status));
        using var session = Begin(receiver.Url, 60);
        var clock = Stopwatch.StartNew();
        var counts = session.EndWithCounts();

        Assert.Equal(new(1, 0, 0, 1, $"Otlp ({receiver.Url}/v1/traces)", reason), counts);
        Timing.InRange(clock.Elapsed.TotalSeconds, 0, 1 + Slack.TotalSeconds, "the end of the session");
    });

    [Fact]
    public Task A_dead_receiver_costs_the_timeout_at_most_and_its_spans_are_dropped() => Timing.Holds(async () =>
    {
        var port = ScriptedServer.DeadPort();
        using var aws = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var session = Begin($"http://127.0.0.1:{port}", 1);
        using (var client = Clients.DynamoDb(aws.Url))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        var counts = session.EndWithCounts();

        Assert.Equal((2, 0, 0, 2, $"Otlp (http://127.0.0.1:{port}/v1/traces)"), (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped, counts.Failure));
        Timing.InRange(clock.Elapsed.TotalSeconds, 0, 1 + Slack.TotalSeconds, "the end of the session");
    });

    [Fact]
    public Task A_receiver_that_never_answers_costs_the_timeout_at_most_and_its_spans_are_dropped() => Timing.Holds(() =>
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(200) { Delay = TimeSpan.FromMinutes(1) });
        using var session = Begin(receiver.Url, 1);
        var clock = Stopwatch.StartNew();
        var counts = session.EndWithCounts();

        Assert.Equal((1, 0, 1), (counts.Ended, counts.Exported, counts.Dropped));
        Timing.InRange(clock.Elapsed.TotalSeconds, 0, 1 + Slack.TotalSeconds, "the end of the session");
    });

    [Fact]
    public void Of_two_exporters_the_one_that_lost_is_told()
    {
        var port = ScriptedServer.DeadPort();
        using var session = TestSession.Begin(new()
        {
            Exporter = [OtelExporter.Memory, OtelExporter.Otlp],
            Endpoint = $"http://127.0.0.1:{port}",
            Protocol = OtelProtocol.HttpProtobuf,
            TimeoutSec = 1,
            SpoolPath = "",
        });

        var counts = session.EndWithCounts();
        Assert.Equal((1, 0, 0, 1, $"Otlp (http://127.0.0.1:{port}/v1/traces)"), (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped, counts.Failure));
        Assert.Single(session.Spans);
    }

    [Fact]
    public void The_longest_timeout_can_be_asked_for()
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(200));
        using var session = Begin(receiver.Url, int.MaxValue);

        Assert.Equal(new(1, 1, 0, 0, null, null), session.EndWithCounts());
    }

    private static TestSession Begin(string url, int timeout, string header = "k 1=2%", string variables = "") => TestSession.Begin(
        new()
        {
            Name = "script",
            Exporter = [OtelExporter.Otlp],
            Endpoint = url,
            Protocol = OtelProtocol.HttpProtobuf,
            Header = new Dictionary<string, string> { ["api-key"] = header },
            TimeoutSec = timeout,
            SpoolPath = "",
        },
        environment: variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]));
}
