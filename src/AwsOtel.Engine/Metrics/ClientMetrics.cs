using System.Diagnostics;
using System.Diagnostics.Metrics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Metrics;

/// <summary>
/// The client metrics of the conventions, taken from each operation's span when it ends. Without a metrics exporter nobody listens to the
/// instruments, and nothing is taken.
/// See <see href="https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/"/>,
/// <see href="https://opentelemetry.io/docs/specs/semconv/database/database-metrics/"/> and
/// <see href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/"/>.
/// </summary>
internal static class ClientMetrics
{
    /// <summary>The conventions' buckets for calls, in seconds.</summary>
    public static readonly double[] CallBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] DatabaseBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    private static readonly Meter Meter = new(Spans.ScopeName, Spans.Version);

    private static readonly Histogram<double> RpcDuration = Duration("rpc.client.call.duration", "Duration of AWS API calls.", CallBuckets);
    private static readonly Histogram<double> DatabaseDuration = Duration("db.client.operation.duration", "Duration of DynamoDB operations.", DatabaseBuckets);
    private static readonly Histogram<double> MessagingDuration = Duration("messaging.client.operation.duration", "Duration of messaging operations.", CallBuckets);

    private static readonly Counter<long> SentMessages = Meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Messages that were sent.");

    private static readonly Counter<long> ConsumedMessages = Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Messages that were received.");

    /// <summary>Ours.</summary>
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "aws.client.retries", "{retry}", "Retries of AWS API calls, by the reason for each.");

    public static bool Enabled => RpcDuration.Enabled;

    /// <param name="operation">An operation's span, with everything but its end.</param>
    public static void Record(Activity operation, TimeSpan duration)
    {
        if (!Enabled)
            return;
        var seconds = duration.TotalSeconds;
        var tags = OperationTags.Read(operation);
        RpcDuration.Record(seconds, tags.Rpc());
        if (tags.DatabaseSystem is not null)
            DatabaseDuration.Record(seconds, tags.Database());
        if (tags.MessagingOperation is null)
            return;
        MessagingDuration.Record(seconds, tags.Messaging());
        if (operation.Kind == ActivityKind.Producer)
            SentMessages.Add(tags.MessagesSent, tags.Messages());
        else if (tags.MessagingOperation == "receive")
            ConsumedMessages.Add(tags.MessagesReceived, tags.Messages());
    }

    public static void CountRetry(Activity operation, string? reason)
    {
        if (!Retries.Enabled)
            return;
        var tags = OperationTags.Read(operation);
        Retries.Add(1, tags.Retry(reason));
    }

    private static Histogram<double> Duration(string name, string description, double[] buckets) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
