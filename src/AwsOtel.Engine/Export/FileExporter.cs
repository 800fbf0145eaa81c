using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using AwsOtel.Engine.Session;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Writes spans as OTLP JSON lines, one request a line: the format that the Collector's file exporter writes and its otlpjsonfile receiver
/// reads. See <see href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/"/>.
/// </summary>
internal sealed class FileExporter : BaseExporter<Activity>
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly byte[] LineEnd = "]}]}]}\n"u8.ToArray();

    private readonly TraceFileWriter _file;
    private readonly ExportCounts _counts;
    private readonly byte[] _lineStart;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private bool _failed;
    private bool _closed;

    public FileExporter(string path, Resource resource, ExportCounts counts)
    {
        _counts = counts;
        _file = new TraceFileWriter(path);
        _json = new Utf8JsonWriter(_line, JsonOptions);
        _lineStart = RenderLineStart(resource);
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
            _json.Dispose();
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
            _line.ResetWrittenCount();
            _line.Write(_lineStart);
            _json.Reset(_line);
            OtlpJson.WriteSpan(_json, span);
            _json.Flush();
            _line.Write(LineEnd);
            _file.Append(_line.WrittenSpan);
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

    private byte[] RenderLineStart(Resource resource)
    {
        _json.WriteStartObject();
        _json.WriteStartArray("resourceSpans");
        _json.WriteStartObject();
        _json.WriteStartObject("resource");
        OtlpJson.WriteAttributes(_json, resource.Attributes);
        _json.WriteEndObject();
        _json.WriteStartArray("scopeSpans");
        _json.WriteStartObject();
        _json.WriteStartObject("scope");
        _json.WriteString("name", Spans.ScopeName);
        _json.WriteString("version", Spans.Version);
        _json.WriteEndObject();
        _json.WriteStartArray("spans");
        _json.Flush();
        return _line.WrittenSpan.ToArray();
    }
}
