using System.Globalization;

namespace AwsOtel.Engine.Session;

/// <summary>Reads which traces are kept. There is no variable for it: the specification knows no decision at the end.</summary>
internal static class KeepSettingsReader
{
    /// <returns>Null where every trace is kept that was sampled.</returns>
    public static KeepSettings? Read(OtelKeepWhen[]? when, object? slowerThan, SettingSources sources)
    {
        sources.SetTyped("KeepWhen", when is { Length: > 0 });
        sources.SetTyped("SlowerThan", slowerThan is not null);
        if (when is not { Length: > 0 })
        {
            return slowerThan is null ? null : throw Bad(slowerThan, "is for -KeepWhen Slow. Add it, or leave -SlowerThan out.");
        }

        var slow = Array.IndexOf(when, OtelKeepWhen.Slow) >= 0;
        if (slow && slowerThan is null)
        {
            throw new SettingException("InvalidKeepWhen", "KeepWhen", OtelKeepWhen.Slow,
                "-KeepWhen: Slow does not say how slow. Give -SlowerThan with it, for example -SlowerThan 30s.");
        }

        if (!slow && slowerThan is not null)
            throw Bad(slowerThan, "is for -KeepWhen Slow. Add it, or leave -SlowerThan out.");
        return new KeepSettings(
            Array.IndexOf(when, OtelKeepWhen.Failed) >= 0,
            Array.IndexOf(when, OtelKeepWhen.Throttled) >= 0,
            slowerThan is null ? null : ReadLimit(slowerThan));
    }

    private static TimeSpan ReadLimit(object given)
    {
        var limit = ValueUnwrapper.Unwrap(given) switch
        {
            TimeSpan span => span,
            string text => Parse(text.Trim()),
            (byte or short or int or long or float or double or decimal) and var seconds => Seconds(Convert.ToDouble(seconds, CultureInfo.InvariantCulture), 1),
            _ => null,
        };
        return limit is { } found && found >= TimeSpan.Zero ? found : throw Bad(given, "is no time. Give seconds, a unit (500ms, 30s, 5m, 1h) or a TimeSpan.");
    }

    private static TimeSpan? Parse(string text)
    {
        // A TimeSpan of "30" would be 30 days.
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (double.TryParse(digits.TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return text[digits.Length..].ToLowerInvariant() switch
            {
                "ms" => Seconds(number, 0.001),
                "" or "s" => Seconds(number, 1),
                "m" => Seconds(number, 60),
                "h" => Seconds(number, 3600),
                _ => null,
            };
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }

    private static TimeSpan? Seconds(double number, double unit) =>
        number * unit is >= 0 and < 1e9 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static SettingException Bad(object given, string why) =>
        new("InvalidSlowerThan", "SlowerThan", given, $"-SlowerThan: '{given}' {why}");
}
