using System.Text.RegularExpressions;

namespace AwsOtel.Engine.Traces;

/// <summary>Which spans do the same work: those of one name, numbers in it aside (<c>tenant 1</c>, <c>tenant 2</c>).</summary>
internal static partial class SpanLikeness
{
    /// <summary>The same for spans that are alike. A first attempt and a second one are not.</summary>
    public static string Key(OtelSpan span) => SpanRole.IsAttempt(span) ? span.Name : Number().Replace(span.Name, "#");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
