using System.Collections;
using System.Globalization;

namespace AwsOtel.Engine.Conventions;

/// <summary>Makes attribute values of member values. Each takes what a path gave: one value, or the list of all that it walked over.</summary>
internal static class Value
{
    /// <summary>A string; an AWS constant class by its value.</summary>
    public static object? Text(object value) => (value as string ?? value.ToString()) is { Length: > 0 } text ? text : null;

    public static object? Whole(object value) => System.Convert.ToInt64(value, CultureInfo.InvariantCulture);

    public static object? Number(object value) => System.Convert.ToDouble(value, CultureInfo.InvariantCulture);

    public static object? Flag(object value) => value is true ? True : False;

    /// <summary>The distinct strings, in their order, as an array; one string as an array of one.</summary>
    public static object? TextList(object value)
    {
        if (value is string single)
            return single.Length == 0 ? null : new[] { single };
        if (value is not IEnumerable items)
            return null;
        var texts = new List<string>();
        foreach (var item in items)
        {
            // AWS constant classes (error codes, for one) are their values.
            if (item is not null && Text(item) is string text && !texts.Contains(text))
                texts.Add(text);
        }

        return texts.Count == 0 ? null : texts.ToArray();
    }

    /// <summary>The string where there is exactly one.</summary>
    public static object? OnlyOne(object value) => value is string ? Text(value) : TextList(value) is string[] { Length: 1 } one ? one[0] : null;

    /// <summary>The keys of a map.</summary>
    public static object? Keys(object value) => value is IDictionary map ? TextList(map.Keys) : null;

    /// <summary>The key of a map that has exactly one.</summary>
    public static object? OnlyKey(object value) => value is IDictionary map ? OnlyOne(map.Keys) : null;

    public static object? Count(object value) => value is ICollection items ? (long)items.Count : null;

    public static object? Sum(object value)
    {
        if (value is not IList items)
            return Number(value);
        var sum = 0.0;
        foreach (var item in items)
            sum += System.Convert.ToDouble(item, CultureInfo.InvariantCulture);
        return items.Count == 0 ? null : sum;
    }

    /// <summary>The values joined by slashes: bucket and key.</summary>
    public static object? Path(object value) => value is IEnumerable<object> parts ? string.Join('/', parts) : null;

    /// <summary>A model object, or a map of them, as one JSON document.</summary>
    public static object? Json(object value) => ModelJson.Render(value);

    /// <summary>A model object, or each of a list of them, as a JSON document of its own.</summary>
    public static object? JsonList(object value)
    {
        if (value is not IList items)
            return ModelJson.Render(value) is { } one ? new[] { one } : null;
        var documents = new List<string>(items.Count);
        foreach (var item in items)
        {
            if (item is not null && ModelJson.Render(item) is { } document)
                documents.Add(document);
        }

        return documents.Count == 0 ? null : documents.ToArray();
    }

    private static readonly object True = true;
    private static readonly object False = false;
}
