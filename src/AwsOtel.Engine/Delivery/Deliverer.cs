using System.Diagnostics;
using AwsOtel.Engine.Export;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace AwsOtel.Engine.Delivery;

/// <summary>Delivers batches, with another try where that may help, and keeps or drops what could not be delivered.</summary>
internal sealed class Deliverer(OtlpTraceExporter exporter, AnswerWatch watch, TimeSpan timeout, Pause pause, KeptBatches kept, ExportCounts counts)
{
    private const int MaxAttempts = 3;

    /// <summary>The longest first backoff; the next ones are longer by half. As OpenTelemetry's exporter has them.</summary>
    internal static TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the receiver answered the last time it was asked.</summary>
    public bool IsReached { get; private set; }

    public void Deliver(SpanBatch batch)
    {
        if (batch.Spans is null)
        {
            kept.Keep(batch, "the queue was full");
            return;
        }

        if (pause.IsOn || watch.GivenUp.IsCancellationRequested)
        {
            kept.Keep(batch, counts.Reason ?? "no time was left");
            return;
        }

        var answer = Attempts(batch);
        IsReached = answer.Verdict == Verdict.Taken;
        switch (answer.Verdict)
        {
            case Verdict.Taken:
                pause.End();
                counts.AddExported(batch.Count - Math.Min(batch.Count, answer.Rejected));
                if (answer.Rejected > 0 || answer.Reason.Length > 0)
                    counts.AddDropped(Math.Min(batch.Count, answer.Rejected), answer.Reason.Length > 0 ? answer.Reason : "the receiver took the request, but not all of its spans");
                batch.Discard();
                break;
            case Verdict.Refused:
                counts.AddDropped(batch.Count, answer.Reason);
                batch.Discard();
                break;
            default:
                pause.Begin(answer.RetryAfter);
                kept.Keep(batch, answer.Reason);
                break;
        }
    }

    private OtlpAnswer Attempts(SpanBatch batch)
    {
        var clock = Stopwatch.StartNew();
        var backoff = FirstBackoff;
        var answer = Attempt(batch);
        for (var attempt = 2; attempt <= MaxAttempts && answer.Verdict == Verdict.TryAgain; attempt++)
        {
            var delay = answer.RetryAfter ?? backoff * Random.Shared.NextDouble();
            backoff *= 1.5;
            if (clock.Elapsed + delay >= timeout || watch.GivenUp.WaitHandle.WaitOne(delay))
                break;
            answer = Attempt(batch);
        }

        return answer;
    }

    private OtlpAnswer Attempt(SpanBatch batch)
    {
        watch.Last = null;
        var result = exporter.Export(new Batch<Activity>(batch.Spans!, batch.Count));
        if (result == ExportResult.Success)
            return watch.Last ?? OtlpAnswer.Taken;
        // Without an answer there was no request: the spans could not be put into one.
        return watch.Last is { Verdict: not Verdict.Taken } failed ? failed : new OtlpAnswer(Verdict.Refused, "the exporter could not send them");
    }
}
