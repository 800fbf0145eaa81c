using System.Diagnostics;
using System.Text.RegularExpressions;
using AwsOtel.Engine.Logs;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AwsOtel.Tests.Logs;

/// <summary>The way of log records, without the streams that they are of: those are in Logs.Tests.ps1.</summary>
[Collection(ProcessWide.Name)]
public sealed partial class LogPipelineTests
{
    [Fact]
    public void Is_not_there_unless_it_is_asked_for()
    {
        using var session = TestSession.Begin();

        Assert.Null(session.Session.Pipeline.Logs);
        Assert.Null(LogPipeline.Current);
    }

    [Fact]
    public void Is_current_as_long_as_a_session_is_on()
    {
        using var session = TestSession.Begin(Console());

        Assert.Same(session.Session.Pipeline.Logs, LogPipeline.Current);
        session.End();
        Assert.Null(LogPipeline.Current);
    }

    [Fact]
    public void Has_the_error_that_fails_a_script_once_however_it_is_wrapped()
    {
        using var session = TestSession.Begin(Console());
        var cause = new InvalidOperationException("the cause");

        session.Session.Fail(new ArgumentException("around it", cause));
        session.Session.Pipeline.Logs!.Write(cause, default);
        session.Session.Pipeline.Logs.Write(new TimeoutException("other wrapping", cause), default);

        Assert.Equal(["# ERROR around it"], Read(session));
        Assert.Equal((1, 0), (session.Session.Pipeline.Logs.Written, session.Session.Pipeline.Logs.Dropped));
    }

    [Fact]
    public void Keeps_the_newest_lines_and_says_how_many_are_gone()
    {
        using var session = TestSession.Begin(Console());
        for (var i = 0; i < LogLines.Capacity + 5; i++)
            Write(session, LogLevel.Information, $"line {i}");

        var lines = Read(session);

        Assert.Equal(LogLines.Capacity + 1, lines.Length);
        Assert.Equal(["(5 earlier records are not shown)", "# INFO  line 5"], lines[..2]);
        Assert.Equal($"# INFO  line {LogLines.Capacity + 4}", lines[^1]);
    }

    [Fact]
    public void Takes_out_what_is_secret_before_anybody_sees_it()
    {
        using var session = TestSession.Begin(new SessionRequest
        {
            Name = "script",
            Exporter = [OtelExporter.Memory],
            LogExporter = [OtelLogExporter.Console],
            RedactPattern = ["order-[0-9]+"],
        });

        Write(session, LogLevel.Warning, "order-77\u001b[31m has password=hunter2");

        Assert.Equal(["# WARN  [redacted]\ufffd[31m has password=[redacted]"], Read(session));
    }

    [Fact]
    public void Ends_a_text_that_is_too_long_and_lets_no_secret_over_the_end()
    {
        using var session = TestSession.Begin(new SessionRequest
        {
            Name = "script",
            Exporter = [OtelExporter.Memory],
            LogExporter = [OtelLogExporter.Console],
            RedactPattern = ["order-[0-9]{9}"],
        });
        var filling = new string('x', LogEntry.LongestText - 20) + " ";

        Write(session, LogLevel.Information, filling + "key AKIAIOSFODNN7EXAMPLE " + filling);
        Write(session, LogLevel.Information, filling + "an order-123456789 " + filling);
        session.Session.Pipeline.Logs!.Write(new InvalidOperationException(filling + filling), default);

        Assert.Equal(["# INFO  " + filling + "key [redacted] xxxx", "# INFO  " + filling + "an [redacted] xxxxx", "# ERROR " + filling + new string('x', 19)], Read(session));
    }

    [Fact]
    public void Is_of_many_threads()
    {
        using var session = TestSession.Begin(Console());

        Parallel.For(0, 400, i => Write(session, LogLevel.Warning, $"item {i:000}"));

        Assert.Equal(Enumerable.Range(0, 400).Select(static i => $"# WARN  item {i:000}"), Read(session).Order(StringComparer.Ordinal));
        Assert.Equal(400, session.Session.Pipeline.Logs!.Written);
    }

    [Fact]
    public void Counts_what_a_receiver_takes_and_what_it_does_not()
    {
        using var taking = new ScriptedServer(new ScriptedResponse(200).With("Content-Type", "application/x-protobuf"));
        using var refusing = new ScriptedServer(new ScriptedResponse(400));
        foreach (var (receiver, lost) in new[] { (taking, 0), (refusing, 3) })
        {
            using var session = TestSession.Begin(new SessionRequest
            {
                Name = "script",
                Exporter = [OtelExporter.Memory],
                LogExporter = [OtelLogExporter.Otlp],
                Endpoint = receiver.Url,
                Protocol = OtelProtocol.HttpProtobuf,
            });
            for (var i = 0; i < 3; i++)
                Write(session, LogLevel.Warning, "sent");
            session.End();

            var logs = session.Session.Pipeline.Logs!;
            Assert.Equal((3, lost), (logs.Written, logs.Dropped));
            Assert.Equal(lost == 0 ? null : $"3 of 3 log records could not be delivered to Otlp ({receiver.Url.TrimEnd('/')}/v1/logs). They are lost.", logs.Failure);
            var request = Assert.Single(receiver.Requests);
            Assert.Equal(("POST", "/v1/logs", "application/x-protobuf"), (request.Method, request.Target, request.Header("Content-Type")));
        }
    }

    private static SessionRequest Console() => new() { Name = "script", Exporter = [OtelExporter.Memory], LogExporter = [OtelLogExporter.Console] };

    private static void Write(TestSession session, LogLevel level, string text) =>
        session.Session.Pipeline.Logs!.Write(level, default(ActivityContext), _ => text);

    /// <summary>The lines, without their times.</summary>
    private static string[] Read(TestSession session) => Array.ConvertAll(session.Session.Pipeline.Logs!.Lines!.Read(), static line => Time().Replace(line, "#"));

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3}", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
