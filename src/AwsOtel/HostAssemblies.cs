using System.Reflection;
using System.Runtime.Loader;

namespace AwsOtel;

/// <summary>Answers which assemblies the host process has already.</summary>
internal static class HostAssemblies
{
    private static readonly Lazy<Dictionary<string, string>> Trusted = new(ReadTrustedPlatformAssemblies);

    /// <summary>
    /// Whether the runtime or PowerShell itself ships the assembly in the version asked for or a newer one. Such a copy is shared, above
    /// all System.Diagnostics.DiagnosticSource: two copies would be two <c>Activity</c> types that cannot see each other's spans.
    /// </summary>
    public static bool HasAtLeast(AssemblyName wanted)
    {
        if (wanted.Name is null || !Trusted.Value.TryGetValue(wanted.Name, out var path))
            return false;
        try
        {
            return AssemblyName.GetAssemblyName(path).Version >= wanted.Version;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            // Named by the host but not readable: ours is the one that works.
            return false;
        }
    }

    /// <summary>Finds an assembly that something else loaded; the default context's copy wins, as it is the one that cmdlets use.</summary>
    public static Assembly? FindLoaded(string name)
    {
        Assembly? elsewhere = null;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || !string.Equals(assembly.GetName().Name, name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default)
                return assembly;
            elsewhere ??= assembly;
        }

        return elsewhere;
    }

    private static Dictionary<string, string> ReadTrustedPlatformAssemblies()
    {
        var paths = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        var byName = new Dictionary<string, string>(paths.Length, StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            if (path.Length > 0)
                byName.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        return byName;
    }
}
