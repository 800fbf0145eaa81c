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
    private static readonly ConditionalWeakTable<Exception, object> Recorded = [];
    private static readonly object Mark = new();

    public static void Fail(Activity span, Exception exception, string errorType)
    {
        span.SetStatus(ActivityStatusCode.Error, Redactor.Redact(exception.Message));
        span.SetTag(AttributeName.ErrorType, errorType);
        if (!IsRecorded(exception))
            AddEvent(span, exception);
    }

    private static bool IsRecorded(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (Recorded.TryGetValue(cause, out _))
                return true;
        }

        return false;
    }

    private static void AddEvent(Activity span, Exception exception)
    {
        span.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection
        {
            [AttributeName.ExceptionType] = exception.GetType().FullName,
            [AttributeName.ExceptionMessage] = Redactor.Redact(exception.Message),
            [AttributeName.ExceptionStackTrace] = Redactor.Redact(exception.ToString()),
        }));
        Recorded.TryAdd(exception, Mark);
    }
}
