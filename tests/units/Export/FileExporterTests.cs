using System.Diagnostics;
using System.Globalization;
using System.Text;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using OpenTelemetry;
using OpenTelemetry.Resources;
using Xunit;

namespace AwsOtel.Tests.Export;

/// <summary>A span in a file, in memory, and the live one are the same.</summary>
[Collection(ProcessWide.Name)]
public sealed class FileExporterTests : IDisposable
{
    private static readonly Resource Resource = ResourceBuilder.CreateEmpty().AddAttributes([new("service.name", "nightly ä"), new("process.pid", 5L)]).Build();

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly ActivitySource _source = new(Spans.ScopeName, Spans.Version);
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == Spans.ScopeName,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public FileExporterTests() => ActivitySource.AddActivityListener(_listener);

    public static TheoryData<object, object> Values => new()
    {
        { "", "" },
        { "ä 日本 😀 \" \\ \n \t \u0001 <&>", "ä 日本 😀 \" \\ \n \t \u0001 <&>" },
        { true, true },
        { false, false },
        { 0, 0L },
        { (byte)7, 7L },
        { long.MinValue, long.MinValue },
        { long.MaxValue, long.MaxValue },
        { uint.MaxValue, (long)uint.MaxValue },
        { 0.1, 0.1 },
        { 1.0, 1.0 },
        { 1e300, 1e300 },
        { 0.5f, 0.5 },
        { double.NaN, double.NaN },
        { double.PositiveInfinity, double.PositiveInfinity },
        { double.NegativeInfinity, double.NegativeInfinity },
        { new[] { "a", "ü" }, new[] { "a", "ü" } },
        { new[] { true, false }, new[] { true, false } },
        { new[] { 1L, -2L }, new[] { 1L, -2L } },
        { new[] { 1, -2 }, new[] { 1L, -2L } },
        { new[] { 0.5, double.NaN }, new[] { 0.5, double.NaN } },
        { new[] { 0.5f }, new[] { 0.5 } },
        { 1.5m, "1.5" },
        { DayOfWeek.Friday, "Friday" },
    };

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void An_attribute_reads_the_same_from_file_and_memory(object value, object expected)
    {
        using var span = _source.StartActivity("s")!;
        span.SetTag("key", value).SetTag("absent", null);
        span.Stop();
        Write(span);

        var fromFile = Assert.Single(TraceFile.Read(_path, out _));
        SpanAssert.HasExactly(Attributes.Of(("key", expected)), fromFile);
        SpanAssert.HasExactly(Attributes.Of(("key", expected)), SpanSnapshot.Take(span, new Dictionary<string, object>(), SpanLimits.Default));
        Assert.Equal(expected.GetType(), fromFile.Attributes["key"].GetType());
    }

    [Fact]
    public void A_span_with_everything_is_the_same_from_file_and_memory()
    {
        using var span = Everything();
        Write(span);
        var live = SpanSnapshot.Take(span, Resource.Attributes.ToDictionary(), SpanLimits.Default);
        var read = Assert.Single(TraceFile.Read(_path, out var unreadable));

        Assert.Equal(0, unreadable);
        Assert.Equivalent(live, read, strict: true);
        Assert.Equal(Attributes.Render(live.Attributes), Attributes.Render(read.Attributes));
        Assert.Equal(("op ü", OtelSpanKind.Client, OtelStatus.Error, "it \"failed\""), (read.Name, read.Kind, read.Status, read.StatusDescription));
        Assert.Equal(2, read.Events.Count);
        Assert.Equal("AwsOtel", read.Scope);
        SpanAssert.HasExactly(Attributes.Of(("service.name", "nightly ä"), ("process.pid", 5L)), MadeSpan.Of(1, 0, "r", 0, 0, null, read.Resource.Select(static pair => (pair.Key, pair.Value)).ToArray()));
    }

    [Fact]
    public void The_line_is_the_collectors_JSON()
    {
        using var span = Everything();
        Write(span);
        var link = span.Links.Single().Context;

        var expected = """{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"nightly ä"}},{"key":"process.pid","value":{"intValue":"5"}}]},"scopeSpans":[{"scope":{"name":"AwsOtel","version":"VERSION"},"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"SPAN","traceState":"vendor=1","parentSpanId":"b7ad6b7169203331","flags":769,"name":"op ü","kind":3,"startTimeUnixNano":"1767323045000000000","endTimeUnixNano":"1767323045123456700","attributes":[{"key":"text","value":{"stringValue":"a"}},{"key":"whole","value":{"intValue":"5"}},{"key":"list","value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}}}],"events":[{"name":"first","timeUnixNano":"1767323045001000000","attributes":[]},{"name":"exception","timeUnixNano":"1767323045002000000","attributes":[{"key":"exception.type","value":{"stringValue":"E"}}]}],"links":[{"traceId":"LINKTRACE","spanId":"LINKSPAN","traceState":"l=1","attributes":[{"key":"n","value":{"intValue":"1"}}],"flags":257}],"status":{"message":"it \"failed\"","code":2}}]}]}]}"""
            .Replace("VERSION", Spans.Version).Replace("LINKTRACE", link.TraceId.ToHexString()).Replace("LINKSPAN", link.SpanId.ToHexString()).Replace("SPAN", span.SpanId.ToHexString());
        Assert.Equal(expected + "\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Each_span_is_a_line_of_its_own_and_is_there_when_it_has_ended()
    {
        var counts = new ExportCounts();
        using var processor = new SimpleActivityExportProcessor(new FileExporter(_path, Resource, SpanLimits.Default, counts));
        for (var i = 1; i <= 3; i++)
        {
            using var span = _source.StartActivity("s" + i.ToString(CultureInfo.InvariantCulture))!;
            span.Stop();
            processor.OnEnd(span);
            var spans = TraceFile.Read(_path, out var unreadable);
            Assert.Equal((i, 0), (spans.Count, unreadable));
        }

        Assert.Equal((3L, 0L), (counts.Exported, counts.Dropped));
    }

    [Fact]
    public void Writers_at_once_lose_no_line_and_mix_none()
    {
        // In one process locks are of no help; elsewhere each process has one writer.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux appends in one step");
        string[] lines = [new string('a', 3000) + "\n", new string('b', 2000) + "\n"];
        using var gate = new Barrier(lines.Length);
        var threads = Array.ConvertAll(lines, line => new Thread(() =>
        {
            using var writer = new TraceFileWriter(_path);
            gate.SignalAndWait();
            for (var i = 0; i < 500; i++)
                writer.Append(Encoding.UTF8.GetBytes(line));
        }));
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        var written = File.ReadAllLines(_path);
        Assert.Equal([(lines[0], 500), (lines[1], 500)], written.GroupBy(static line => line + "\n").Select(static same => (same.Key, same.Count())).OrderBy(static same => same.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_is_appended_to_and_is_the_users_own()
    {
        for (var i = 0; i < 2; i++)
        {
            using var span = _source.StartActivity("s")!;
            span.Stop();
            Write(span);
        }

        Assert.Equal(2, TraceFile.Read(_path, out _).Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void A_span_that_was_not_sampled_is_not_written()
    {
        using var span = _source.StartActivity("s")!;
        span.ActivityTraceFlags = ActivityTraceFlags.None;
        span.Stop();
        Write(span);

        Assert.Empty(File.ReadAllText(_path));
    }

    private Activity Everything()
    {
        var remote = ActivityContext.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");
        var parent = new ActivityContext(remote.TraceId, remote.SpanId, remote.TraceFlags, remote.TraceState, isRemote: true);
        var linked = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "l=1");
        var span = _source.StartActivity(
            ActivityKind.Client, parent, null, [new ActivityLink(linked, new ActivityTagsCollection { ["n"] = 1 })], MadeSpan.Start, "op ü")!;
        span.SetTag("text", "a").SetTag("whole", 5).SetTag("list", new[] { "x", "y" });
        span.AddEvent(new ActivityEvent("first", new DateTimeOffset(MadeSpan.Start.AddMilliseconds(1))));
        span.AddEvent(new ActivityEvent("exception", new DateTimeOffset(MadeSpan.Start.AddMilliseconds(2)), new ActivityTagsCollection { ["exception.type"] = "E" }));
        span.SetStatus(ActivityStatusCode.Error, "it \"failed\"");
        span.SetEndTime(MadeSpan.Start.AddTicks(1_234_567));
        span.Stop();
        return span;
    }

    private void Write(Activity span)
    {
        using var processor = new SimpleActivityExportProcessor(new FileExporter(_path, Resource, SpanLimits.Default, new ExportCounts()));
        processor.OnEnd(span);
    }
}
