using System.Diagnostics;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Export;

/// <summary>Keeps each span that ends as an object of its own: the live one may be pooled or changed.</summary>
internal sealed class MemoryProcessor(SpanMemory memory, Resource resource, SpanLimits limits, ExportCounts counts) : BaseProcessor<Activity>
{
    private readonly IReadOnlyDictionary<string, object> _resource = SessionResource.Read(resource);

    public override void OnEnd(Activity data)
    {
        if (!data.Recorded)
            return;
        memory.Add(SpanSnapshot.Take(data, _resource, limits));
        counts.Add(1, succeeded: true);
    }
}
