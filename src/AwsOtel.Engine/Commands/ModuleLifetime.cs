using System.ComponentModel;
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
    /// <summary>A runspace that imports the module while a session is on is part of it from its first AWS cmdlet on.</summary>
    public static void Begin()
    {
        try
        {
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
        RunspaceSessions.EndAll();
        RunspaceSpans.Current?.Leave();
    }
}
