using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace AwsOtel.Engine.Export;

/// <summary>OpenTelemetry's OTLP exporter, with its successes and failures counted.</summary>
internal sealed class CountingOtlpExporter(OtlpExporterOptions options, ExportCounts counts) : OtlpTraceExporter(options)
{
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        // Read first: a batch is spent once it has been walked.
        var count = activityBatch.Count;
        var result = base.Export(activityBatch);
        counts.Add(count, result == ExportResult.Success);
        return result;
    }
}
