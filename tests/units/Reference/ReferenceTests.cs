using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Reference;

/// <summary>The README's reference is generated. To write it anew, run the tests with AWSOTEL_UPDATE_REFERENCE=1.</summary>
public sealed class ReferenceTests
{
    private const string Begin = "<!-- reference:begin -->\n";
    private const string End = "<!-- reference:end -->";

    [Fact]
    public void The_README_has_the_reference_that_the_tables_give()
    {
        var path = Path.Combine(Checkout.Root, "README.md");
        var readme = File.ReadAllText(path).ReplaceLineEndings("\n");
        var from = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, "The README has lost the markers of its reference.");
        var current = ReferenceText.Render();
        if (Environment.GetEnvironmentVariable("AWSOTEL_UPDATE_REFERENCE") == "1")
            File.WriteAllText(path, readme[..from] + current + readme[to..]);
        else
            Assert.Equal(current, readme[from..to]);
    }
}
