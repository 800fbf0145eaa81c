using System.Globalization;

namespace AwsOtel.Engine.Traces;

/// <summary>A duration as people read it.</summary>
internal static class SpanDuration
{
    /// <summary>Three significant digits and the unit.</summary>
    public static string Text(TimeSpan duration)
    {
        var (number, unit) = Parts(duration);
        return number + " " + unit;
    }

    /// <summary>From the shortest to the longest; a unit that both have is said once.</summary>
    public static string Range(TimeSpan shortest, TimeSpan longest)
    {
        var (from, fromUnit) = Parts(shortest);
        var (to, toUnit) = Parts(longest);
        return fromUnit != toUnit ? $"{from} {fromUnit}–{to} {toUnit}" : from == to ? $"{to} {toUnit}" : $"{from}–{to} {toUnit}";
    }

    private static (string Number, string Unit) Parts(TimeSpan duration)
    {
        // The bounds are where the rounded number would need a digit more.
        var (number, unit) = duration.TotalMilliseconds switch
        {
            < 0.9995 => (duration.TotalMicroseconds, "µs"),
            < 999.5 => (duration.TotalMilliseconds, "ms"),
            < 99_950 => (duration.TotalSeconds, "s"),
            _ => (duration.TotalMinutes, "min"),
        };
        var format = number switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" };
        return (number.ToString(format, CultureInfo.InvariantCulture), unit);
    }
}
