using System.Diagnostics;
using Amazon.Runtime;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Metrics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>One API call on its way through the SDK's pipeline: its span, and what is learnt of its attempts.</summary>
/// <remarks>
/// No method throws: a call must never fail, or change, because it is watched.
/// </remarks>
internal sealed class OperationCall
{
    // Short, as each of our handlers looks it up.
    private const string ContextKey = "AwsOtel";

    /// <summary>Calls that are watched just now, in the whole process: without any, no handler need look for its own.</summary>
    private static int _watched;

    private readonly OperationInfo _operation;
    private readonly ICallObserver? _observer;
    private int _attributes;
    private bool _ended;

    private OperationCall(Activity span, Activity? outside, OperationInfo operation, IRequestContext request)
    {
        Span = span;
        Outside = outside;
        _operation = operation;
        _observer = CallObserver.Find(span.Parent);
        Attempts = new AttemptLog(span, request);
        Phases = new CallPhases(request);
    }

    public Activity Span { get; }

    /// <summary>What was current before the call.</summary>
    public Activity? Outside { get; }

    public AttemptLog Attempts { get; }

    public CallPhases Phases { get; }

    /// <summary>
    /// Begins the span of a call and leaves it current: the caller puts back <see cref="Outside"/>. Null where the trace is sampled out or the session has
    /// just ended; then nothing is changed.
    /// </summary>
    public static OperationCall? TryBegin(IExecutionContext execution)
    {
        // A client outlives the session that it was made in: then this is all that is left of us in its calls.
        if (!SessionRegistry.IsActive)
            return null;
        var outside = Activity.Current;
        Activity? span = null;
        try
        {
            FaultPoint.Reach("begin the span of a call");
            var parent = AmbientSpan.Current;
            if (Spans.DropsUnder(parent.Span))
                return null;
            var request = execution.RequestContext;
            var operation = OperationCatalog.For(request);
            if (!operation.IsTraced)
                return null;
            span = Spans.StartAsCurrent(operation.SpanName, operation.Kind, parent);
            if (span is null)
                return null;
            var call = new OperationCall(span, outside, operation, request);
            var attributes = new SpanAttributes(span, ours: 0);
            operation.SetFixed(attributes);
            operation.Request.Apply(attributes, request.OriginalRequest);
            call._observer?.CallBegan(span);
            call._attributes = attributes.Ours;
            if (CallHooks.Current is { } hooks)
            {
                // What a hook does is not part of the call.
                Ambient.Set(outside);
                hooks.OnRequest(span, operation.SpanName, request.OriginalRequest);
                Ambient.Set(span);
            }

            request.ContextAttributes[ContextKey] = call;
            Interlocked.Increment(ref _watched);
            return call;
        }
        catch (Exception e)
        {
            OwnFailures.Record("begin the span of a call", e);
            // Nobody else would end it.
            if (span is not null)
                Spans.End(span);
            Ambient.Set(outside);
            return null;
        }
    }

    /// <summary>The call that an inner handler works for; null where it is not watched.</summary>
    public static OperationCall? Of(IExecutionContext execution) =>
        Volatile.Read(ref _watched) > 0 && execution.RequestContext.ContextAttributes.TryGetValue(ContextKey, out var call) ? call as OperationCall : null;

    /// <summary>Ends the span of a call that gave a response.</summary>
    public void Succeed(IExecutionContext execution, AmazonWebServiceResponse? response) => End(execution, response, null);

    /// <summary>Ends the span of a call that failed. For use as an exception filter: it looks, and lets the exception pass.</summary>
    /// <returns>False.</returns>
    public bool Fail(IExecutionContext execution, Exception exception)
    {
        End(execution, null, exception);
        return false;
    }

    private void End(IExecutionContext execution, AmazonWebServiceResponse? response, Exception? exception)
    {
        if (_ended)
            return;
        _ended = true;
        Interlocked.Decrement(ref _watched);
        try
        {
            FaultPoint.Reach("end the span of a call");
            var request = execution.RequestContext;
            var attributes = new SpanAttributes(Span, _attributes);
            CallDetails.Apply(attributes, request);
            if (request.Request is { } sent)
                _operation.Sent.Apply(attributes, sent);
            Attempts.Summarize(Span);
            Phases.Apply(attributes, request.Identity);
            if (response is not null)
            {
                SetResponse(attributes, execution.ResponseContext, response);
                CallHooks.Current?.OnResponse(Span, _operation.SpanName, response);
            }

            if (exception is not null)
                SetError(execution.ResponseContext, exception);
            // The metric's duration is the span's.
            Span.SetEndTime(DateTime.UtcNow);
            ClientMetrics.Record(Span, Span.Duration);
        }
        catch (Exception e)
        {
            OwnFailures.Record("end the span of a call", e);
        }

        Spans.End(Span);
    }

    private void SetResponse(SpanAttributes attributes, IResponseContext context, AmazonWebServiceResponse response)
    {
        SetHttp(attributes, context, response);
        _operation.Response(response.GetType()).Apply(attributes, response);
        foreach (var row in _operation.Received)
        {
            if (context.HttpResponse?.GetHeaderValue(row.Path) is { Length: > 0 } header && row.Convert(header) is { } value)
                Span.SetTag(row.Attribute, value);
        }

        if (_operation.Body is { } body)
            ResponseBody.Follow(Span, response, body, _observer);
        if (_observer is not null && Span.GetTagItem(AttributeName.S3RequestSize) is long sent)
            _observer.BytesMoved(sent);
    }

    private static void SetHttp(SpanAttributes attributes, IResponseContext context, AmazonWebServiceResponse response)
    {
        if (context.HttpResponse is { } http)
            CallDetails.SetStatusCode(attributes, http.StatusCode);
        ResponseIds.Apply(attributes, response.ResponseMetadata?.RequestId, context.HttpResponse);
    }

    private void SetError(IResponseContext context, Exception exception)
    {
        // S3 throws where some objects could not be deleted, with the response in the exception.
        if (MemberReader.Read(exception, "Response") is AmazonWebServiceResponse partial)
        {
            SetHttp(new SpanAttributes(Span), context, partial);
            _operation.Response(partial.GetType()).SetPartialFailures(Span, partial);
        }

        ErrorDetails.Apply(Span, exception);
        SpanErrors.Fail(Span, exception, ErrorDetails.ErrorType(exception));
        _observer?.CallFailed(exception);
    }
}
