using System.Globalization;
using System.Management.Automation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Shows the wait for the exporters as a cmdlet's progress.</summary>
internal sealed class FlushProgressBar(PSCmdlet cmdlet)
{
    private readonly ProgressBar _bar = new(cmdlet, "Delivering the trace");

    public void Show(FlushProgress progress) => _bar.Show(
        string.Create(CultureInfo.InvariantCulture, $"{progress.Exported} of {TraceDrawing.Plural(progress.Ended, "span")}"),
        progress.Ended == 0 ? -1 : (int)Math.Clamp(100 * progress.Exported / progress.Ended, 0, 100),
        (int)Math.Max(0, Math.Ceiling((progress.Timeout - progress.Elapsed).TotalSeconds)));

    public void Complete() => _bar.Complete();
}
