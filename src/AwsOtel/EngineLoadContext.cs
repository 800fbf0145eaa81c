using System.Reflection;
using System.Runtime.Loader;

namespace AwsOtel;

/// <summary>
/// The private load context of the engine and its dependencies. AWS.Tools users already meet assembly conflicts between modules;
/// a module that shipped OpenTelemetry into the default context would be one more cause of them.
/// </summary>
/// <remarks>
/// One for the process, never unloaded: <c>Remove-Module</c> undoes what is visible, and a second import finds the same context.
/// </remarks>
public sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly Lazy<EngineLoadContext> Instance = new(static () => new EngineLoadContext());

    private readonly string _directory;
    private readonly HashSet<string> _shipped = new(StringComparer.OrdinalIgnoreCase);

    private EngineLoadContext()
        : base("AwsOtel", isCollectible: false)
    {
        var ownDirectory = Path.GetDirectoryName(typeof(EngineLoadContext).Assembly.Location)!;
        _directory = Path.Combine(ownDirectory, "engine");
        foreach (var file in Directory.EnumerateFiles(_directory, "*.dll"))
            _shipped.Add(Path.GetFileNameWithoutExtension(file));
        Engine = LoadFromAssemblyPath(Path.Combine(_directory, "AwsOtel.Engine.dll"));
    }

    /// <summary>The engine assembly, whose cmdlets the module imports.</summary>
    public Assembly Engine { get; }

    /// <summary>Loads the engine into its context, once for the process.</summary>
    /// <returns>The engine assembly, the same one at every call.</returns>
    public static Assembly LoadEngine() => Instance.Value.Engine;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name;
        if (name is null)
            return null;
        // AWSSDK is never ours: the engine works on whichever copy AWS.Tools brought into the process.
        if (name.StartsWith("AWSSDK.", StringComparison.OrdinalIgnoreCase))
            return HostAssemblies.FindLoaded(name);
        if (!_shipped.Contains(name) || HostAssemblies.HasAtLeast(assemblyName))
            return null;
        return LoadFromAssemblyPath(Path.Combine(_directory, name + ".dll"));
    }
}
