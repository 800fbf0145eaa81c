using System.Diagnostics;

namespace AwsOtel.Engine.Delivery;

/// <summary>After a failure the receiver is left alone for a while, longer each time; what ends meanwhile goes to the spool at once.</summary>
internal sealed class Pause
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private long _start;
    private TimeSpan _length;
    private TimeSpan _next = First;
    private bool _isReceiversWish;

    public bool IsOn => _length > TimeSpan.Zero && Stopwatch.GetElapsedTime(_start) < _length;

    public void Begin(TimeSpan? receiversWish)
    {
        _start = Stopwatch.GetTimestamp();
        _isReceiversWish = receiversWish is not null;
        _length = receiversWish ?? _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }

    public void End()
    {
        _length = TimeSpan.Zero;
        _next = First;
    }

    /// <summary>The session ends: one more try, unless the receiver has asked not to.</summary>
    public void CutShort()
    {
        if (!_isReceiversWish)
            _length = TimeSpan.Zero;
    }
}
