using System.Collections;
using System.Globalization;

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

            attributes[pair[..equals].TrimEnd()] = Uri.UnescapeDataString(pair[(equals + 1)..].TrimStart());
        }
    }

    private static string ReadKey(object key)
    {
        var name = key.ToString();
        return string.IsNullOrWhiteSpace(name)
            ? throw new SettingException("InvalidResourceAttribute", "ResourceAttribute", key, "-ResourceAttribute: an attribute has no name. Give @{ 'service.version' = '2.1' }.")
            : name.Trim();
    }

    private static object ReadValue(object key, object? wrapped) => ValueUnwrapper.Unwrap(wrapped) switch
    {
        string text => text,
        bool flag => flag,
        Enum word => word.ToString(),
        (float or double or decimal) and var number => Convert.ToDouble(number, CultureInfo.InvariantCulture),
        (byte or sbyte or short or ushort or int or uint or long) and var number => Convert.ToInt64(number, CultureInfo.InvariantCulture),
        var other => throw new SettingException("InvalidResourceAttribute", "ResourceAttribute", key,
            $"-ResourceAttribute: '{key}' has {(other is null ? "no value" : "a value of type " + other.GetType().Name)}. Give a string, a number or a boolean."),
    };
}
