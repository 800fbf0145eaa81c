using System.ComponentModel;

namespace AwsOtel.Engine.Commands;

/// <summary>Called by the module's script file; not for use in scripts.</summary>
/// <remarks>
/// IModuleAssemblyCleanup would do for the first import only: at a second one PowerShell takes the assembly from its cache and never calls it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModuleLifetime
{
    /// <summary>Remove-Module undoes everything visible: sessions end and are flushed, hooks and customizers go.</summary>
    public static void End() => RunspaceSessions.EndAll();
}
