using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>OTLP's JSON mapping, read as its specification says and where senders differ.</summary>
public sealed class OtlpJsonReaderTests
{
    private const string Ids = "\"traceId\":\"0AF7651916CD43DD8448EB211C80319C\",\"spanId\":\"b7ad6b7169203331\",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\"";

    [Fact]
    public void Ids_are_in_lower_case() => Assert.Equal("0af7651916cd43dd8448eb211c80319c", One(Ids).TraceId);

    [Theory]
    [InlineData("\"kind\":3", OtelSpanKind.Client)]
    [InlineData("\"kind\":\"SPAN_KIND_CLIENT\"", OtelSpanKind.Client)]
    [InlineData("\"kind\":null", OtelSpanKind.Unspecified)]
    [InlineData("\"name\":\"n\"", OtelSpanKind.Unspecified)]
    public void Kinds_are_numbers_or_names(string member, OtelSpanKind expected) => Assert.Equal(expected, One($"{Ids},{member}").Kind);

    [Theory]
    [InlineData("{\"code\":2}", OtelStatus.Error)]
    [InlineData("{\"code\":\"STATUS_CODE_ERROR\"}", OtelStatus.Error)]
    [InlineData("{}", OtelStatus.Unset)]
    [InlineData("null", OtelStatus.Unset)]
    public void Status_codes_are_numbers_or_names(string status, OtelStatus expected) => Assert.Equal(expected, One($"{Ids},\"status\":{status}").Status);

    [Fact]
    public void Times_are_strings_or_numbers()
    {
        var span = One(Ids.Replace("\"1\"", "1767323045000000000", StringComparison.Ordinal).Replace("\"2\"", "1767323045000000500", StringComparison.Ordinal));

        Assert.Equal((new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), TimeSpan.FromTicks(5)), (span.StartTime, span.Duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"endTimeUnixNano\":null")]
    [InlineData(",\"endTimeUnixNano\":\"0\"")]
    [InlineData(",\"endTimeUnixNano\":\"1000\"")]
    public void A_span_without_an_end_or_that_ends_before_it_starts_took_no_time(string end) =>
        Assert.Equal(TimeSpan.Zero, One($"\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\",\"startTimeUnixNano\":\"2000\"{end}").Duration);

    [Fact]
    public void An_event_without_a_time_is_at_the_start_of_its_span()
    {
        var span = One(Ids + ",\"events\":[{\"name\":\"copied\"}]");

        Assert.Equal(("copied", span.StartTime), (Assert.Single(span.Events).Name, span.Events[0].Time));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"startTimeUnixNano\":0")]
    [InlineData(",\"startTimeUnixNano\":\"soon\"")]
    public void A_span_without_a_start_has_no_place(string start) => Fails(
        $"\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\",\"endTimeUnixNano\":\"2\"{start}",
        "is not OTLP JSON: 'startTimeUnixNano' is not nanoseconds since 1970.");

    [Fact]
    public void Values_have_their_types()
    {
        var span = One(Ids + """
            ,"attributes":[{"key":"mixed","value":{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"x"},{}]}}},{"key":"none","value":{"arrayValue":{}}},
            {"key":"flags","value":{"arrayValue":{"values":[{"boolValue":true},{"boolValue":false}]}}},{"key":"bytes","value":{"bytesValue":"aGk="}},
            {"key":"map","value":{"kvlistValue":{"values":[]}}},{"key":"infinite","value":{"doubleValue":"Infinity"}},{"key":"nothing","value":null},{"key":"no value"}]
            """);

        SpanAssert.HasExactly(
            Attributes.Of(("mixed", new[] { "1", "x", "" }), ("none", Array.Empty<string>()), ("flags", new[] { true, false }), ("bytes", "aGk="), ("map", "{\"values\":[]}"), ("infinite", double.PositiveInfinity)),
            span);
    }

    [Fact]
    public void Spans_are_found_by_the_names_of_before_2022()
    {
        var span = Assert.Single(OtlpJsonReader.Read($$"""{"resourceSpans":[{"instrumentationLibrarySpans":[{"instrumentationLibrary":{"name":"io.example"},"spans":[{ {{Ids}} }]}]}]}"""));

        Assert.Equal("io.example", span.Scope);
    }

    [Theory]
    [InlineData("{\"resourceMetrics\":[]}")]
    [InlineData("{\"resourceLogs\":[]}")]
    [InlineData("{}")]
    public void A_request_without_spans_is_no_mistake(string json) => Assert.Empty(OtlpJsonReader.Read(json));

    [Theory]
    [InlineData("\"traceId\":\"CvdlGRbNQ92ESOshHIAxnA==\",\"spanId\":\"b7ad6b7169203331\"", "is not OTLP JSON: 'traceId' is not 32 hex digits.")]
    [InlineData("\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b716920333x\"", "is not OTLP JSON: 'spanId' is not 16 hex digits.")]
    [InlineData("\"spanId\":5", "is not OTLP JSON: 'traceId' is not 32 hex digits.")]
    [InlineData("\"traceId\":5", "is not OTLP JSON: 'traceId' is not a string.")]
    public void An_id_that_is_none_is_named(string ids, string expected) => Fails($"{ids},\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\"", expected);

    [Theory]
    [InlineData("\"kind\":\"CLIENT\"", "is not OTLP JSON: 'kind' is not a number or a name such as SPAN_KIND_UNSPECIFIED.")]
    [InlineData("\"status\":{\"code\":true}", "is not OTLP JSON: 'code' is not a number or a name such as STATUS_CODE_UNSET.")]
    [InlineData("\"status\":2", "is not OTLP JSON: an object with 'code' should be where there is Number.")]
    [InlineData("\"events\":{}", "is not OTLP JSON: 'events' is not an array.")]
    [InlineData("\"attributes\":[{\"key\":\"a\",\"value\":{\"intValue\":\"x\"}}]", "is not OTLP JSON: 'intValue' is x.")]
    [InlineData("\"attributes\":[{\"key\":\"a\",\"value\":1}]", "is not OTLP JSON: 'value' is not an object.")]
    [InlineData("\"attributes\":[{\"key\":\"a\",\"value\":{\"arrayValue\":{\"values\":1}}}]", "is not OTLP JSON: 'values' is not an array.")]
    public void What_is_wrong_is_said(string member, string expected) => Fails($"{Ids},{member}", expected);

    [Fact]
    public void What_is_not_json_is_said() => Assert.StartsWith("is not JSON: ", Assert.Throws<FormatException>(static () => OtlpJsonReader.Read("{\"resourceSpans\":[")).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_is_no_text() =>
        Assert.StartsWith("is not OTLP JSON: ", Assert.Throws<FormatException>(static () => One(Ids + ",\"name\":\"\\ud800\"")).Message, StringComparison.Ordinal);

    private static void Fails(string span, string expected) => Assert.Equal(expected, Assert.Throws<FormatException>(() => One(span)).Message);

    private static OtelSpan One(string span) => Assert.Single(OtlpJsonReader.Read($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{ {{span}} }]}]}]}"""));
}
