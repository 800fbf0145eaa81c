using AwsOtel.Engine.Export;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Delivery;

/// <summary>What waits in the spool for this receiver, of earlier sessions and of this one: sent file by file while the receiver takes it.</summary>
internal sealed class Backlog(SpoolFolder spool, BacklogRequest request, Pause pause, KeptBatches kept, ExportCounts counts)
{
    private Queue<string>? _files;
    private bool _isTrimmed;

    /// <summary>Whether there may be something to send.</summary>
    public bool IsDue { get; private set; }

    /// <summary>The receiver has been reached.</summary>
    public void Due() => IsDue = true;

    /// <summary>Sends the oldest file that is free.</summary>
    public void SendNext()
    {
        if (pause.IsOn)
        {
            Rest();
            return;
        }

        try
        {
            FaultPoint.Reach("send what is in the spool");
            if (!_isTrimmed)
                kept.Trim();
            _isTrimmed = true;
            _files ??= new Queue<string>(spool.Files());
            while (_files.TryDequeue(out var path))
            {
                if (!SpoolFile.TryClaim(path, out var file))
                    continue;
                using (file)
                    Send(file);
                return;
            }
        }
        catch (Exception e)
        {
            OwnFailures.Record("send what is in the spool", e);
        }

        Rest();
    }

    private void Send(SpoolFile file)
    {
        var answer = request.Send(file.ReadAll(), out var spans);
        if (answer.Verdict is Verdict.TryAgain or Verdict.Keep)
        {
            pause.Begin(answer.RetryAfter);
            Rest();
            return;
        }

        file.Delete();
        var own = kept.Forget(file.Path);
        var all = own > 0 ? own : spans;
        var refused = answer.Verdict == Verdict.Taken ? Math.Min(all, answer.Rejected) : all;
        if (own > 0)
        {
            counts.KeptIsExported(own - refused);
            counts.KeptIsDropped(refused);
        }
        else
        {
            counts.AddBacklog(all - refused);
            counts.AddExpired(refused);
        }
    }

    private void Rest()
    {
        IsDue = false;
        _files = null;
    }
}
