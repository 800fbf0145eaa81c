namespace AwsOtel.Engine.Traces;

/// <summary>Tells how far work is that takes longer than a second: each second, on the thread that does it.</summary>
/// <param name="tell">Gets the hundredths that are done; -1 where nobody knows how much there is.</param>
internal sealed class LongWork(Action<int> tell, TimeProvider? clock = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long _told = (clock ?? TimeProvider.System).GetTimestamp();

    /// <summary>To be called often: it is cheap while there is nothing to tell.</summary>
    /// <param name="done">What is done, in units of the work's own.</param>
    /// <param name="all">What is to be done, in the same units; 0 where nobody knows.</param>
    public void Reach(long done, long all)
    {
        if (_clock.GetElapsedTime(_told) < Patience)
            return;
        _told = _clock.GetTimestamp();
        tell(all == 0 ? -1 : (int)Math.Clamp(100 * done / all, 0, 100));
    }
}
