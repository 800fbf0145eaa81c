namespace AwsOtel.Engine.Export;

/// <summary>What one exporter did so far.</summary>
internal sealed class ExportCounts
{
    private long _exported;
    private long _failed;

    public long Exported => Interlocked.Read(ref _exported);

    public long Failed => Interlocked.Read(ref _failed);

    public void Add(long count, bool succeeded)
    {
        if (succeeded)
            Interlocked.Add(ref _exported, count);
        else
            Interlocked.Add(ref _failed, count);
    }
}
