using System.ComponentModel;
using System.Management.Automation;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Called by PowerShell at the first import in a process; not for use in scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    /// <summary>From here on the rooms that know nothing of PowerShell can look through its wrapper of values.</summary>
    public void OnImport()
    {
        ValueUnwrapper.Unwrapper = static value =>
        {
            var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
            return bare is SwitchParameter given ? given.IsPresent : bare;
        };
        // Only what stands there as data: a property that is a script would run it.
        MessageMember.ScriptReader = static (value, name) => PSObject.AsPSObject(value).Properties[name] is PSNoteProperty note ? note.Value : null;
    }
}
