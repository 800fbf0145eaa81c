using System.Text;
using AwsOtel.Engine.Traces;
using AwsOtel.Engine.Traces.Report;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Traces;

/// <summary>When a user is told how far a file is, and what.</summary>
public sealed class LongWorkTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly List<int> _told = [];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Tells_each_second_and_never_of_less()
    {
        // Looked at once to begin with, once for each step, and once more where it is told.
        var work = new LongWork(_told.Add, new SteppingClock(Second / 4));
        for (var done = 1; done <= 10; done++)
            work.Reach(done, 10);

        Assert.Equal([40, 80], _told);
    }

    [Fact]
    public void Tells_nothing_of_what_is_quick()
    {
        var work = new LongWork(_told.Add, new SteppingClock(Second / 100));
        for (var done = 1; done <= 50; done++)
            work.Reach(done, 50);

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(5, 0, -1)]
    // A file that grows while it is read.
    [InlineData(12, 10, 100)]
    public void Tells_no_more_than_is_known(long done, long all, int percent)
    {
        new LongWork(_told.Add, new SteppingClock(Second)).Reach(done, all);

        Assert.Equal([percent], _told);
    }

    [Fact]
    public void A_file_is_read_by_its_bytes()
    {
        // More than a reader takes at once.
        File.WriteAllText(_path, string.Concat(Enumerable.Repeat("""{"resourceSpans":[]}""" + new string(' ', 99_979) + "\n", 10)), Encoding.ASCII);
        foreach (var line in TraceFile.ReadLines(_path, Each()))
            Assert.Null(line.Problem);

        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], _told);
    }

    [Fact]
    public void A_report_is_written_by_its_spans()
    {
        OtelSpan[] spans = [MadeSpan.Of(1, 0, "a", 0, 20), MadeSpan.Of(2, 1, "b", 0, 20), MadeSpan.Of(3, 1, "c", 0, 20), MadeSpan.Of(4, 0, "d", 0, 20)];
        TraceReport.Write(Stream.Null, Trace.All(spans), Each());

        Assert.Equal([25, 50, 75, 100], _told);
    }

    private LongWork Each() => new(_told.Add, new SteppingClock(Second));
}
