using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using AwsOtel.Engine.Session;
using OpenTelemetry.Resources;

namespace AwsOtel.Engine.Export;

/// <summary>
/// Renders a span as one line of OTLP JSON, a request of its own: the format that the Collector's file exporter writes and its otlpjsonfile
/// receiver reads. See <see href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/"/>.
/// </summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class OtlpJsonLine : IDisposable
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly byte[] LineEnd = "]}]}]}\n"u8.ToArray();

    private readonly byte[] _lineStart;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly SpanLimits _limits;

    public OtlpJsonLine(Resource resource, SpanLimits limits)
    {
        _limits = limits;
        _json = new Utf8JsonWriter(_line, JsonOptions);
        _lineStart = RenderLineStart(resource);
    }

    /// <returns>The line with its end; good until the next call.</returns>
    public ReadOnlySpan<byte> Render(Activity span)
    {
        _line.ResetWrittenCount();
        _line.Write(_lineStart);
        _json.Reset(_line);
        OtlpJson.WriteSpan(_json, span, _limits);
        _json.Flush();
        _line.Write(LineEnd);
        return _line.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

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
