using System.Collections;
using System.Management.Automation;

namespace AwsOtel.Engine.UserSpans;

/// <summary>Reads a member of a message, in whatever form a script holds it: the SDK's object, an event's, or a hashtable.</summary>
internal static class MessageMember
{
    /// <param name="name">The member, in any case of letters.</param>
    public static object? Get(object? message, string name)
    {
        if (message is null)
            return null;
        var wrapped = PSObject.AsPSObject(message);
        if (wrapped.BaseObject is not IDictionary map)
            return wrapped.Properties[name]?.Value;
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return entry.Value;
        }

        return null;
    }

    public static string? Text(object? message, string name) =>
        Get(message, name) is { } value && (value is PSObject wrapped ? wrapped.BaseObject : value) is string { Length: > 0 } text ? text : null;
}
