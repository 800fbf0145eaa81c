using System.Collections;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Propagation;

/// <summary>Reads headers out of whatever map holds them: names in any case, values as one string or as several.</summary>
internal static class HeaderFields
{
    public static IEnumerable<string>? Get(IDictionary headers, string name)
    {
        foreach (DictionaryEntry header in headers)
        {
            if (header.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return Values(ValueUnwrapper.Unwrap(header.Value));
        }

        return null;
    }

    /// <summary>The first value; null where there is none, or an empty one.</summary>
    public static string? First(IDictionary headers, string name) => Get(headers, name)?.FirstOrDefault() is { } value && value.Trim().Length > 0 ? value : null;

    private static IEnumerable<string>? Values(object? value) => value switch
    {
        string single => [single],
        IEnumerable several => several.Cast<object?>().Select(ValueUnwrapper.Unwrap).OfType<string>(),
        _ => null,
    };
}
