using System.Diagnostics;
using OpenTelemetry;

namespace AwsOtel.Engine.Export;

/// <summary>One exporter of the pipeline with the processor that feeds it.</summary>
/// <param name="Description">The exporter and where it writes, in words.</param>
internal sealed record SpanExport(string Description, BaseProcessor<Activity> Processor, ExportCounts Counts);
