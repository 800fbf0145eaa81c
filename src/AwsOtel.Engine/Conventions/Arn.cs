namespace AwsOtel.Engine.Conventions;

/// <summary>
/// Amazon resource names, of any partition. See <see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"/>.
/// </summary>
internal static class Arn
{
    /// <summary>arn:partition:service:region:account:resource has six parts; the last one may have colons of its own.</summary>
    private const int Colons = 5;

    public static bool Is(string text) => text.StartsWith("arn:", StringComparison.Ordinal) && text.AsSpan().Count(':') >= Colons;

    /// <summary>The value where it is an ARN.</summary>
    public static object? Only(object value) => value is string text && Is(text) ? text : null;

    /// <summary>The last part of an ARN, a URL or a path; a plain name as it is. One name only: several distinct ones give nothing.</summary>
    public static object? Name(object value)
    {
        if (value is string text)
            return LastPart(text);
        if (Value.TextList(value) is not string[] texts)
            return null;
        var name = LastPart(texts[0]);
        return Array.TrueForAll(texts, other => LastPart(other) == name) ? name : null;
    }

    private static string? LastPart(string text)
    {
        var trimmed = text.TrimEnd('/');
        var part = trimmed[(trimmed.AsSpan().LastIndexOfAny(':', '/') + 1)..];
        return part.Length == 0 ? null : part;
    }
}
