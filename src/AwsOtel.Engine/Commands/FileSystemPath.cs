using System.Management.Automation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Resolves what a user typed as a path, relative to PowerShell's location, to a path of the file system.</summary>
internal static class FileSystemPath
{
    private delegate T Resolver<out T>(out ProviderInfo provider);

    /// <summary>A path as it is written, of what need not be there.</summary>
    /// <param name="parameter">Where it was given.</param>
    /// <param name="kind">What it is the path of.</param>
    /// <exception cref="SettingException">It is none of a file system.</exception>
    public static string Resolve(PSCmdlet cmdlet, string path, string parameter = "Path", string kind = "file") =>
        Ask(path, parameter, kind, (out ProviderInfo provider) => cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _));

    /// <summary>The files that a path with wildcards names; one without must be there.</summary>
    /// <exception cref="SettingException">It is none of a file system, or names nothing.</exception>
    public static IReadOnlyCollection<string> Expand(PSCmdlet cmdlet, string path) =>
        Ask(path, "Path", "file", (out ProviderInfo provider) => cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider));

    private static T Ask<T>(string path, string parameter, string kind, Resolver<T> resolve)
    {
        if (path.Contains('\0'))
            throw Invalid("a null character is no part of a path.");
        T resolved;
        ProviderInfo provider;
        try
        {
            resolved = resolve(out provider);
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderInvocationException or ProviderNotFoundException or NotSupportedException)
        {
            throw Invalid($"'{path}' is not a path: {e.Message}");
        }

        return provider.Name == "FileSystem" ? resolved : throw Invalid($"'{path}' is a path of {provider.Name}.");

        SettingException Invalid(string what) => new("Invalid" + parameter, parameter, path, $"-{parameter}: {what} Give the path of a {kind}.");
    }
}
