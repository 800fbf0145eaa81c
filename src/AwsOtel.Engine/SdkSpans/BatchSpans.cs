using System.Collections;
using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// A span for each entry of a batch, of which the message carries the context: so a consumer leads to its own entry, and the entry tells what
/// came of it. See <see href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/#batch-publishing"/>.
/// </summary>
internal sealed class BatchSpans(Activity send, BatchEntries batch, IList entries)
{
    private const string Operation = "create";

    private readonly Activity?[] _spans = new Activity?[entries.Count];

    /// <returns>Null where the entry has no span of its own: then it carries the context of the send.</returns>
    public Activity? Start(int index)
    {
        var destination = send.GetTagItem(AttributeName.MessagingDestination);
        var span = Spans.Start(destination is null ? Operation : $"{destination} {Operation}", ActivityKind.Producer, send);
        if (span is not { IsAllDataRequested: true })
            return null;
        span.SetTag(AttributeName.MessagingSystem, send.GetTagItem(AttributeName.MessagingSystem));
        span.SetTag(AttributeName.MessagingOperationName, Operation);
        span.SetTag(AttributeName.MessagingOperationType, Operation);
        span.SetTag(AttributeName.MessagingDestination, destination);
        return _spans[index] = span;
    }

    /// <summary>What an answered batch came to: an entry may have failed all the same.</summary>
    public void Succeed(object response)
    {
        foreach (var (index, messageId, code) in batch.Results(entries, response))
        {
            if (index >= _spans.Length || _spans[index] is not { } span)
                continue;
            span.SetTag(AttributeName.MessageId, messageId);
            if (code is not null)
                Fail(span, code);
        }
    }

    /// <summary>The batch failed as a whole.</summary>
    public void Fail(string errorType)
    {
        foreach (var span in _spans)
        {
            if (span is not null)
                Fail(span, errorType);
        }
    }

    /// <summary>Ends the spans as they are; it does not throw.</summary>
    public void End()
    {
        var now = DateTime.UtcNow;
        foreach (var span in _spans)
        {
            if (span is not null)
                Spans.End(span, now);
        }
    }

    private static void Fail(Activity span, string errorType)
    {
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag(AttributeName.ErrorType, errorType);
    }
}
