using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

public sealed class TreeTextTests
{
    /// <summary>The trace of the README, with retries and an error.</summary>
    private static readonly OtelSpan[] Nightly =
    [
        MadeSpan.Of(1, 0, "nightly-backup.ps1", 0, 2400),
        MadeSpan.Of(2, 1, "Get-S3Object", 10, 400),
        MadeSpan.Of(3, 2, "S3.ListObjectsV2", 12, 180),
        MadeSpan.Of(4, 2, "S3.ListObjectsV2", 200, 205.5),
        MadeSpan.Of(5, 1, "Copy-S3Object", 420, 1500, null, ("aws.cmdlet.calls", 1L)),
        MadeSpan.Of(6, 5, "S3.CopyObject", 421, 1498, null, ("aws.retry.count", 1L)),
        MadeSpan.Of(7, 6, "attempt 1", 421, 90.25, "SlowDown"),
        MadeSpan.Of(8, 6, "attempt 2", 1300, 619),
        MadeSpan.Of(9, 1, "Get-DDBTableList", 1950, 0.25, "Amazon.DynamoDBv2.AmazonDynamoDBException"),
    ];

    public static TheoryData<int, string> Golden => new()
    {
        {
            40,
            """
            nightly-backup.ps1               2.40 s
            ├─ Get-S3Object                  400 ms
            │  ├─ S3.ListObjectsV2           180 ms
            │  └─ S3.ListObjectsV2           206 ms
            ├─ Copy-S3Object                 1.50 s
            │  └─ S3.CopyObject  1 retry     1.50 s
            │     ├─ attempt 1  ✗ SlowD…    90.3 ms
            │     └─ attempt 2               619 ms
            └─ Get-DDBTableList  ✗ Amaz…     250 µs
            """
        },
        {
            60,
            """
                                                            0    2.40 s
            nightly-backup.ps1                      2.40 s  ███████████
            ├─ Get-S3Object                         400 ms  ██
            │  ├─ S3.ListObjectsV2                  180 ms  █
            │  └─ S3.ListObjectsV2                  206 ms  █
            ├─ Copy-S3Object                        1.50 s   ███████
            │  └─ S3.CopyObject  1 retry            1.50 s   ███████
            │     ├─ attempt 1  ✗ SlowDown         90.3 ms   ▌
            │     └─ attempt 2                      619 ms       ███
            └─ Get-DDBTableList  ✗ AmazonDynam…     250 µs          ▏
            """
        },
        {
            80,
            """
                                                                       0             2.40 s
            nightly-backup.ps1                                 2.40 s  ████████████████████
            ├─ Get-S3Object                                    400 ms  ███▌
            │  ├─ S3.ListObjectsV2                             180 ms  █▋
            │  └─ S3.ListObjectsV2                             206 ms   █▉
            ├─ Copy-S3Object                                   1.50 s     ████████████▌
            │  └─ S3.CopyObject  1 retry                       1.50 s     ████████████▌
            │     ├─ attempt 1  ✗ SlowDown                    90.3 ms     ▉
            │     └─ attempt 2                                 619 ms            █████▎
            └─ Get-DDBTableList  ✗ AmazonDynamoDBException     250 µs                  ▏
            """
        },
        {
            120,
            """
                                                                       0                          1.20 s                     2.40 s
            nightly-backup.ps1                                 2.40 s  ████████████████████████████████████████████████████████████
            ├─ Get-S3Object                                    400 ms  ██████████
            │  ├─ S3.ListObjectsV2                             180 ms  ████▋
            │  └─ S3.ListObjectsV2                             206 ms       █████▎
            ├─ Copy-S3Object                                   1.50 s            █████████████████████████████████████▌
            │  └─ S3.CopyObject  1 retry                       1.50 s            █████████████████████████████████████▌
            │     ├─ attempt 1  ✗ SlowDown                    90.3 ms            ██▍
            │     └─ attempt 2                                 619 ms                                  ███████████████▌
            └─ Get-DDBTableList  ✗ AmazonDynamoDBException     250 µs                                                  ▏
            """
        },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Tree_at_a_width(int width, string expected)
    {
        var lines = TreeText.Draw(TraceTree.Build(Nightly), width, colored: false);

        Assert.Equal(expected.Split('\n').Select(static line => line.TrimEnd('\r')), lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(80)]
    [InlineData(500)]
    public void No_line_fills_the_terminals_last_column(int width)
    {
        var lines = TreeText.Draw(TraceTree.Build(Nightly), width, colored: false);

        Assert.Equal(Nightly.Length + (width < 60 ? 0 : 1), lines.Count);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, Math.Max(30, width - 1)));
        Assert.All(lines, static line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public void Without_colours_there_are_no_escapes_and_with_them_the_text_is_the_same()
    {
        var tree = TraceTree.Build(Nightly);
        var plain = TreeText.Draw(tree, 80, colored: false);
        var colored = TreeText.Draw(tree, 80, colored: true);

        Assert.DoesNotContain(plain, static line => line.Contains('\u001b', StringComparison.Ordinal));
        Assert.Equal(plain, colored.Select(static line => System.Text.RegularExpressions.Regex.Replace(line, "\u001b\\[[0-9]*m", "")));
        Assert.All(colored, static line => Assert.Equal(0, line.Split("\u001b[").Skip(1).Count(static part => !part.StartsWith("0m", StringComparison.Ordinal)) - (line.Split("\u001b[0m").Length - 1)));
        Assert.Contains("\u001b[31m", colored[7], StringComparison.Ordinal);
        Assert.Contains("\u001b[33m", colored[6], StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[31m", colored[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 15)]
    [InlineData(101, 20)]
    [InlineData(121, 34)]
    [InlineData(200, 60)]
    public void Bars_have_their_room_however_long_a_name_is(int width, int columns)
    {
        var line = TreeText.Draw(TraceTree.Build([MadeSpan.Of(1, 0, new string('x', 1000), 0, 1)]), width, colored: false)[^1];

        Assert.Equal((width - 1, columns), (line.Length, line.Count(static c => c == '█')));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_span_without_a_name_is_seen(string name) =>
        Assert.Equal([$"(no name)    1.00 ms  {new string('█', 57)}"], TreeText.Draw(TraceTree.Build([MadeSpan.Of(1, 0, name, 0, 1)]), 80, colored: false));

    [Fact]
    public void One_span_of_no_time_is_drawn()
    {
        Assert.Equal(["script    0.00 µs  █"], TreeText.Draw(TraceTree.Build([MadeSpan.Of(1, 0, "script", 0, 0)]), 80, colored: false));
    }

    [Fact]
    public void No_spans_are_no_lines() => Assert.Empty(TreeText.Draw(TraceTree.Build([]), 80, colored: false));

    [Fact]
    public void A_thousand_siblings_are_drawn_in_the_order_of_their_starts_where_all_are_wanted()
    {
        var spans = Enumerable.Range(2, 1000).Select(static id => MadeSpan.Of(id, 1, "call " + id, 2000 - id, 1)).Append(MadeSpan.Of(1, 0, "script", 0, 2000)).ToList();
        var lines = TreeText.Draw(TraceTree.Build(spans), 80, colored: false, whole: true).TakeWhile(static line => line.Length > 0).ToList();

        Assert.Equal(1002, lines.Count);
        Assert.StartsWith("├─ call 1001 ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("└─ call 2 ", lines[1001], StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_siblings_that_are_alike_are_one_line_and_what_stands_out_has_its_own()
    {
        var spans = Enumerable.Range(2, 1000).Select(static id => MadeSpan.Of(id, 1, "S3.GetObject", 2 * id, 1, id == 500 ? "NoSuchKey" : null)).Append(MadeSpan.Of(1, 0, "script", 0, 2004)).ToList();

        Assert.Equal(
            """
                                                        0             1.00 s         2.00 s
            script                              2.00 s  ███████████████████████████████████
            ├─ S3.GetObject  498 ×  1.00 ms     498 ms  ░░░░░░░░░░░░░░░░░░
            ├─ S3.GetObject  ✗ NoSuchKey       1.00 ms                   ▏
            └─ S3.GetObject  501 ×  1.00 ms     501 ms                   ░░░░░░░░░░░░░░░░░░
            999 spans are in lines with ×; Show-OtelTrace -All draws each.

            where the time went, without what is under each
             50 %  script                       1.00 s  █████████████████▋
             50 %  S3.GetObject  1000 ×         1.00 s  █████████████████▌
            """.Split('\n').Select(static line => line.TrimEnd('\r')),
            TreeText.Draw(TraceTree.Build(spans), 80, colored: false));
    }

    [Fact]
    public void A_deep_tree_keeps_its_durations()
    {
        var spans = Enumerable.Range(1, 500).Select(static id => MadeSpan.Of(id, id - 1, "level " + id, id, 1000)).ToList();
        var lines = TreeText.Draw(TraceTree.Build(spans), 80, colored: false, whole: true).Skip(1).TakeWhile(static line => line.Length > 0).ToList();

        Assert.Equal(500, lines.Count);
        Assert.All(lines, static line => Assert.Contains("1.00 s", line, StringComparison.Ordinal));
        Assert.All(lines, static line => Assert.InRange(line.Length, 1, 79));
    }
}
