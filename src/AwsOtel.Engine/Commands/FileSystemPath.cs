using System.Management.Automation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Resolves what a user typed as a path, relative to PowerShell's location, to a path of the file system.</summary>
internal static class FileSystemPath
{
    public static string Resolve(PSCmdlet cmdlet, string path, string parameter, string kind = "file")
    {
        if (path.Contains('\0'))
            throw new SettingException("Invalid" + parameter, parameter, path, $"-{parameter}: a null character is no part of a path. Give the path of a {kind}.");
        string resolved;
        ProviderInfo provider;
        try
        {
            resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderInvocationException or ProviderNotFoundException or NotSupportedException)
        {
            throw new SettingException("Invalid" + parameter, parameter, path, $"-{parameter}: '{path}' is not a path: {e.Message} Give the path of a {kind}.");
        }

        return provider.Name == "FileSystem"
            ? resolved
            : throw new SettingException("Invalid" + parameter, parameter, path, $"-{parameter}: '{path}' is a path of {provider.Name}. Give the path of a {kind}.");
    }
}
