using System.Diagnostics;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Export;

/// <summary>Writes each span as a line of its own when it ends.</summary>
internal sealed class FileExporter : BaseExporter<Activity>
{
    private readonly TraceFileWriter _file;
    private readonly OtlpJsonLine _line;
    private readonly ExportCounts _counts;
    private bool _failed;
    private bool _closed;

    public FileExporter(string path, Resource resource, SpanLimits limits, ExportCounts counts)
    {
        _counts = counts;
        _file = new TraceFileWriter(path);
        _line = new OtlpJsonLine(resource, limits);
    }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var span in batch)
        {
            var written = TryWrite(span);
            _counts.Add(1, written);
            if (!written)
                return ExportResult.Failure;
        }

        return ExportResult.Success;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closed = true;
            _line.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryWrite(Activity span)
    {
        // A span of another thread that ends while the session does.
        if (_closed)
            return false;
        try
        {
            FaultPoint.Reach("write to the trace file");
            _file.Append(_line.Render(span));
            return true;
        }
        catch (Exception e)
        {
            // A full disk fails every span from here on: said once, counted always.
            if (!_failed)
                OwnFailures.Record("write to the trace file", e);
            _failed = true;
            return false;
        }
    }
}
