using System.Management.Automation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Draws a trace as a tree with durations and bars: of a file of OTLP JSON lines, or of the last run.</summary>
[Cmdlet(VerbsCommon.Show, "OtelTrace")]
[OutputType(typeof(string))]
public sealed class ShowOtelTraceCommand : PSCmdlet
{
    /// <summary>A file that the File exporter, or a collector's, has written; default: the last run.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The trace to draw; default: the newest one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TraceId { get; set; }

    /// <summary>Columns to draw in, for text that goes to a file; default: the terminal's.</summary>
    [Parameter]
    [ValidateRange(30, 1000)]
    public int Width { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var spans = ReadSpans(out var source);
        var traceId = TraceId is null ? TraceDrawing.NewestTrace(spans) : spans.Find(span => span.TraceId.Equals(TraceId, StringComparison.OrdinalIgnoreCase))?.TraceId;
        if (traceId is null)
        {
            var what = TraceId is null ? "There are no spans" : $"There is no trace {TraceId}";
            WriteError(new ErrorRecord(new ItemNotFoundException($"{what} in {source}."), "TraceNotFound", ErrorCategory.ObjectNotFound, TraceId ?? Path));
            return;
        }

        var terminal = Terminal.Of(Host);
        foreach (var line in TraceDrawing.Draw(spans, traceId, Width > 0 ? Width : terminal.Width, terminal.HasColors))
            WriteObject(line);
    }

    private List<OtelSpan> ReadSpans(out string source)
    {
        if (Path is null && SessionRegistry.Latest?.Memory is { } memory)
        {
            source = "memory";
            if (memory.Forgotten > 0)
                WriteWarning($"The first {memory.Forgotten} spans are not in memory any more. The File exporter keeps all.");
            return [.. memory.ToArray()];
        }

        var path = Path is null ? SessionRegistry.Latest?.Path ?? StateFolder.NewestTraceFile() : ResolvePath(Path);
        if (path is null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ItemNotFoundException("No run has been traced to a file yet. Give -Path, or trace a run first: Start-OtelSession; …; Stop-OtelSession"),
                "NoTraceFile",
                ErrorCategory.ObjectNotFound,
                null));
        }

        source = path!;
        return ReadFile(source);
    }

    private string ResolvePath(string path)
    {
        try
        {
            return FileSystemPath.Resolve(this, path, nameof(Path));
        }
        catch (SettingException e)
        {
            ThrowTerminatingError(new ErrorRecord(e, e.ErrorId, ErrorCategory.InvalidArgument, e.Value));
            throw;
        }
    }

    private List<OtelSpan> ReadFile(string path)
    {
        try
        {
            var spans = TraceFile.Read(path, out var unreadable);
            if (unreadable > 0)
                WriteWarning(unreadable == 1
                    ? $"1 line of {path} is not OTLP JSON and was passed over."
                    : $"{unreadable} lines of {path} are not OTLP JSON and were passed over.");
            return spans;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(e, "TraceFileNotRead", ErrorCategory.ReadError, path));
            throw;
        }
    }
}
