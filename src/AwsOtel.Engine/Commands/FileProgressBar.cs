using System.Management.Automation;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Shows the reading or writing of a file as a cmdlet's progress, where it takes longer than a second.</summary>
internal sealed class FileProgressBar : IDisposable
{
    private readonly ProgressBar _bar;

    private FileProgressBar(PSCmdlet cmdlet, string activity, string path)
    {
        _bar = new ProgressBar(cmdlet, activity);
        Work = new LongWork(percent => _bar.Show(path, percent));
    }

    /// <summary>To be told how far it is.</summary>
    public LongWork Work { get; }

    public static FileProgressBar Reading(PSCmdlet cmdlet, string path) => new(cmdlet, "Reading the trace", path);

    public static FileProgressBar Writing(PSCmdlet cmdlet, string path) => new(cmdlet, "Writing the report", path);

    /// <summary>The work is over, in whatever way.</summary>
    public void Dispose() => _bar.Complete();
}
