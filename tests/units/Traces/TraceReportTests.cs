using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AwsOtel.Engine.Traces;
using AwsOtel.Engine.Traces.Report;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>The report as a file; what it does in a browser is tested in one.</summary>
public sealed partial class TraceReportTests
{
    private const string Hostile = "</script><!--<script>{{data}}&lt;\u2028\ud800";

    [Fact]
    public void The_page_is_whole_and_has_one_script_and_one_style()
    {
        var page = Write(MadeSpan.Of(1, 0, "script", 0, 20));

        Assert.StartsWith("<!DOCTYPE html>\n", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "<style>"));
        Assert.Single(Regex.Matches(page, "<script>"));
        Assert.Single(Regex.Matches(page, "<script type="));
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal).Replace("// The two views: https://www.w3.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_allows_the_pages_own_script_and_style_alone()
    {
        var page = Write(MadeSpan.Of(1, 0, "script", 0, 20));

        Assert.Contains(
            $"content=\"default-src 'none'; script-src {Hash(Element("script", page))}; style-src {Hash(Element("style", page))}; base-uri 'none'; form-action 'none'\"",
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_span_says_stays_a_value()
    {
        var page = Write(MadeSpan.Of(1, 0, Hostile, 0, 20, Hostile, (Hostile, Hostile)));

        Assert.Single(Regex.Matches(page, "<script>"));
        Assert.Contains("<title>&lt;/script&gt;", page, StringComparison.Ordinal);
        var data = Data(page);
        Assert.DoesNotContain("<", data.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(Hostile.Replace('\ud800', '\ufffd'), data.GetProperty("traces")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void A_span_is_written_with_all_it_has_and_nothing_that_it_has_not()
    {
        var spans = Data(Write(
            MadeSpan.Of(1, 0, "script", 0, 20),
            MadeSpan.Of(2, 1, "S3.PutObject", 5, 10.5, "SlowDown", ("rpc.method", "PutObject"), ("big", long.MaxValue), ("list", new[] { "a", "b" }), ("nan", double.NaN), ("aws.retry.count", 2L), ("aws.retry.delay", 0.5))))
            .GetProperty("traces")[0].GetProperty("spans");

        Assert.Equal(
            """
            {"id":"0000000000000001","depth":0,"name":"script","kind":"Internal","start":0,"duration":20000,"own":9500,"status":0,"scope":"AwsOtel","resource":0}
            """,
            spans[0].GetRawText());
        Assert.Equal(
            """
            {"id":"0000000000000002","parent":"0000000000000001","depth":1,"name":"S3.PutObject","kind":"Internal","start":5000,"duration":10500,"own":10500,"status":2,"error":"SlowDown","problem":"SlowDown","call":true,"retries":2,"backoff":500000,"attributes":{"aws.retry.count":2,"aws.retry.delay":0.5,"big":"9223372036854775807","error.type":"SlowDown","list":["a","b"],"nan":"NaN","rpc.method":"PutObject"},"scope":"AwsOtel","resource":0}
            """,
            spans[1].GetRawText());
    }

    [Fact]
    public void Resources_are_written_once()
    {
        var resources = Data(Write(MadeSpan.Of(1, 0, "script", 0, 20), MadeSpan.Of(2, 1, "call", 0, 20))).GetProperty("traces")[0].GetProperty("resources");

        Assert.Equal("""[{"service.name":"nightly"}]""", resources.GetRawText());
    }

    private static string Write(params OtelSpan[] spans)
    {
        using var stream = new MemoryStream();
        TraceReport.Write(stream, Trace.All(spans));
        Assert.NotEqual(0xef, stream.GetBuffer()[0]);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Data(string page) => JsonDocument.Parse(DataElement().Match(page).Groups[1].Value).RootElement;

    private static string Element(string name, string page) => Regex.Match(page, $"<{name}>(.*?)</{name}>", RegexOptions.Singleline).Groups[1].Value;

    private static string Hash(string source) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(source)))}'";

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
