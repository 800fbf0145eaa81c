using System.Diagnostics;
using AwsOtel.Engine.Session;
using OpenTelemetry;

namespace AwsOtel.Engine.Export;

/// <summary>Cuts the values of each span that are too long, before an exporter reads it.</summary>
internal sealed class LimitingProcessor(SpanLimits limits) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data) => limits.Cut(data);
}
