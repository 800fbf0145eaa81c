namespace AwsOtel.Engine.Traces.Report;

/// <summary>How many of the report's spans are written, over all of its traces.</summary>
internal sealed class SpanTally(int all, LongWork? work)
{
    private int _done;

    public void Add() => work?.Reach(++_done, all);
}
