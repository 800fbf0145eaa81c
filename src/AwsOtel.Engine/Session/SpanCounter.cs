using System.Diagnostics;
using OpenTelemetry;

namespace AwsOtel.Engine.Session;

/// <summary>Counts the spans that end, for the process and for each trace that a session watches.</summary>
internal sealed class SpanCounter : BaseProcessor<Activity>
{
    private long _ended;

    public long Ended => Interlocked.Read(ref _ended);

    public override void OnEnd(Activity data)
    {
        // Made for the metrics only, where the trace is sampled out.
        if (!data.Recorded)
            return;
        Interlocked.Increment(ref _ended);
        TraceCounts.Count(data);
    }
}
