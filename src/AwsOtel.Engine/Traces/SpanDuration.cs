using System.Globalization;

namespace AwsOtel.Engine.Traces;

/// <summary>A duration as people read it.</summary>
internal static class SpanDuration
{
    private const double LongestInSeconds = 99.95;
    private const long SecondsOfHour = 3600;

    /// <summary>Three significant digits and the unit; from 100 seconds on minutes and seconds, or hours and minutes.</summary>
    public static string Text(TimeSpan duration)
    {
        if (duration.TotalSeconds >= LongestInSeconds)
            return Long(duration);
        var (number, unit) = Parts(duration);
        return number + " " + unit;
    }

    /// <summary>From the shortest to the longest; a unit that both have is said once.</summary>
    public static string Range(TimeSpan shortest, TimeSpan longest)
    {
        if (longest.TotalSeconds >= LongestInSeconds)
            return Text(shortest) == Text(longest) ? Text(longest) : $"{Text(shortest)}–{Text(longest)}";
        var (from, fromUnit) = Parts(shortest);
        var (to, toUnit) = Parts(longest);
        return fromUnit != toUnit ? $"{from} {fromUnit}–{to} {toUnit}" : from == to ? $"{to} {toUnit}" : $"{from}–{to} {toUnit}";
    }

    private static string Long(TimeSpan duration)
    {
        var seconds = (long)Math.Round(duration.TotalSeconds, MidpointRounding.AwayFromZero);
        if (seconds < SecondsOfHour)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m {seconds % 60:00}s");
        var minutes = (long)Math.Round(duration.TotalMinutes, MidpointRounding.AwayFromZero);
        return string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}h {minutes % 60:00}m");
    }

    private static (string Number, string Unit) Parts(TimeSpan duration)
    {
        // The bounds are where the rounded number would need a digit more.
        var (number, unit) = duration.TotalMilliseconds switch
        {
            < 0.9995 => (duration.TotalMicroseconds, "µs"),
            < 999.5 => (duration.TotalMilliseconds, "ms"),
            _ => (duration.TotalSeconds, "s"),
        };
        var format = number switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" };
        return (number.ToString(format, CultureInfo.InvariantCulture), unit);
    }
}
