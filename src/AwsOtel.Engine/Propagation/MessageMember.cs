using System.Collections;
using System.Management.Automation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Propagation;

/// <summary>Reads a member of a message, in whatever form a script holds it: the SDK's object, an event's, or a hashtable.</summary>
internal static class MessageMember
{
    /// <returns>Null where there is no such member; names are in any case of letters.</returns>
    public static object? Read(object? owner, string name)
    {
        if (owner is null)
            return null;
        var wrapped = PSObject.AsPSObject(owner);
        if (wrapped.BaseObject is not IDictionary map)
            return wrapped.Properties[name]?.Value;
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return entry.Value;
        }

        return null;
    }

    public static string? ReadText(object? owner, string name) => ValueUnwrapper.Unwrap(Read(owner, name)) as string;
}
