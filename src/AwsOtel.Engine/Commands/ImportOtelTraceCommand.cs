using System.Management.Automation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Reads the spans of files of OTLP JSON lines: of the File exporter, or of a collector's.</summary>
[Cmdlet(VerbsData.Import, "OtelTrace", DefaultParameterSetName = PathSet)]
[OutputType(typeof(OtelSpan))]
public sealed class ImportOtelTraceCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Files to read; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files to read, by their very names.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only spans of this trace.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TraceId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            foreach (var file in Resolve(path))
                Read(file);
        }
    }

    private IEnumerable<string> Resolve(string path)
    {
        try
        {
            return ParameterSetName == PathSet ? FileSystemPath.Expand(this, path) : [FileSystemPath.Resolve(this, path, nameof(LiteralPath))];
        }
        catch (SettingException e)
        {
            WriteError(SettingError.Of(e));
            return [];
        }
    }

    private void Read(string file)
    {
        try
        {
            using var progress = FileProgressBar.Reading(this, file);
            foreach (var line in TraceFile.ReadLines(file, progress.Work))
            {
                if (Stopping)
                    return;
                if (line.Problem is not null)
                    WriteError(new ErrorRecord(new FormatException($"Line {line.Number} of {file} {line.Problem}"), "InvalidTraceLine", ErrorCategory.InvalidData, file));
                foreach (var span in line.Spans)
                {
                    if (TraceId is null || span.TraceId.Equals(TraceId, StringComparison.OrdinalIgnoreCase))
                        WriteObject(span);
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            WriteError(TraceFileError.Of(e, file, ParameterSetName));
        }
    }
}
