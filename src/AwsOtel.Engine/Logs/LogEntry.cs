using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// What a log record says: its text, its attributes, and the span that it came from. What is secret is taken out as it is put in, and then
/// what is too long.
/// </summary>
internal sealed class LogEntry(ActivityContext span) : List<KeyValuePair<string, object?>>
{
    /// <summary>In characters. A text may be as long as a script likes; it is cleaned while the script waits, and a batch of them is one request.</summary>
    public const int LongestText = 32768;

    /// <summary>What is cleaned beyond it, so that a secret across the end is still known as one.</summary>
    private const int Beyond = 4096;

    public ActivityContext Span { get; } = span;

    public string Body { get; set; } = "";

    public static string Clean(string text)
    {
        text = Redact(text);
        return CharacterBorder.Cut(RedactionRules.Current?.Apply(text) ?? text, LongestText);
    }

    /// <summary>See <see href="https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/"/>.</summary>
    public void AddException(Exception exception, string? scriptStackTrace)
    {
        Set(AttributeName.ExceptionType, exception.GetType().FullName);
        Set(AttributeName.ExceptionMessage, Redact(exception.Message));
        var stack = string.IsNullOrEmpty(scriptStackTrace) ? exception.ToString() : exception + Environment.NewLine + scriptStackTrace;
        Set(AttributeName.ExceptionStackTrace, Redact(stack));
    }

    public void Set(string name, object? value)
    {
        var kept = SpanLimits.Current.Cut(RedactionRules.Redact(name, value));
        Add(new(name, kept is string text ? CharacterBorder.Cut(text, LongestText) : kept));
    }

    private static string Redact(string text) => Redactor.Redact(text.Length <= LongestText + Beyond ? text : text[..(LongestText + Beyond)]);
}
