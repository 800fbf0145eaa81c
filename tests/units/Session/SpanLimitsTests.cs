using System.Diagnostics;
using System.Globalization;
using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using OpenTelemetry;
using OpenTelemetry.Resources;
using Xunit;

namespace AwsOtel.Tests.Session;

/// <summary>The OTEL_*_LIMIT variables, for every exporter alike.</summary>
[Collection(ProcessWide.Name)]
public sealed class SpanLimitsTests : IDisposable
{
    private readonly ActivitySource _source = new(nameof(SpanLimitsTests));
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == nameof(SpanLimitsTests),
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public SpanLimitsTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    public static TheoryData<string[], int?[]> Variables => new()
    {
        { [], [null, 128, 128, 128, 128, 128] },
        { ["OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=9", "OTEL_ATTRIBUTE_COUNT_LIMIT=8"], [9, 8, 128, 128, 8, 8] },
        { ["OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT=7", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=9"], [7, 128, 128, 128, 128, 128] },
        { ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=6", "OTEL_ATTRIBUTE_COUNT_LIMIT=8"], [null, 6, 128, 128, 6, 6] },
        { ["OTEL_SPAN_EVENT_COUNT_LIMIT=5", "OTEL_SPAN_LINK_COUNT_LIMIT=4"], [null, 128, 5, 4, 128, 128] },
        { ["OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT=3", "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT=2"], [null, 128, 128, 128, 3, 2] },
        { ["OTEL_ATTRIBUTE_COUNT_LIMIT=0"], [null, 0, 128, 128, 0, 0] },
        { ["OTEL_ATTRIBUTE_COUNT_LIMIT=-1", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT=many", "OTEL_SPAN_EVENT_COUNT_LIMIT="], [null, 128, 128, 128, 128, 128] },
    };

    [Theory]
    [MemberData(nameof(Variables), DisableDiscoveryEnumeration = true)]
    public void Are_read_of_the_variables(string[] variables, int?[] expected)
    {
        var environment = variables.Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]);
        var limits = SpanLimits.Read(environment.GetValueOrDefault);

        Assert.Equal(expected, [limits.ValueLength, limits.AttributeCount, limits.EventCount, limits.LinkCount, limits.EventAttributeCount, limits.LinkAttributeCount]);
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("abcd", 0, "")]
    [InlineData("ab🚀d", 3, "ab")]
    [InlineData("ab🚀d", 4, "ab🚀")]
    [InlineData("🚀", 1, "")]
    [InlineData("ab👨\u200d👩\u200d👧d", 9, "ab")]
    [InlineData("ab👨\u200d👩\u200d👧d", 10, "ab👨\u200d👩\u200d👧")]
    [InlineData("cafe\u0301!", 4, "caf")]
    [InlineData("cafe\u0301!", 5, "cafe\u0301")]
    [InlineData("日本語", 2, "日本")]
    public void A_cut_never_halves_a_character(string text, int length, string expected) =>
        Assert.Equal(expected, (SpanLimits.Default with { ValueLength = length }).Cut(text));

    [Fact]
    public void Values_are_cut_on_the_span_itself_for_every_exporter()
    {
        using var span = _source.StartActivity("s")!;
        span.SetTag("text", "ab🚀d").SetTag("list", new[] { "abcd", "a" }).SetTag("number", 123456L).SetTag("short", "abc");
        (SpanLimits.Default with { ValueLength = 3 }).Cut(span);

        Assert.Equal(["text=ab", "list=abc,a", "number=123456", "short=abc"], span.TagObjects.Select(static tag =>
            string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={(tag.Value is string[] list ? string.Join(',', list) : tag.Value)}")));
    }

    [Fact]
    public void Counts_hold_in_the_file_and_in_memory_and_what_is_left_out_is_counted()
    {
        var limits = new SpanLimits(null, 2, 1, 1, 1, 0);
        var path = Path.GetTempFileName();
        try
        {
            var links = Enumerable.Range(0, 3).Select(static i => new ActivityLink(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), default), new() { ["l"] = i })).ToArray();
            using var span = _source.StartActivity(ActivityKind.Internal, name: "s", links: links)!;
            for (var i = 0; i < 5; i++)
                span.SetTag("t" + i.ToString(CultureInfo.InvariantCulture), i);
            for (var i = 0; i < 4; i++)
                span.AddEvent(new ActivityEvent("e", tags: new() { ["a"] = 1, ["b"] = 2, ["c"] = 3 }));
            span.Stop();
            using (var processor = new SimpleActivityExportProcessor(new FileExporter(path, Resource.Empty, limits, new ExportCounts())))
                processor.OnEnd(span);

            foreach (var kept in new[] { Assert.Single(TraceFile.Read(path, out _)), SpanSnapshot.Take(span, new Dictionary<string, object>(), limits) })
            {
                Assert.Equal(["t0", "t1"], kept.Attributes.Keys);
                Assert.Equal(["a"], Assert.Single(kept.Events).Attributes.Keys);
                Assert.Empty(Assert.Single(kept.Links).Attributes);
            }

            var line = File.ReadAllText(path);
            Assert.Contains("\"droppedAttributesCount\":3,\"events\"", line, StringComparison.Ordinal);
            Assert.Contains("\"droppedAttributesCount\":2}],\"droppedEventsCount\":3", line, StringComparison.Ordinal);
            Assert.Contains("\"droppedAttributesCount\":1,\"flags\"", line, StringComparison.Ordinal);
            Assert.Contains("\"droppedLinksCount\":2", line, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
