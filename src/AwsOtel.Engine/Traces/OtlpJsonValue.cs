using System.Globalization;
using System.Text.Json;

namespace AwsOtel.Engine.Traces;

/// <summary>Reads a value of an attribute as the type that users hold: string, boolean, long, double, or an array of one of these.</summary>
internal static class OtlpJsonValue
{
    /// <summary>The value; null for an empty one.</summary>
    /// <exception cref="FormatException">It is no value of OTLP.</exception>
    public static object? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new FormatException("is not OTLP JSON: 'value' is not an object.");
        foreach (var kind in value.EnumerateObject())
            return Read(kind.Name, kind.Value);
        return null;
    }

    private static object? Read(string kind, JsonElement value) => (kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        ("stringValue", JsonValueKind.String) => value.GetString(),
        ("boolValue", JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        ("intValue", JsonValueKind.String or JsonValueKind.Number)
            when long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        // NaN and the infinities come by their names.
        ("doubleValue", JsonValueKind.String or JsonValueKind.Number)
            when double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        ("arrayValue", JsonValueKind.Object) => ReadArray(value),
        ("stringValue" or "boolValue" or "intValue" or "doubleValue" or "arrayValue", _) => throw new FormatException($"is not OTLP JSON: '{kind}' is {value}."),
        // A list of pairs, or bytes in base64: shown as they are.
        _ => value.ToString(),
    };

    private static Array ReadArray(JsonElement array)
    {
        if (!array.TryGetProperty("values", out var values))
            return Array.Empty<string>();
        if (values.ValueKind != JsonValueKind.Array)
            throw new FormatException("is not OTLP JSON: 'values' is not an array.");
        var items = values.EnumerateArray().Select(Read).ToArray();
        return Typed<string>(items) ?? Typed<long>(items) ?? Typed<double>(items) ?? Typed<bool>(items)
            // OTLP lets an array be of several types; .NET's typed arrays do not.
            ?? (Array)Array.ConvertAll(items, static item => Convert.ToString(item, CultureInfo.InvariantCulture) ?? "");
    }

    private static T[]? Typed<T>(object?[] items) => Array.TrueForAll(items, static item => item is T) ? Array.ConvertAll(items, static item => (T)item!) : null;
}
