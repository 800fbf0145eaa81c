using System.Management.Automation;

namespace AwsOtel.Engine.Commands;

/// <summary>Remove-Module undoes everything visible: sessions end and are flushed, hooks and customizers go.</summary>
public sealed class ModuleLifetime : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceSessions.EndAll();
}
