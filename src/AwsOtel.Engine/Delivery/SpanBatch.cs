using System.Diagnostics;

namespace AwsOtel.Engine.Delivery;

/// <summary>
/// Spans that are sent together. They are on disk from the moment they end, so that they outlive the process, until their receiver has
/// them; without a spool they are in memory alone.
/// </summary>
/// <param name="capacity">The most spans.</param>
/// <param name="inMemory">False where too many spans wait already: these are only kept on disk, and sent from there.</param>
/// <param name="file">Null without a spool.</param>
internal sealed class SpanBatch(int capacity, bool inMemory, SpoolFile? file)
{
    private SpoolFile? _file = file;
    private bool _broken;

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>Null where the batch is on disk alone.</summary>
    public Activity[]? Spans { get; } = inMemory ? new Activity[capacity] : null;

    /// <summary>Null where the batch is in memory alone.</summary>
    public string? Path => _file?.Path;

    /// <summary>A batch on disk alone takes no more once the disk has failed.</summary>
    public bool CanAdd => Spans is not null || (_file is not null && !_broken);

    public void Add(Activity span, ReadOnlySpan<byte> line)
    {
        if (_file is not null)
            _file.Append(line);
        if (Spans is not null)
            Spans[Count] = span;
        Count++;
    }

    /// <summary>The disk has failed: what is in memory too is kept there alone.</summary>
    public void Fail()
    {
        _broken = true;
        if (Spans is not null)
            Discard();
    }

    /// <summary>The spans have been seen to.</summary>
    public void Discard()
    {
        var file = _file;
        _file = null;
        file?.Delete();
    }

    /// <summary>The spans are for whoever reaches the receiver next.</summary>
    public void Release()
    {
        var file = _file;
        _file = null;
        file?.Dispose();
    }
}
