using System.Collections;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.UserSpans;

/// <summary>Reads the attributes that a script gives as a hashtable.</summary>
internal static class GivenAttributes
{
    /// <exception cref="SettingException">An attribute has no name, or a value that OpenTelemetry has no type for.</exception>
    public static List<KeyValuePair<string, object>> Read(IDictionary? given)
    {
        if (given is null)
            return [];
        var attributes = new List<KeyValuePair<string, object>>(given.Count);
        foreach (DictionaryEntry entry in given)
        {
            var name = entry.Key.ToString()?.Trim();
            if (string.IsNullOrEmpty(name))
                throw new SettingException("InvalidAttribute", "Attribute", entry.Key, "-Attribute: an attribute has no name. Give @{ 'order.id' = 7 }.");
            // What the value is may be what must not be shown.
            if (!ScriptValue.TryConvert(entry.Value, out var value, out var problem))
                throw new SettingException("InvalidAttribute", "Attribute", null, $"-Attribute: '{name}' {problem}");
            if (value is not null)
                attributes.Add(new(name, value));
        }

        return attributes;
    }
}
