namespace AwsOtel.Tests.Support;

/// <summary>The phases of an operation's span, in seconds.</summary>
internal static class Phases
{
    public static double Of(OtelSpan span, string phase) => (double)span.Attributes["aws.phase." + phase];

    public static double Sum(OtelSpan span) =>
        span.Attributes.Where(static attribute => attribute.Key.StartsWith("aws.phase.", StringComparison.Ordinal)).Sum(static attribute => (double)attribute.Value);
}
