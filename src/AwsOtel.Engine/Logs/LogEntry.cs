using System.Diagnostics;
using System.Management.Automation;
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

    /// <summary>Where the command stands that wrote it.</summary>
    public void AddPosition(InvocationInfo? call)
    {
        if (call?.ScriptName is not { Length: > 0 } script)
            return;
        Set(AttributeName.FilePath, script);
        if (call.ScriptLineNumber > 0)
            Set(AttributeName.LineNumber, call.ScriptLineNumber);
    }

    public void AddTags(IReadOnlyCollection<string> tags)
    {
        if (tags.Count > 0)
            Set(AttributeName.ScriptInformationTags, tags.ToArray());
    }

    /// <summary>See <see href="https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/"/>.</summary>
    public void AddException(Exception exception, ErrorRecord? record)
    {
        Set(AttributeName.ExceptionType, exception.GetType().FullName);
        Set(AttributeName.ExceptionMessage, Redactor.Redact(exception.Message));
        var stack = record?.ScriptStackTrace is { Length: > 0 } script ? exception + Environment.NewLine + script : exception.ToString();
        Set(AttributeName.ExceptionStackTrace, Redactor.Redact(stack));
        if (record is null)
            return;
        Set(AttributeName.ScriptErrorId, Redactor.Redact(record.FullyQualifiedErrorId));
        Set(AttributeName.ScriptErrorCategory, record.CategoryInfo.Category.ToString());
    }

    private void Set(string name, object? value) => Add(new(name, SpanLimits.Current.Cut(RedactionRules.Redact(name, value))));
}
