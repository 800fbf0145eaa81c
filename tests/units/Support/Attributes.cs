using System.Collections;
using System.Globalization;

namespace AwsOtel.Tests.Support;

/// <summary>Attributes as text, one a line, in the order of their names; the text tells the type as well: 1 is a long, 1.0 a double, "1" a string.</summary>
internal static class Attributes
{
    public static IReadOnlyDictionary<string, object> Of(params (string Name, object Value)[] attributes) =>
        attributes.ToDictionary(static attribute => attribute.Name, static attribute => attribute.Value);

    public static IReadOnlyDictionary<string, object> Plus(this IReadOnlyDictionary<string, object> attributes, params (string Name, object Value)[] more)
    {
        var sum = new Dictionary<string, object>(attributes);
        foreach (var (name, value) in more)
            sum.Add(name, value);
        return sum;
    }

    public static IReadOnlyDictionary<string, object> Without(this IReadOnlyDictionary<string, object> attributes, params string[] names) =>
        attributes.Where(attribute => !names.Contains(attribute.Key)).ToDictionary(static attribute => attribute.Key, static attribute => attribute.Value);

    public static string Render(IReadOnlyDictionary<string, object> attributes) =>
        string.Join('\n', attributes.OrderBy(static attribute => attribute.Key, StringComparer.Ordinal).Select(static attribute => $"{attribute.Key} = {Render(attribute.Value)}"));

    private static string Render(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        double number => number.ToString(double.IsInteger(number) ? "0.0" : "R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Render)) + "]",
        _ => $"{value.GetType().Name}({Convert.ToString(value, CultureInfo.InvariantCulture)})",
    };
}
