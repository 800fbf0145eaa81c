using System.Diagnostics;
using OpenTelemetry;

namespace AwsOtel.Engine.Session;

/// <summary>Knows the spans that have begun and not ended: where the process ends in the middle of a call, they end with it.</summary>
internal sealed class OpenSpans : BaseProcessor<Activity>
{
    private readonly HashSet<Activity> _open = new(ReferenceEqualityComparer.Instance);

    public override void OnStart(Activity data)
    {
        lock (_open)
            _open.Add(data);
    }

    public override void OnEnd(Activity data)
    {
        lock (_open)
            _open.Remove(data);
    }

    /// <summary>Ends them all, what began last first: children before their parents.</summary>
    public void EndAll()
    {
        Activity[] open;
        lock (_open)
            open = _open.ToArray();
        foreach (var span in open.OrderByDescending(static span => span.StartTimeUtc))
            Spans.End(span);
    }
}
