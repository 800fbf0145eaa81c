using System.Collections;
using System.Diagnostics;
using Amazon.Runtime;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;
using OpenTelemetry.Context.Propagation;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// One call that sends or receives messages. What goes out is a copy of the caller's request with contexts in it: it stands in the request's
/// place while the call runs, so that the SDK sends it and checks the answer against it.
/// </summary>
/// <remarks>No method throws: without a context a message is as good as with one.</remarks>
internal sealed class MessageExchange
{
    /// <summary>The most entries that have spans of their own; SQS, SNS and EventBridge take ten.</summary>
    private const int MostBatchSpans = 10;

    private readonly AmazonWebServiceRequest _original;
    private readonly TextMapPropagator _propagator;
    private readonly Activity? _span;
    private AddedNames _added;
    private bool _receives;
    private BatchSpans? _batch;

    private MessageExchange(AmazonWebServiceRequest original, TextMapPropagator propagator, Activity? span)
    {
        _original = original;
        _propagator = propagator;
        _span = span;
    }

    /// <summary>Puts a copy into the request's place; null where the call is none of messages, or nothing has to be added.</summary>
    public static MessageExchange? TryBegin(IExecutionContext execution)
    {
        MessageExchange? exchange = null;
        try
        {
            FaultPoint.Reach("hand the trace on in a message");
            var request = execution.RequestContext;
            var propagator = ProcessPropagators.Current.Propagator;
            // Without fields the propagators are off.
            if (OperationCatalog.For(request).Messages is not { } operation || propagator.Fields is not { Count: > 0 } names)
                return null;
            exchange = new MessageExchange(request.OriginalRequest, propagator, OperationCall.Of(execution)?.Span);
            if (operation.Received is { } received)
                return exchange.Ask(request, received, names);
            // Where the trace is sampled out, messages carry just that: the consumer is not to begin a trace of its own.
            var parent = exchange._span is { } span ? new SpanParent(span) : AmbientSpan.Current;
            return !parent.IsNone && exchange.Inject(request, operation, parent, names) ? exchange : null;
        }
        catch (Exception e)
        {
            OwnFailures.Record("hand the trace on in a message", e);
            exchange?._batch?.End();
            return null;
        }
    }

    /// <summary>Reads the answer, and puts the caller's request back.</summary>
    public void Succeed(IExecutionContext execution, AmazonWebServiceResponse? response)
    {
        try
        {
            execution.RequestContext.OriginalRequest = _original;
            FaultPoint.Reach("read the trace of a message");
            if (response is null)
                return;
            if (_receives)
                ReceivedMessages.Take(response, _added, _span, Arn.Name(MemberReader.Read(_original, "QueueUrl") ?? "") as string, _propagator);
            _batch?.Succeed(response);
        }
        catch (Exception e)
        {
            OwnFailures.Record("read the trace of a message", e);
        }

        _batch?.End();
    }

    /// <summary>Puts the caller's request back. For use as an exception filter: it looks, and lets the exception pass.</summary>
    /// <returns>False.</returns>
    public bool Fail(IExecutionContext execution, Exception exception)
    {
        try
        {
            execution.RequestContext.OriginalRequest = _original;
            FaultPoint.Reach("end the spans of a batch");
            _batch?.Fail(ErrorDetails.ErrorType(exception));
        }
        catch (Exception e)
        {
            OwnFailures.Record("end the spans of a batch", e);
        }

        _batch?.End();
        return false;
    }

    private MessageExchange Ask(IRequestContext request, ReceivedNames received, ISet<string> names)
    {
        _receives = true;
        if (received.Ask(_original, names, out _added) is { } copy)
            request.OriginalRequest = (AmazonWebServiceRequest)copy;
        return this;
    }

    private bool Inject(IRequestContext request, MessageOperation operation, SpanParent parent, ISet<string> names)
    {
        if (OutgoingContext.Of(parent.Context, _propagator) is not { } context)
            return false;
        var unsent = new Unsent();
        var copy = operation.Batch is { } batch ? InjectBatch(batch, context, names, unsent)
            : operation.Request is { } carriers ? InjectOne(carriers, context, names, unsent)
            : null;
        if (_span is not null)
            unsent.Tell(_span);
        if (copy is null)
            return false;
        request.OriginalRequest = (AmazonWebServiceRequest)copy;
        return true;
    }

    private object? InjectOne(MessageCarriers carriers, OutgoingContext context, ISet<string> names, Unsent unsent)
    {
        var isFull = !MessageSize.HasPlenty(carriers.Size(_original, exactly: false), context.Size)
            && MessageSize.IsFull(carriers.Size(_original, exactly: true), context.Size);
        return carriers.Accepts(_original, context, names, isFull, unsent) ? carriers.Put(_original, context, names, isFull) : null;
    }

    private object? InjectBatch(BatchEntries batch, OutgoingContext context, ISet<string> names, Unsent unsent)
    {
        if (batch.Of(_original) is not { Count: > 0 } originals)
            return null;
        var more = (long)context.Size * originals.Count;
        var isFull = !MessageSize.HasPlenty(batch.Size(originals, exactly: false), more) && MessageSize.IsFull(batch.Size(originals, exactly: true), more);
        var copy = batch.Copy(_original, out var entries);
        var hasAny = false;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not { } entry || !batch.Carriers.Accepts(entry, context, names, isFull, unsent))
                continue;
            hasAny = true;
            entries[i] = batch.Carriers.Put(entry, OfEntry(batch, originals, i) ?? context, names, isFull);
        }

        return hasAny ? copy : null;
    }

    /// <summary>The context of an entry of its own; null where there is but one, which the span of the send is for.</summary>
    private OutgoingContext? OfEntry(BatchEntries batch, IList entries, int index)
    {
        if (_span is null || entries.Count is 1 or > MostBatchSpans)
            return null;
        _batch ??= new BatchSpans(_span, batch, entries);
        return _batch.Start(index) is { } span ? OutgoingContext.Of(new SpanParent(span).Context, _propagator) : null;
    }
}
