using System.Diagnostics;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Export;

/// <summary>Keeps each span that ends as an object of its own: the live one may be pooled or changed.</summary>
internal sealed class MemoryProcessor(SpanMemory memory, Resource resource, SpanLimits limits, ExportCounts counts) : BaseProcessor<Activity>
{
    private readonly IReadOnlyDictionary<string, object> _resource = ReadResource(resource);

    public override void OnEnd(Activity data)
    {
        if (!data.Recorded)
            return;
        memory.Add(SpanSnapshot.Take(data, _resource, limits));
        counts.Add(1, succeeded: true);
    }

    private static Dictionary<string, object> ReadResource(Resource resource)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in resource.Attributes)
            attributes[key] = value;
        return attributes;
    }
}
