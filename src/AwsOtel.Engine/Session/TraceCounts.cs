using System.Collections.Concurrent;
using System.Diagnostics;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Session;

/// <summary>Spans and errors of one trace, while a session is interested in it.</summary>
internal sealed class TraceCounts
{
    /// <summary>By the id as text: of a map by a value type, each process would have to compile every method.</summary>
    private static readonly ConcurrentDictionary<string, TraceCounts> ByTrace = new(StringComparer.Ordinal);

    private long _spans;
    private long _errors;
    private int _watchers;

    public long Spans => Interlocked.Read(ref _spans);

    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Nested sessions share a trace, and its counts; each takes the difference.</summary>
    public static TraceCounts Watch(ActivityTraceId trace)
    {
        lock (ByTrace)
        {
            var counts = ByTrace.GetOrAdd(trace.ToHexString(), static _ => new TraceCounts());
            counts._watchers++;
            return counts;
        }
    }

    public static void Unwatch(ActivityTraceId trace)
    {
        lock (ByTrace)
        {
            if (ByTrace.TryGetValue(trace.ToHexString(), out var counts) && --counts._watchers == 0)
                ByTrace.TryRemove(trace.ToHexString(), out _);
        }
    }

    public static void Count(Activity span)
    {
        if (!ByTrace.TryGetValue(span.TraceId.ToHexString(), out var counts))
            return;
        Interlocked.Increment(ref counts._spans);
        // An attempt that failed and was retried is no error of the script; one that was the last is counted by its operation.
        if (span.Status == ActivityStatusCode.Error && span.GetTagItem(AttributeName.RetryAttempt) is null)
            Interlocked.Increment(ref counts._errors);
    }
}
