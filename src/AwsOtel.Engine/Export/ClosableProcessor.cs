using System.Diagnostics;
using OpenTelemetry;

namespace AwsOtel.Engine.Export;

/// <summary>
/// The processors of one pipeline behind one door. An exporter that still waits for its receiver keeps its provider, and so its listener, alive
/// for a while: the spans of the next session are none of its business.
/// </summary>
internal sealed class ClosableProcessor(IEnumerable<BaseProcessor<Activity>> processors) : CompositeProcessor<Activity>(processors)
{
    private volatile bool _closed;

    public void Close() => _closed = true;

    public override void OnStart(Activity data)
    {
        if (!_closed)
            base.OnStart(data);
    }

    public override void OnEnd(Activity data)
    {
        if (!_closed)
            base.OnEnd(data);
    }
}
