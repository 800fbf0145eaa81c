using System.ComponentModel;
using System.Management.Automation;
using System.Reflection;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Called by the module's script file; not for use in scripts.</summary>
/// <remarks>
/// IModuleAssemblyCleanup would do for the first import only: at a second one PowerShell takes the assembly from its cache and never calls it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModuleLifetime
{
    /// <summary>
    /// Gives the module its cmdlets; and a runspace that imports it while a session is on is part of that from its first AWS cmdlet on.
    /// </summary>
    public static void Begin(PSModuleInfo module, PSModuleInfo engine)
    {
        AddCmdlets(module, engine);
        try
        {
            FaultPoint.Reach("join a runspace that imports the module");
            RunspaceSessions.Join();
        }
        catch (Exception e)
        {
            OwnFailures.Record("join a runspace that imports the module", e);
        }
    }

    /// <summary>
    /// Remove-Module undoes everything visible: the sessions of this runspace end and are flushed, and with the last one of the process hooks
    /// and customizers go. Other runspaces have imported the module for themselves, and keep theirs.
    /// </summary>
    public static void End()
    {
        RunspaceSessions.EndAll(ScriptEnd.ModuleRemoved);
        RunspaceSpans.Current?.Leave();
    }

    /// <summary>
    /// At a second import PowerShell takes the assembly from a cache and adds no cmdlets: <see href="https://github.com/PowerShell/PowerShell/issues/20710"/>.
    /// Only reflection reaches the list; where it is absent, the first import works.
    /// </summary>
    private static void AddCmdlets(PSModuleInfo module, PSModuleInfo engine)
    {
        if (typeof(PSModuleInfo).GetMethod("AddExportedCmdlet", BindingFlags.Instance | BindingFlags.NonPublic)?.CreateDelegate<Action<CmdletInfo>>(module) is not { } add)
            return;
        foreach (var cmdlet in engine.ExportedCmdlets.Values)
            add(cmdlet);
    }
}
