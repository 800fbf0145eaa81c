using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Delivery;

/// <summary>Leaves batches in the spool, within its bounds, and knows which of its files are of this session.</summary>
internal sealed class KeptBatches(SpoolFolder? spool, ExportCounts counts)
{
    private readonly Dictionary<string, long> _own = new(StringComparer.Ordinal);

    public bool HasOwn => _own.Count > 0;

    /// <summary>Keeps what could not be delivered, or drops it where there is no spool.</summary>
    public void Keep(SpanBatch batch, string reason)
    {
        // A folder may be cleared by others while its files are open.
        if (spool is null || batch.Path is not { } path || !File.Exists(path))
        {
            counts.AddDropped(batch.Count, reason);
            batch.Discard();
            return;
        }

        batch.Release();
        _own[path] = batch.Count;
        counts.AddKept(batch.Count, reason);
        Trim();
    }

    /// <summary>A file has been delivered or refused, and is gone.</summary>
    /// <returns>Its spans, where they are of this session; otherwise 0.</returns>
    public long Forget(string path) => _own.Remove(path, out var spans) ? spans : 0;

    public void Trim()
    {
        try
        {
            FaultPoint.Reach("tidy the spool up");
            foreach (var (path, spans) in spool!.Trim())
            {
                if (Forget(path) is > 0 and var own)
                    counts.KeptIsDropped(own);
                else
                    counts.AddExpired(spans);
            }
        }
        catch (Exception e)
        {
            OwnFailures.Record("tidy the spool up", e);
        }
    }
}
