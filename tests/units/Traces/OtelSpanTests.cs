using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>What a test's message shows of a span.</summary>
public sealed class OtelSpanTests
{
    [Fact]
    public void A_failure_without_a_description_is_no_more_than_that() => Assert.Equal("s (Error)", MadeSpan.Of(1, 0, "s", 0, 1, "E").ToString());
}
