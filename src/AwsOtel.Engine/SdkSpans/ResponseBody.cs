using System.Diagnostics;
using System.Runtime.CompilerServices;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Follows a body that is read after the call has returned: the operation's span ends with the headers, so its bytes become an event on the
/// nearest span that is still open.
/// </summary>
internal static class ResponseBody
{
    private const int MostEvents = 128;

    private static readonly ConditionalWeakTable<Activity, EventCount> Events = [];

    /// <param name="response">Its stream is replaced by one that counts; everything else of it stays.</param>
    /// <param name="row">Where the stream is, and what its event is called.</param>
    public static void Follow(Activity operation, object response, BodyRow row, ICallObserver? observer)
    {
        if (StreamProperty.For(response.GetType(), row.Path) is not { } property || property.Get(response) is not { CanRead: true } body)
            return;
        var opener = operation.Parent;
        property.Set(response, new BodyStream(body, (bytes, duration) => Tell(opener, row.Event, bytes, duration, observer)));
    }

    private static void Tell(Activity? opener, string name, long bytes, TimeSpan duration, ICallObserver? observer)
    {
        // Runs inside somebody's read.
        try
        {
            FaultPoint.Reach("tell of a body");
            observer?.BytesMoved(bytes);
            var span = opener;
            while (span is { IsStopped: true })
                span = span.Parent;
            span ??= SessionRegistry.NewestScriptSpan;
            if (span is null || span.IsStopped)
                return;
            // As many as OpenTelemetry exports of one span; a script that reads thousands of bodies keeps its memory.
            if (Events.GetOrCreateValue(span).Next() > MostEvents)
                return;
            SpanEvents.Add(span, name, new ActivityTagsCollection
            {
                [AttributeName.BodySize] = bytes,
                [AttributeName.BodyDuration] = duration.TotalSeconds,
                [AttributeName.BodyRate] = duration > TimeSpan.Zero ? bytes / duration.TotalSeconds : 0.0,
            });
        }
        catch (Exception e)
        {
            OwnFailures.Record("tell of a body", e);
        }
    }

    private sealed class EventCount
    {
        private int _count;

        public int Next() => Interlocked.Increment(ref _count);
    }
}
