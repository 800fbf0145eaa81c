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
    public ActivityContext Span { get; } = span;

    public string Body { get; set; } = "";

    public static string Clean(string text)
    {
        text = Redactor.Redact(text);
        return RedactionRules.Current?.Apply(text) ?? text;
    }

    /// <summary>See <see href="https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/"/>.</summary>
    public void AddException(Exception exception, string? scriptStackTrace)
    {
        Set(AttributeName.ExceptionType, exception.GetType().FullName);
        Set(AttributeName.ExceptionMessage, Redactor.Redact(exception.Message));
        var stack = string.IsNullOrEmpty(scriptStackTrace) ? exception.ToString() : exception + Environment.NewLine + scriptStackTrace;
        Set(AttributeName.ExceptionStackTrace, Redactor.Redact(stack));
    }

    public void Set(string name, object? value) => Add(new(name, SpanLimits.Current.Cut(RedactionRules.Redact(name, value))));
}
