using System.Text;
using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Delivery;

/// <summary>Receivers that are down, slow, wrong or rude: what arrives, what is kept for the next session, what is lost, and that all of it is told.</summary>
[Collection(ProcessWide.Name)]
public sealed class DeliveryTests : IDisposable
{
    private static readonly ScriptedResponse Taken = new(200);
    private static readonly ScriptedResponse Busy = new(503);

    /// <summary>partial_success { rejected_spans: 1, error_message: "no room" }</summary>
    private static readonly ScriptedResponse Rejected =
        new ScriptedResponse(200, "\u000a\u000b\u0008\u0001\u0012\u0007no room").With("Content-Type", "application/x-protobuf");

    private readonly string _spool = Directory.CreateTempSubdirectory("awsotel-spool-").FullName;

    public DeliveryTests() => Deliverer.FirstBackoff = TimeSpan.FromMilliseconds(20);

    public void Dispose() => Directory.Delete(_spool, recursive: true);

    /// <summary>Who is only busy gets the spans once more.</summary>
    public static TheoryData<string, ScriptedResponse[]> GoesWellInTheEnd => new()
    {
        { "503", [Busy, Taken] },
        { "503, twice", [Busy, Busy, Taken] },
        { "429", [new(429), Taken] },
        { "502", [new(502), Taken] },
        { "504", [new(504), Taken] },
        { "a connection that is reset", [ScriptedResponse.ConnectionReset, Taken] },
        { "an answer that breaks off in its head", [new ScriptedResponse(0) { Raw = "HTTP/1.1 200 O" }, Taken] },
        { "an answer that breaks off in its body", [new ScriptedResponse(200, "abc").With("Content-Length", "100")] },
        { "an answer that is no protobuf", [new ScriptedResponse(200, "\uffff\uffff").With("Content-Type", "application/x-protobuf")] },
    };

    [Theory]
    [MemberData(nameof(GoesWellInTheEnd), DisableDiscoveryEnumeration = true)]
    public void What_may_go_well_is_tried_again(string name, ScriptedResponse[] script)
    {
        using var receiver = new ScriptedServer(script);
        var counts = Run(receiver.Url, "script");

        Assert.True(new ExportResultCounts(1, 1, 0, 0, null, null) == counts, $"{name}: {counts}");
        Assert.Equal(script.Length, receiver.Requests.Length);
        Assert.Empty(Directory.GetFiles(_spool));
    }

    [Fact]
    public void A_receiver_that_names_a_time_is_not_asked_before()
    {
        using var receiver = new ScriptedServer(Busy.With("Retry-After", "1"), Taken);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var counts = Run(receiver.Url, "script");

        Assert.Equal(new(1, 1, 0, 0, null, null), counts);
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(1));
    }

    /// <summary>Something must be mended, or takes too long: kept, and said why.</summary>
    public static TheoryData<int, string?, int, string> IsKept => new()
    {
        { 401, null, 1, "401 Unauthorized" },
        { 403, null, 1, "403 Forbidden" },
        { 404, null, 1, "404 NotFound" },
        { 503, "3600", 1, "503 ServiceUnavailable" },
        { 503, null, 3, "503 ServiceUnavailable" },
        { 429, null, 3, "429 TooManyRequests" },
    };

    [Theory]
    [MemberData(nameof(IsKept))]
    public void What_cannot_be_delivered_is_kept_as_lines_of_OTLP_JSON(int status, string? retryAfter, int requests, string reason)
    {
        var answer = new ScriptedResponse(status);
        using var receiver = new ScriptedServer(retryAfter is null ? answer : answer.With("Retry-After", retryAfter));
        var counts = Run(receiver.Url, "script");

        Assert.Equal(new(1, 0, 1, 0, $"Otlp ({receiver.Url}/v1/traces)", reason), counts);
        Assert.Equal(requests, receiver.Requests.Length);
        Assert.Equal("script", Assert.Single(TraceFile.Read(Assert.Single(Directory.GetFiles(_spool)), out var unreadable)).Name);
        Assert.Equal(0, unreadable);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("Text/HTML")]
    public void A_web_page_is_no_answer(string contentType)
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(200, "<html>Sign in</html>").With("Content-Type", contentType), Taken);

        Assert.Equal(new(1, 0, 1, 0, $"Otlp ({receiver.Url}/v1/traces)", "a web page in place of an answer"), Run(receiver.Url, "first"));
        Assert.Equal(1, Run(receiver.Url, "second").Backlog);
        Assert.Equal(["first", "second", "first"], receiver.Requests.Select(NameIn));
    }

    /// <summary>The headers are for the receiver that was named.</summary>
    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public void A_redirect_is_not_followed(int status)
    {
        using var elsewhere = new ScriptedServer(Taken);
        using var receiver = new ScriptedServer(new ScriptedResponse(status).With("Location", elsewhere.Url));
        var counts = Run(receiver.Url, "script");

        Assert.Equal((1, 0, 1, 0), (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped));
        Assert.Single(receiver.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public void A_receiver_that_is_not_there_or_never_answers_or_speaks_no_TLS_leaves_the_spans_in_the_spool()
    {
        using var hole = new ScriptedServer(new ScriptedResponse(200) { Delay = TimeSpan.FromMinutes(1) });
        using var plain = new ScriptedServer(Taken);
        foreach (var url in new[] { $"http://127.0.0.1:{ScriptedServer.DeadPort()}", hole.Url, $"https://127.0.0.1:{plain.Port}" })
        {
            var counts = Run(url, url, timeout: 2);
            Assert.True((1, 0, 1, 0) == (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped), $"{url}: {counts}");
        }

        Assert.Equal(3, Directory.GetFiles(_spool).Length);
        Assert.Empty(plain.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(500)]
    public void What_a_receiver_does_not_want_is_not_kept(int status)
    {
        using var receiver = new ScriptedServer(new ScriptedResponse(status));
        var counts = Run(receiver.Url, "script");

        Assert.Equal((1, 0, 0, 1), (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped));
        Assert.Single(receiver.Requests);
        Assert.Empty(Directory.GetFiles(_spool));
    }

    [Fact]
    public void A_partial_success_is_read()
    {
        using var receiver = new ScriptedServer(Rejected);
        var counts = Run(receiver.Url, "script");

        Assert.Equal(new(1, 0, 0, 1, $"Otlp ({receiver.Url}/v1/traces)", "no room"), counts);
    }

    [Fact]
    public void The_next_session_that_reaches_the_receiver_brings_what_was_kept()
    {
        using var receiver = new ScriptedServer(new(401), new(401), Taken);
        Assert.Equal(1, Run(receiver.Url, "first").Spooled);
        Assert.Equal(1, Run(receiver.Url, "second").Spooled);
        Assert.Equal(2, Directory.GetFiles(_spool).Length);
        var third = Run(receiver.Url, "third");

        Assert.Equal(new ExportResultCounts(1, 1, 0, 0, null, null) { Backlog = 2 }, third);
        Assert.Empty(Directory.GetFiles(_spool));
        Assert.Equal(["first", "second", "third", "first", "second"], receiver.Requests.Select(NameIn));
        foreach (var request in receiver.Requests)
            Assert.Equal(("POST", "/v1/traces", "application/x-protobuf", "secret"), (request.Method, request.Target, request.Header("Content-Type"), request.Header("api-key")));
    }

    [Fact]
    public void What_was_kept_and_is_rejected_in_a_partial_success_is_not_told_as_delivered()
    {
        using var receiver = new ScriptedServer(new(401), Taken, Rejected);
        Run(receiver.Url, "first");

        Assert.Equal(new ExportResultCounts(1, 1, 0, 0, null, null) { Expired = 1 }, Run(receiver.Url, "second"));
        Assert.Empty(Directory.GetFiles(_spool));
    }

    [Fact]
    public void What_is_kept_for_one_receiver_goes_to_no_other()
    {
        using var first = new ScriptedServer(new ScriptedResponse(401));
        using var second = new ScriptedServer(Taken);
        Run(first.Url, "first");

        Assert.Equal(new(1, 1, 0, 0, null, null), Run(second.Url, "second"));
        Assert.Single(second.Requests);
        Assert.Single(Directory.GetFiles(_spool));
    }

    [Fact]
    public async Task A_receiver_that_comes_back_during_the_run_gets_everything()
    {
        using var aws = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var receiver = new ScriptedServer(new(401), Taken);
        using var one = Variable("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1");
        using var session = Begin(receiver.Url, "script");
        using (var client = Clients.DynamoDb(aws.Url))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => session.Session.Pipeline.Counts(isFinal: false).Spooled == 1, TimeSpan.FromMinutes(1)), "the span was not kept");

        Assert.Equal(new(2, 2, 0, 0, null, null), session.EndWithCounts());
        // Refused once; whether the backlog or the last span is first, is all the same.
        Assert.Equal(["DynamoDB.ListTables", "DynamoDB.ListTables", "script"], receiver.Requests.Select(NameIn).Order());
        Assert.Empty(Directory.GetFiles(_spool));
    }

    [Fact]
    public void What_a_killed_process_left_is_sent_but_for_a_line_that_is_not_whole()
    {
        using var receiver = new ScriptedServer(new(401), Taken);
        Run(receiver.Url, "killed");
        var file = Assert.Single(Directory.GetFiles(_spool));
        File.AppendAllText(file, """{"resourceSpans":[{"scopeSpans":[{"spans":[{"na""");

        Assert.Equal(1, Run(receiver.Url, "next").Backlog);
        Assert.Equal(["killed", "next", "killed"], receiver.Requests.Select(NameIn));
        Assert.Empty(Directory.GetFiles(_spool));
    }

    [Fact]
    public void What_another_session_has_open_is_left_alone()
    {
        using var receiver = new ScriptedServer(new(401), Taken);
        Run(receiver.Url, "first");
        var file = Assert.Single(Directory.GetFiles(_spool));
        using (File.Open(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal(0, Run(receiver.Url, "second").Backlog);

        Assert.Equal([file], Directory.GetFiles(_spool));
    }

    [Fact]
    public async Task What_somebody_has_removed_is_not_told_as_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a file that is open cannot be removed there");
        using var aws = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var receiver = new ScriptedServer(new ScriptedResponse(401));
        using var session = Begin(receiver.Url, "script");
        using (var client = Clients.DynamoDb(aws.Url))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);
        File.Delete(Assert.Single(Directory.GetFiles(_spool)));

        var counts = session.EndWithCounts();
        Assert.Equal((2, 0, 0, 2), (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped));
    }

    [Fact]
    public async Task Spans_are_on_disk_when_they_have_ended_and_only_for_their_user()
    {
        using var aws = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var receiver = new ScriptedServer(Taken);
        using var session = Begin(receiver.Url, "script");
        using (var client = Clients.DynamoDb(aws.Url))
            await client.ListTablesAsync(TestContext.Current.CancellationToken);
        var file = Assert.Single(Directory.GetFiles(_spool));
        Assert.True(new FileInfo(file).Length > 0);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("127.0.0.1", Path.GetFileName(file), StringComparison.Ordinal);

        Assert.Equal(new(2, 2, 0, 0, null, null), session.EndWithCounts());
        Assert.Empty(Directory.GetFiles(_spool));
    }

    [Fact]
    public async Task Too_many_spans_for_the_queue_go_to_the_spool()
    {
        using var aws = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var hole = new ScriptedServer(new ScriptedResponse(200) { Delay = TimeSpan.FromMinutes(1) });
        using var size = Variable("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2");
        using var queue = Variable("OTEL_BSP_MAX_QUEUE_SIZE", "2");
        using var session = Begin(hole.Url, "script", timeout: 1);
        using (var client = Clients.DynamoDb(aws.Url))
        {
            for (var i = 0; i < 9; i++)
                await client.ListTablesAsync(TestContext.Current.CancellationToken);
        }

        var counts = session.EndWithCounts();
        Assert.Equal((10, 0, 10, 0), (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped));
        Assert.Equal(10, Directory.GetFiles(_spool).Sum(static file => TraceFile.Read(file, out _).Count));
    }

    [Fact]
    public async Task Without_a_spool_too_many_spans_for_the_queue_are_dropped_and_counted()
    {
        using var aws = new ScriptedServer(Expected.Json("""{"TableNames":[]}"""));
        using var receiver = new ScriptedServer(new ScriptedResponse(200) { Delay = TimeSpan.FromMinutes(1) });
        using var size = Variable("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2");
        using var queue = Variable("OTEL_BSP_MAX_QUEUE_SIZE", "2");
        using var session = TestSession.Begin(Request(receiver.Url, "script", 1, ""));
        using (var client = Clients.DynamoDb(aws.Url))
        {
            for (var i = 0; i < 9; i++)
                await client.ListTablesAsync(TestContext.Current.CancellationToken);
        }

        var counts = session.EndWithCounts();
        Assert.Equal((10, 0, 0, 10), (counts.Ended, counts.Exported, counts.Spooled, counts.Dropped));
    }

    private ExportResultCounts Run(string url, string name, int timeout = 60)
    {
        using var session = Begin(url, name, timeout);
        return session.EndWithCounts();
    }

    private TestSession Begin(string url, string name, int timeout = 60) => TestSession.Begin(Request(url, name, timeout, _spool));

    private static SessionRequest Request(string url, string name, int timeout, string spool) => new()
    {
        Name = name,
        Exporter = [OtelExporter.Otlp],
        Endpoint = url,
        Protocol = OtelProtocol.HttpProtobuf,
        Header = new Dictionary<string, string> { ["api-key"] = "secret" },
        TimeoutSec = timeout,
        SpoolPath = spool,
    };

    /// <summary>Which of the spans that these tests make is in a request's body.</summary>
    private static string NameIn(ScriptedRequest request)
    {
        var body = Encoding.UTF8.GetString(request.Body);
        return new[] { "DynamoDB.ListTables", "first", "second", "third", "killed", "next", "script" }.First(name => body.Contains(name, StringComparison.Ordinal));
    }

    private static EnvironmentValue Variable(string name, string value) => new(name, value);
}
