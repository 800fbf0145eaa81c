using System.Globalization;
using System.Management.Automation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Shows the wait for the exporters as a cmdlet's progress, where there is one to speak of.</summary>
internal sealed class FlushProgressBar(PSCmdlet cmdlet)
{
    // Of its own number, so that it does not take the bar of the script's.
    private const int ActivityId = 0x41777;

    private bool _isShown;

    public void Show(FlushProgress progress)
    {
        // Where progress stops a script, or asks, ours does not.
        if (cmdlet.GetVariableValue("ProgressPreference") is not ActionPreference.Continue)
            return;
        var status = string.Create(CultureInfo.InvariantCulture, $"{progress.Exported} of {TraceDrawing.Plural(progress.Ended, "span")}");
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, "Delivering the trace", status)
        {
            PercentComplete = progress.Ended == 0 ? -1 : (int)Math.Clamp(100 * progress.Exported / progress.Ended, 0, 100),
            SecondsRemaining = (int)Math.Max(0, Math.Ceiling((progress.Timeout - progress.Elapsed).TotalSeconds)),
        });
        _isShown = true;
    }

    public void Complete()
    {
        if (_isShown)
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, "Delivering the trace", "Done") { RecordType = ProgressRecordType.Completed });
    }
}
