using System.Collections;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Session;

/// <summary>Reads the resource attributes that the user gave: OTEL_RESOURCE_ATTRIBUTES, overridden name by name by -ResourceAttribute.</summary>
internal static class ResourceSettings
{
    public static IReadOnlyList<KeyValuePair<string, object>> Read(IDictionary? typed, SettingSources sources)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        if (sources.Take("ResourceAttribute", null, EnvironmentVariable.ResourceAttributes) is { } listed)
            AddListed(attributes, listed);
        if (typed is not null)
        {
            sources.Set("ResourceAttribute", SettingSources.Parameter);
            foreach (DictionaryEntry entry in typed)
                attributes[ReadKey(entry.Key)] = ReadValue(entry.Key, entry.Value);
        }

        return attributes.ToList();
    }

    private static void AddListed(Dictionary<string, object> attributes, string listed)
    {
        foreach (var pair in listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new SettingException("InvalidResourceAttribute", "ResourceAttribute", pair,
                    $"{EnvironmentVariable.ResourceAttributes}: '{pair}' is not name=value. Mend the variable, for example deployment.environment.name=production,service.version=2.1.");
            }

            attributes[pair[..equals].TrimEnd()] = Redactor.Redact(Uri.UnescapeDataString(pair[(equals + 1)..].TrimStart()));
        }
    }

    private static string ReadKey(object key)
    {
        var name = key.ToString();
        return string.IsNullOrWhiteSpace(name)
            ? throw new SettingException("InvalidResourceAttribute", "ResourceAttribute", key, "-ResourceAttribute: an attribute has no name. Give @{ 'service.version' = '2.1' }.")
            : name.Trim();
    }

    private static object ReadValue(object key, object? given) =>
        ScriptValue.TryConvert(given, out var value, out var problem) && value is not null
            ? value
            : throw new SettingException("InvalidResourceAttribute", "ResourceAttribute", key,
                $"-ResourceAttribute: '{key}' {problem ?? $"has no value. {ScriptValue.Mend}"}");
}
