using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Tells of AwsOtel's own affairs. Where the preference of a script makes warnings or information end it, or ask, ours do not: that a collector is
/// away is no failure of the script. A preference that is typed on our own command is followed.
/// </summary>
internal static class OwnMessages
{
    /// <summary>Warns; past the streams, in the host, where a warning would stop the script.</summary>
    public static void Warn(PSCmdlet cmdlet, string text)
    {
        if (Stops(cmdlet, "Warning"))
            cmdlet.Host.UI?.WriteWarningLine(text);
        else
            cmdlet.WriteWarning(text);
    }

    /// <summary>Informs, where that does not stop the script.</summary>
    public static void Inform(PSCmdlet cmdlet, string text, string[] tags)
    {
        if (!Stops(cmdlet, "Information"))
            cmdlet.WriteInformation(text, tags);
    }

    private static bool Stops(PSCmdlet cmdlet, string stream)
    {
        var isTyped = cmdlet.MyInvocation.BoundParameters.TryGetValue(stream + "Action", out var preference);
        // A script's own preferences are typed on Invoke-OtelScript.
        if (isTyped && cmdlet is not InvokeOtelScriptCommand)
            return false;
        // A variable of a function is the text that was set.
        return LanguagePrimitives.TryConvertTo(isTyped ? preference : cmdlet.GetVariableValue(stream + "Preference"), out ActionPreference action)
            && action is ActionPreference.Stop or ActionPreference.Inquire;
    }
}
