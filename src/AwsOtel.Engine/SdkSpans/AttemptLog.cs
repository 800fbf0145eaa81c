using System.Diagnostics;
using Amazon.Runtime;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Metrics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// The attempts of one call. The first is kept as plain values; only when a second one starts do attempts become spans, the first one then
/// with its true times. A call that succeeds at once stays one span.
/// </summary>
internal sealed class AttemptLog(Activity operation, IRequestContext request)
{
    private int _count;
    private DateTime _start;
    private DateTime _end;
    private Exception? _failure;
    private string? _reason;
    private TimeSpan _delay;
    private Activity? _span;

    /// <summary>An attempt begins.</summary>
    public void Begin()
    {
        var now = DateTime.UtcNow;
        if (_count == 1)
            RecordFirst();
        else
            EndFailed(_reason);
        if (_count > 0)
        {
            var delay = now - _end;
            _delay += delay;
            ClientMetrics.CountRetry(operation, _reason);
            _span = Start(_count + 1, now);
            _span?.SetTag(AttributeName.RetryDelay, delay.TotalSeconds);
        }

        _count++;
        _start = now;
    }

    /// <summary>The attempt gave a response.</summary>
    public void Succeed(IResponseContext response)
    {
        if (_span is null)
            return;
        if (response.HttpResponse is { } http)
        {
            var attributes = new SpanAttributes(_span);
            CallDetails.SetStatusCode(attributes, http.StatusCode);
            ResponseIds.Apply(attributes, null, http);
        }

        End(DateTime.UtcNow);
    }

    /// <summary>The attempt failed.</summary>
    /// <param name="reason">Why another attempt may follow; null where the SDK does not retry such a failure.</param>
    public void Fail(Exception exception, string? reason)
    {
        _end = DateTime.UtcNow;
        _failure = exception;
        _reason = reason;
        if (reason == RetryReason.Throttling)
            Throttling.Note(operation);
        if (_span is not null)
            SetFailure(_span, exception);
    }

    /// <summary>Writes what the attempts came to on the operation's span, where there was more than one.</summary>
    public void Summarize(Activity span)
    {
        if (_count < 2)
            return;
        // No attempt follows. A clock that is wrong is a reason only where the SDK has found it to be so, and tried again.
        EndFailed(_reason == RetryReason.ClockSkew ? null : _reason);
        span.SetTag(AttributeName.RetryCount, _count - 1);
        span.SetTag(AttributeName.RetryMode, request.ClientConfig.RetryMode == RequestRetryMode.Adaptive ? "adaptive" : "standard");
        span.SetTag(AttributeName.RetryDelay, _delay.TotalSeconds);
    }

    private void RecordFirst()
    {
        if (_failure is null || Start(1, _start) is not { } span)
            return;
        SetFailure(span, _failure);
        SetReason(span, _reason);
        Spans.End(span, _end);
    }

    /// <summary>Ends the attempt that failed last, now that it is known whether another one follows.</summary>
    private void EndFailed(string? reason)
    {
        if (_span is null)
            return;
        SetReason(_span, reason);
        End(_end);
    }

    private static void SetReason(Activity span, string? reason)
    {
        if (reason is not null)
            span.SetTag(AttributeName.RetryReason, reason);
    }

    private Activity? Start(int number, DateTime start)
    {
        var span = Spans.Record("attempt " + number, operation, start);
        if (span is null)
            return null;
        span.SetTag(AttributeName.RetryAttempt, number);
        span.SetTag(AttributeName.RetryMaxAttempts, request.ClientConfig.MaxErrorRetry + 1);
        CallDetails.SetServer(new SpanAttributes(span), request.Request?.Endpoint);
        return span;
    }

    private static void SetFailure(Activity span, Exception exception)
    {
        ErrorDetails.Apply(span, exception);
        // The exception itself is told once, by the operation, if the last attempt fails as well.
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag(AttributeName.ErrorType, ErrorDetails.ErrorType(exception));
    }

    private void End(DateTime end)
    {
        Spans.End(_span!, end);
        _span = null;
    }
}
