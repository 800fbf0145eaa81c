using System.Diagnostics;
using OpenTelemetry;

namespace AwsOtel.Engine.Session;

/// <summary>Counts the spans that end, for the process and for the session that each belongs to.</summary>
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
        // Under a span of others that is under none of ours it may be anybody's.
        (SpanSession.Find(data) ?? SessionRegistry.Newest)?.Count(SpanErrors.IsFailure(data));
    }
}
