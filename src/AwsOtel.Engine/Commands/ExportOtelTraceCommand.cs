using System.Management.Automation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces.Report;

namespace AwsOtel.Engine.Commands;

/// <summary>Writes a trace as one HTML file that shows it in any browser, without a network.</summary>
[Cmdlet(VerbsData.Export, "OtelTrace", DefaultParameterSetName = LastRunSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportOtelTraceCommand : TraceCommand
{
    private string _path = "";

    /// <summary>The file to write, for example <c>report.html</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Does not replace a file that is there.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a file also where it is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Says no before a long pipeline runs for nothing.</summary>
    protected override void BeginProcessing()
    {
        _path = SettingError.Guard(this, () => FileSystemPath.Resolve(this, Path));
        var folder = System.IO.Path.GetDirectoryName(_path);
        if (Directory.Exists(_path) || folder is null)
            Refuse("InvalidPath", $"-Path: '{_path}' is a folder. Give the path of a file, for example '{System.IO.Path.Combine(_path, "report.html")}'.", ErrorCategory.InvalidArgument);
        if (!Directory.Exists(folder))
            Refuse("InvalidPath", $"-Path: the folder '{folder}' is not there. Make it first: New-Item -ItemType Directory '{folder}'", ErrorCategory.ObjectNotFound);
        if (!File.Exists(_path))
            return;
        if (NoClobber)
            Refuse("NoClobber", $"-Path: '{_path}' is there already. Give another path, or leave -NoClobber out.", ErrorCategory.ResourceExists);
        if (!Force && File.GetAttributes(_path).HasFlag(FileAttributes.ReadOnly))
            Refuse("FileIsReadOnly", $"-Path: '{_path}' is read-only. Give another path, or -Force.", ErrorCategory.PermissionDenied);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var traces = Traces();
        if (traces.Count == 0 || !ShouldProcess(_path, "Export OpenTelemetry trace"))
            return;
        try
        {
            if (Force && File.Exists(_path))
                File.SetAttributes(_path, File.GetAttributes(_path) & ~FileAttributes.ReadOnly);
            using var progress = FileProgressBar.Writing(this, _path);
            AtomicFile.Write(_path, overwrite: !NoClobber, stream => TraceReport.Write(stream, traces, progress.Work));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(e, "ReportNotWritten", ErrorCategory.WriteError, _path));
        }

        if (PassThru)
            WriteObject(new FileInfo(_path));
    }

    private void Refuse(string id, string message, ErrorCategory category) =>
        ThrowTerminatingError(new ErrorRecord(new SettingException(id, "Path", _path, message), id, category, _path));
}
