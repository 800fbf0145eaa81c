using System.IO.Compression;
using System.Text;
using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>Files of others, and files that are not whole.</summary>
public sealed class TraceFileTests : IDisposable
{
    private const string Span =
        """{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"n","kind":1,"startTimeUnixNano":"1767323045000000000","endTimeUnixNano":"1767323045000000100","status":{}}""";

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_line_of_a_collector_is_read_whole()
    {
        var spans = Read(
            """{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"io.example","version":"1"},"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","parentSpanId":"00f067aa0ba902b7","flags":257,"name":"GET /","kind":2,"startTimeUnixNano":"1767323045000000000","endTimeUnixNano":"1767323045250000000","attributes":[{"key":"a","value":{"intValue":"9223372036854775807"}},{"key":"b","value":{"intValue":-5}},{"key":"c","value":{"doubleValue":1}},{"key":"d","value":{"boolValue":false}},{"key":"e","value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}}},{"key":"f","value":{"arrayValue":{"values":[{"intValue":1},{"intValue":"2"}]}}},{"key":"g","value":{"doubleValue":"NaN"}},{"key":"h","value":{}}],"events":[{"timeUnixNano":"1767323045100000000","name":"e","attributes":[{"key":"k","value":{"stringValue":"v"}}]}],"links":[{"traceId":"11111111111111111111111111111111","spanId":"2222222222222222","attributes":[]}],"status":{"message":"no","code":2}}]}]}]}""",
            out var unreadable);

        Assert.Equal(0, unreadable);
        var span = Assert.Single(spans);
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "00f067aa0ba902b7"), (span.TraceId, span.SpanId, span.ParentSpanId));
        Assert.Equal(("GET /", OtelSpanKind.Server, OtelStatus.Error, "no", "io.example"), (span.Name, span.Kind, span.Status, span.StatusDescription, span.Scope));
        Assert.Equal((new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), TimeSpan.FromMilliseconds(250)), (span.StartTime, span.Duration));
        Assert.Equal(DateTimeKind.Utc, span.StartTime.Kind);
        SpanAssert.HasExactly(
            Attributes.Of(("a", long.MaxValue), ("b", -5L), ("c", 1.0), ("d", false), ("e", new[] { "x", "y" }), ("f", new[] { 1L, 2L }), ("g", double.NaN)), span);
        Assert.IsType<long[]>(span.Attributes["f"]);
        var item = Assert.Single(span.Events);
        Assert.Equal(("e", new DateTime(2026, 1, 2, 3, 4, 5, 100, DateTimeKind.Utc), "v"), (item.Name, item.Time, item.Attributes["k"]));
        Assert.Equal(("11111111111111111111111111111111", "2222222222222222"), (Assert.Single(span.Links).TraceId, span.Links[0].SpanId));
        SpanAssert.HasExactly(Attributes.Of(("service.name", "shop")), Of(span.Resource));
    }

    [Fact]
    public void A_file_that_gzip_has_packed_is_read_as_it_was()
    {
        using (var packed = new GZipStream(File.Create(_path), CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{Span}}]}]}]}""" + "\n"));

        Assert.Equal("n", Assert.Single(TraceFile.Read(_path, out var unreadable)).Name);
        Assert.Equal(0, unreadable);
    }

    [Fact]
    public void A_request_over_many_lines_is_one_mistake()
    {
        File.WriteAllText(_path, """
            {
              "resourceSpans": [
              ]
            }
            """);

        var line = Assert.Single(TraceFile.ReadLines(_path));

        Assert.Equal((1L, 0, "is only the beginning of JSON: a line is a whole request here. jq -c . puts each into one."), (line.Number, line.Spans.Count, line.Problem));
    }

    [Fact]
    public void A_packed_file_that_is_damaged_is_said_to_be()
    {
        File.WriteAllBytes(_path, [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

        Assert.Throws<InvalidDataException>(() => TraceFile.Read(_path, out _));
    }

    [Fact]
    public void Many_spans_of_many_resources_may_be_in_a_line()
    {
        var spans = Read($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{Span}},{{Span}}]},{"spans":[{{Span}}]}]},{"scopeSpans":[{"spans":[{{Span}}]}]}]}""", out var unreadable);

        Assert.Equal((4, 0), (spans.Count, unreadable));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{"resourceSpans":5}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"no times"}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"x","endTimeUnixNano":"1"}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"1","endTimeUnixNano":"99999999999999999999999999"}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"1","endTimeUnixNano":"2","kind":"x"}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"1","endTimeUnixNano":"2"}]}]}]}""")]
    [InlineData("""{"time":"2026-01-02","level":"info","message":"a log of something else"}""")]
    public void A_line_that_is_no_request_is_counted_and_passed_over(string line)
    {
        var spans = Read($"{Line}\n{line}\n{Line}\n", out var unreadable);

        Assert.Equal((2, 1), (spans.Count, unreadable));
    }

    [Fact]
    public void A_last_line_that_was_cut_off_is_counted()
    {
        var spans = Read(Line + "\n" + Line[..^40], out var unreadable);

        Assert.Equal((1, 1), (spans.Count, unreadable));
    }

    [Fact]
    public void A_last_line_without_an_end_is_read()
    {
        var spans = Read(Line + "\n\n" + Line, out var unreadable);

        Assert.Equal((2, 0), (spans.Count, unreadable));
    }

    [Fact]
    public void An_empty_file_has_no_spans()
    {
        Assert.Empty(Read("", out var unreadable));
        Assert.Equal(0, unreadable);
    }

    private static string Line => $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{Span}}]}]}]}""";

    private List<OtelSpan> Read(string text, out int unreadable)
    {
        File.WriteAllText(_path, text);
        return TraceFile.Read(_path, out unreadable);
    }

    private static OtelSpan Of(IReadOnlyDictionary<string, object> attributes) => MadeSpan.Of(1, 0, "resource", 0, 0, null, attributes.Select(static pair => (pair.Key, pair.Value)).ToArray());
}
