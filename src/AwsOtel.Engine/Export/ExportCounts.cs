namespace AwsOtel.Engine.Export;

/// <summary>What one exporter did so far.</summary>
internal sealed class ExportCounts
{
    private long _exported;
    private long _dropped;
    private long _kept;
    private long _backlog;
    private long _expired;

    /// <summary>Spans that were taken.</summary>
    public long Exported => Interlocked.Read(ref _exported);

    /// <summary>Spans that are lost.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Spans that wait in the spool for another session.</summary>
    public long Kept => Interlocked.Read(ref _kept);

    /// <summary>Spans of earlier sessions that were delivered from the spool.</summary>
    public long Backlog => Interlocked.Read(ref _backlog);

    /// <summary>Spans of earlier sessions that were taken out of the spool undelivered: too old, too many, or refused.</summary>
    public long Expired => Interlocked.Read(ref _expired);

    /// <summary>Whether spans of which nothing is known yet when the session ends are in the spool.</summary>
    public bool RestIsKept { get; set; }

    /// <summary>Whether each span is exported, or lost, when it ends.</summary>
    public bool IsAtOnce { get; init; }

    /// <summary>Why spans were last kept or dropped; null where none were, or nothing is known.</summary>
    public string? Reason { get; private set; }

    public void Add(long count, bool succeeded)
    {
        if (succeeded)
            AddExported(count);
        else
            Interlocked.Add(ref _dropped, count);
    }

    public void AddExported(long count) => Interlocked.Add(ref _exported, count);

    public void AddDropped(long count, string reason)
    {
        Reason = reason;
        Interlocked.Add(ref _dropped, count);
    }

    public void AddKept(long count, string reason)
    {
        Reason = reason;
        Interlocked.Add(ref _kept, count);
    }

    public void AddBacklog(long count) => Interlocked.Add(ref _backlog, count);

    public void AddExpired(long count) => Interlocked.Add(ref _expired, count);

    public void KeptIsExported(long count)
    {
        Interlocked.Add(ref _kept, -count);
        Interlocked.Add(ref _exported, count);
    }

    public void KeptIsDropped(long count)
    {
        Interlocked.Add(ref _kept, -count);
        Interlocked.Add(ref _dropped, count);
    }
}
