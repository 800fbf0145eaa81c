using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Makes attribute values of what a script gives: strings, longs, doubles, booleans, and arrays of one of these. Strings are cleaned of secrets.
/// See <see href="https://opentelemetry.io/docs/specs/otel/common/#attribute"/>.
/// </summary>
internal static class ScriptValue
{
    public const string Mend = "Give a string, a number or a boolean, or an array of one of these.";

    /// <param name="given">A value as a script has it; null leaves the attribute out.</param>
    /// <param name="value">The attribute's value; null where it is to be left out.</param>
    /// <param name="problem">What is wrong with it, to follow the attribute's name, and how to mend it; null where nothing is.</param>
    public static bool TryConvert(object? given, out object? value, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        value = ValueUnwrapper.Unwrap(given);
        if (value is null || TryScalar(value, out value))
            return true;
        problem = value switch
        {
            IDictionary => NoType("a value", value),
            IList items => TryArray(items, out value),
            TimeSpan => "has a value of type TimeSpan, which has no unit there. Give its .TotalSeconds, or another number.",
            ulong => "is larger than a 64-bit integer with a sign. Give it as a string or as a [double].",
            _ => NoType("a value", value),
        };
        return problem is null;
    }

    private static bool TryScalar(object given, out object value)
    {
        value = given;
        switch (given)
        {
            case bool or long or double:
                return true;
            case string text:
                value = Redactor.Redact(text);
                return true;
            case byte or sbyte or short or ushort or int or uint or ulong and <= long.MaxValue:
                value = Convert.ToInt64(given, CultureInfo.InvariantCulture);
                return true;
            case float or decimal:
                value = Convert.ToDouble(given, CultureInfo.InvariantCulture);
                return true;
            case Half number:
                value = (double)number;
                return true;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                // ISO 8601, with all that is in the value.
                value = ((IFormattable)given).ToString("o", CultureInfo.InvariantCulture);
                return true;
            case Enum or Guid or char or Version:
                value = given.ToString()!;
                return true;
            case Uri:
                value = Redactor.Redact(given.ToString()!);
                return true;
        }

        if (!IsText(given.GetType()))
            return false;
        value = given.ToString() ?? "";
        return true;
    }

    /// <summary>Types that are strings in all but name, of assemblies that are not referenced here: AWS's constants, and PowerShell's version.</summary>
    private static bool IsText(Type type) =>
        type.BaseType?.FullName == "Amazon.Runtime.ConstantClass" || type.FullName == "System.Management.Automation.SemanticVersion";

    /// <returns>What is wrong; null where nothing is.</returns>
    private static string? TryArray(IList items, out object? array)
    {
        array = null;
        var values = new object[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var item = ValueUnwrapper.Unwrap(items[i]);
            if (item is null)
                return "has an array with $null in it. Leave it out.";
            if (!TryScalar(item, out values[i]))
                return NoType("an array with a value", item);
            if (values[i].GetType() != values[0].GetType())
                return $"has an array of several types, {Word(values[0])} and {Word(values[i])}. Give them as one, such as [string[]] or [double[]].";
        }

        array = values switch
        {
            [] or [string, ..] => Array.ConvertAll(values, static item => (string)item),
            [long, ..] => Array.ConvertAll(values, static item => (long)item),
            [double, ..] => Array.ConvertAll(values, static item => (double)item),
            _ => Array.ConvertAll(values, static item => (bool)item),
        };
        return null;
    }

    private static string NoType(string what, object value) => $"has {what} of type {value.GetType().Name}. {Mend}";

    private static string Word(object value) => value switch
    {
        string => "string",
        long => "integer",
        double => "floating-point number",
        _ => "boolean",
    };
}
