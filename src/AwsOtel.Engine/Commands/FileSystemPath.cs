using System.Management.Automation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Resolves what a user typed as a path, relative to PowerShell's location, to a path of the file system.</summary>
internal static class FileSystemPath
{
    /// <summary>A path as it is written, of a file that need not be there.</summary>
    /// <exception cref="SettingException">It is none of a file system.</exception>
    public static string Resolve(PSCmdlet cmdlet, string path) =>
        Ask(path, (out ProviderInfo provider) => cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _));

    /// <summary>The files that a path with wildcards names; one without must be there.</summary>
    /// <exception cref="SettingException">It is none of a file system, or names nothing.</exception>
    public static IReadOnlyCollection<string> Expand(PSCmdlet cmdlet, string path) =>
        Ask(path, (out ProviderInfo provider) => cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider));

    private delegate T Resolver<out T>(out ProviderInfo provider);

    private static T Ask<T>(string path, Resolver<T> resolve)
    {
        T resolved;
        ProviderInfo provider;
        try
        {
            resolved = resolve(out provider);
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderInvocationException or ProviderNotFoundException or NotSupportedException)
        {
            throw new SettingException("InvalidPath", "Path", path, $"-Path: '{path}' is not a path: {e.Message} Give the path of a file.");
        }

        return provider.Name == "FileSystem"
            ? resolved
            : throw new SettingException("InvalidPath", "Path", path, $"-Path: '{path}' is a path of {provider.Name}. Give the path of a file.");
    }
}
