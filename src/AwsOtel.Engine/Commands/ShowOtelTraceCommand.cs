using System.Management.Automation;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Draws a trace as a tree with durations and bars: of the pipeline, of a file of OTLP JSON lines, or of the last run.</summary>
[Cmdlet(VerbsCommon.Show, "OtelTrace", DefaultParameterSetName = PathSet)]
[OutputType(typeof(string))]
public sealed class ShowOtelTraceCommand : TraceCommand
{
    private const string PathSet = "Path";

    /// <summary>A file that the File exporter, or a collector's, has written; default: the last run.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Draws every span; default: of more than 100 spans, like siblings that did not fail and were not slow are one line.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Columns to draw in, for text that goes to a file; default: the terminal's.</summary>
    [Parameter]
    [ValidateRange(30, 1000)]
    public int Width { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Path is not null)
            Draw(Traces(SpanSource.File(this, ResolvePath(Path))));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Path is null)
            Draw(Traces());
    }

    private void Draw(IReadOnlyList<Trace> traces)
    {
        var terminal = Terminal.Of(Host);
        foreach (var trace in traces)
        {
            foreach (var line in TraceDrawing.Draw(trace, Width > 0 ? Width : terminal.Width, terminal.HasColors, All))
                WriteObject(line);
        }
    }

    private string ResolvePath(string path) => SettingError.Guard(this, () => FileSystemPath.Resolve(this, path, nameof(Path)));
}
