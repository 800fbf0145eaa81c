using System.Management.Automation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>The error that a user sees of a parameter that cannot be used.</summary>
internal static class SettingError
{
    public static ErrorRecord Of(SettingException e) => new(e, e.ErrorId, ErrorCategory.InvalidArgument, e.Value);
}
