using System.Diagnostics;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Marks spans as failed. The <c>exception</c> event stands once, on the span where the exception surfaced; the spans above get the status
/// and <c>error.type</c>. See <see href="https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/"/>.
/// </summary>
internal static class SpanErrors
{
    /// <summary>Exceptions that have their event, with the <c>error.type</c> given there: AWS.Tools and PowerShell wrap them on their way up.</summary>
    private static readonly ConditionalWeakTable<Exception, string> Recorded = [];

    /// <param name="errorType">Null for the type by which the exception was recorded further down, else its full type name.</param>
    public static void Fail(Activity span, Exception exception, string? errorType = null) => Fail(span, exception, errorType, scriptStackTrace: null);

    /// <param name="scriptStackTrace">Where the script was; null where that is not known.</param>
    public static void FailInScript(Activity span, Exception exception, string? scriptStackTrace) => Fail(span, exception, null, scriptStackTrace);

    /// <summary>
    /// Whether a span tells of an error of the script. An attempt that failed and was retried is none; of one that was the last, its operation tells.
    /// </summary>
    public static bool IsFailure(Activity span) => span.Status == ActivityStatusCode.Error && span.GetTagItem(AttributeName.RetryAttempt) is null;

    private static void Fail(Activity span, Exception exception, string? errorType, string? scriptStackTrace)
    {
        var recorded = RecordedType(exception);
        errorType ??= recorded ?? exception.GetType().FullName ?? exception.GetType().Name;
        span.SetStatus(ActivityStatusCode.Error, Redactor.Redact(exception.Message));
        span.SetTag(AttributeName.ErrorType, errorType);
        if (recorded is null)
            AddEvent(span, exception, errorType, scriptStackTrace);
    }

    private static string? RecordedType(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (Recorded.TryGetValue(cause, out var type))
                return type;
        }

        return null;
    }

    private static void AddEvent(Activity span, Exception exception, string errorType, string? scriptStackTrace)
    {
        var stack = exception.ToString();
        if (!string.IsNullOrEmpty(scriptStackTrace))
            stack += Environment.NewLine + scriptStackTrace;
        SpanEvents.Add(span, "exception", new ActivityTagsCollection
        {
            [AttributeName.ExceptionType] = exception.GetType().FullName,
            [AttributeName.ExceptionMessage] = Redactor.Redact(exception.Message),
            [AttributeName.ExceptionStackTrace] = Redactor.Redact(stack),
        });
        Recorded.TryAdd(exception, errorType);
    }
}
