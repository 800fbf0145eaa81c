using AwsOtel.Engine.Traces;
using Xunit;

namespace AwsOtel.Tests.Traces;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("S3.GetObject", 12)]
    [InlineData("für", 3)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本", 4)]
    [InlineData("📦", 2)]
    [InlineData("🪣🟢✅", 6)]
    [InlineData("✗ ×", 3)]
    public void Columns_are_those_of_a_terminal(string text, int columns) => Assert.Equal(columns, TerminalText.Columns(text));

    [Theory]
    [InlineData("abc", 5, "abc  ")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日… ")]
    [InlineData("a📦", 2, "a…")]
    public void Text_is_fitted_by_columns_and_never_within_a_character(string text, int columns, string expected) => Assert.Equal(expected, TerminalText.Fit(text, columns));

    [Fact]
    public void Nothing_is_left_that_a_terminal_obeys() => Assert.Equal("a\ufffd[31mb\ufffd\ufffd", TerminalText.Printable("a\u001b[31mb\n\u009b"));

    [Fact]
    public void Nothing_is_left_that_shows_a_name_as_another() => Assert.Equal("a\ufffdtxt.exe\ufffdb", TerminalText.Printable("a\u202etxt.exe\u2028b"));
}
