using AwsOtel.Engine.Export;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Export;

public sealed class SpanMemoryTests
{
    [Fact]
    public void Spans_are_in_the_order_in_which_they_came()
    {
        var memory = new SpanMemory();
        memory.Add(MadeSpan.Of(1, 0, "a", 5, 1));
        memory.Add(MadeSpan.Of(2, 0, "b", 0, 1));

        Assert.Equal(["a", "b"], memory.ToArray().Select(static span => span.Name));
        Assert.Equal(0, memory.Forgotten);
    }

    [Fact]
    public void The_oldest_give_way_beyond_the_bound()
    {
        var memory = new SpanMemory();
        var span = MadeSpan.Of(1, 0, "a", 0, 1);
        for (var i = 0; i < SpanMemory.Capacity; i++)
            memory.Add(span);
        var newest = MadeSpan.Of(2, 0, "newest", 0, 1);
        memory.Add(newest);
        var kept = memory.ToArray();

        Assert.Equal(SpanMemory.Capacity, kept.Length);
        Assert.Same(newest, kept[^1]);
        Assert.Equal(1, memory.Forgotten);
    }
}
