using System.Diagnostics;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Redaction;

/// <summary>What the user wants taken out, beside the secrets that <see cref="Redactor"/> knows by itself.</summary>
/// <param name="attributes">Names, with wildcards, of attributes whose values go whole.</param>
/// <param name="patterns">What goes wherever it stands in a text.</param>
internal sealed class RedactionRules(IReadOnlyList<string> attributes, IReadOnlyList<Regex> patterns)
{
    /// <summary>Text that takes longer than this goes whole.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    /// <summary>Of the sessions that are on; null where there are none.</summary>
    public static RedactionRules? Current { get; set; }

    /// <returns>Null where nothing is asked for.</returns>
    /// <exception cref="SettingException">A pattern is not a regular expression.</exception>
    public static RedactionRules? Read(string[]? attributes, string[]? patterns, SettingSources sources)
    {
        sources.SetTyped("RedactAttribute", attributes is not null);
        sources.SetTyped("RedactPattern", patterns is not null);
        if (attributes is null && patterns is null)
            return null;
        if (attributes is not null && Array.Exists(attributes, string.IsNullOrWhiteSpace))
            throw new SettingException("InvalidRedactAttribute", "RedactAttribute", null, "-RedactAttribute: an attribute has no name. Give names such as aws.s3.key; * and ? are allowed.");
        return new RedactionRules(attributes ?? [], Array.ConvertAll(patterns ?? [], Compile));
    }

    /// <summary>A value as it may leave the process, by the rules of the sessions that are on.</summary>
    public static object? Redact(string attribute, object? value) => Current is { } rules ? rules.Apply(attribute, value) : value;

    /// <summary>A value as it may leave the process.</summary>
    public object? Apply(string attribute, object? value)
    {
        foreach (var name in attributes)
        {
            if (value is not null && FileSystemName.MatchesSimpleExpression(name, attribute))
                return Redactor.Replacement;
        }

        return value switch
        {
            string text => Apply(text),
            string[] texts when Array.Exists(texts, text => !ReferenceEquals(Apply(text), text)) => Array.ConvertAll(texts, Apply),
            _ => value,
        };
    }

    /// <returns>The same string where nothing was found.</returns>
    public string Apply(string text)
    {
        try
        {
            foreach (var pattern in patterns)
                text = pattern.Replace(text, Redactor.Replacement);
            return text;
        }
        catch (RegexMatchTimeoutException)
        {
            return Redactor.Replacement;
        }
    }

    /// <summary>Takes it out of a span that has ended. Its events and links were made without: <see cref="SpanEvents"/>.</summary>
    public void Apply(Activity span)
    {
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            var kept = Apply(tag.Key, tag.Value);
            if (!ReferenceEquals(kept, tag.Value))
                span.SetTag(tag.Key, kept);
        }

        if (Apply(span.DisplayName) is var name && !ReferenceEquals(name, span.DisplayName))
            span.DisplayName = name;
        if (span.StatusDescription is { } description && Apply(description) is var redacted && !ReferenceEquals(redacted, description))
            span.SetStatus(span.Status, redacted);
    }

    private static Regex Compile(string pattern)
    {
        Regex regex;
        try
        {
            regex = new Regex(pattern, RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException e)
        {
            throw new SettingException("InvalidRedactPattern", "RedactPattern", pattern, $"-RedactPattern: '{pattern}' is not a regular expression: {e.Message.TrimEnd('.')}. Mend it.");
        }

        return IsEmptyMatch(regex)
            ? throw new SettingException("InvalidRedactPattern", "RedactPattern", pattern, $"-RedactPattern: '{pattern}' matches nothing at all, between any two characters. Make it match at least one.")
            : regex;
    }

    private static bool IsEmptyMatch(Regex regex)
    {
        try
        {
            return regex.IsMatch("");
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
