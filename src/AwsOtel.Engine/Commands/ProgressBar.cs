using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>A cmdlet's progress, where there is some to speak of.</summary>
internal sealed class ProgressBar(PSCmdlet cmdlet, string activity)
{
    // Of its own number, so that it does not take the bar of the script's.
    private const int ActivityId = 0x41777;

    private bool _isShown;

    /// <param name="status">How far it is, in words.</param>
    /// <param name="percent">-1 where nobody knows.</param>
    /// <param name="secondsRemaining">-1 where nobody knows.</param>
    public void Show(string status, int percent, int secondsRemaining = -1)
    {
        // Where progress stops a script, or asks, ours does not.
        if (cmdlet.GetVariableValue("ProgressPreference") is not ActionPreference.Continue)
            return;
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, status) { PercentComplete = percent, SecondsRemaining = secondsRemaining });
        _isShown = true;
    }

    public void Complete()
    {
        if (!_isShown)
            return;
        _isShown = false;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // The bars of a pipeline that is stopped go with it.
        }
    }
}
