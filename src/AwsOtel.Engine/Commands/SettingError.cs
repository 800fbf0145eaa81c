using System.Management.Automation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>The error that a user sees of a parameter that cannot be used.</summary>
internal static class SettingError
{
    public static ErrorRecord Of(SettingException e) => new(e, e.ErrorId, ErrorCategory.InvalidArgument, e.Value);

    /// <summary>Reads what a user typed; what cannot be used ends the cmdlet with an error.</summary>
    public static T Guard<T>(PSCmdlet cmdlet, Func<T> read)
    {
        var value = default(T);
        Guard(cmdlet, () => { value = read(); });
        return value!;
    }

    /// <inheritdoc cref="Guard{T}(PSCmdlet, Func{T})"/>
    public static void Guard(PSCmdlet cmdlet, Action step)
    {
        try
        {
            step();
        }
        catch (SettingException e)
        {
            cmdlet.ThrowTerminatingError(Of(e));
        }
    }
}
