using System.Globalization;
using System.Management.Automation;
using System.Text;
using AwsOtel.Engine.SdkSpans;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>Ends the innermost session of this runspace; the last one also flushes. Without a session it does nothing.</summary>
[Cmdlet(VerbsLifecycle.Stop, "OtelSession")]
[OutputType(typeof(OtelSessionResult))]
public sealed class StopOtelSessionCommand : PSCmdlet
{
    private static readonly string[] InformationTags = ["AwsOtel"];

    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Gives back what the session came to.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // The SDK may have been loaded after Start had looked.
        if (SdkAttachment.TakeWarning() is { } sdkWarning)
            WriteWarning(sdkWarning);
        if (RunspaceSessions.End(_stopping.Token) is not var (session, counts))
            return;
        var duration = DateTime.UtcNow - session.StartTime;
        var isLast = session.Pipeline.IsClosed;
        if (isLast && session.Pipeline.Exporters.Contains(OtelExporter.Console))
            Show("draw the trace", () => TreeToHost.Write(Host, session));
        if (isLast && session.Pipeline.Metrics?.Table is { } table)
        {
            Show("print the metrics", () =>
            {
                foreach (var line in table.Lines)
                    Host.UI.WriteLine(line);
            });
        }

        if (isLast)
            Warn(counts, session.Pipeline);
        WriteInformation(Summary(session, duration, counts.Backlog), InformationTags);
        if (PassThru)
        {
            WriteObject(new OtelSessionResult
            {
                Name = session.Settings.Name,
                TraceId = session.TraceId,
                SpanCount = session.SpanCount,
                ErrorCount = session.ErrorCount,
                ExportedCount = counts.Exported,
                SpooledCount = counts.Spooled,
                DroppedCount = counts.Dropped,
                Duration = duration,
            });
        }
    }

    /// <summary>Ctrl-C: the session has ended; only the wait for the exporters is cut short.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    private static void Show(string step, Action show)
    {
        try
        {
            FaultPoint.Reach(step);
            show();
        }
        catch (Exception e)
        {
            OwnFailures.Record(step, e);
        }
    }

    private static string Summary(TraceSession session, TimeSpan duration, long backlog)
    {
        if (session.SpanCount == 0)
            return string.Create(CultureInfo.InvariantCulture, $"AwsOtel: {session.Settings.Name} was not traced: it was sampled out, or OTEL_SDK_DISABLED is set.");
        var exporters = session.Pipeline.Exporters;
        var look = exporters.Contains(OtelExporter.File) || exporters.Contains(OtelExporter.Memory) ? " Show-OtelTrace draws it." : "";
        var earlier = backlog > 0 ? $" {TraceDrawing.Plural(backlog, "span")} of earlier sessions went there from the spool." : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"AwsOtel: trace {session.TraceId}, {TraceDrawing.Plural(session.SpanCount, "span")}, {TraceDrawing.Plural(session.ErrorCount, "error")}, {TreeText.Duration(duration)}, to {session.Pipeline.Description}.{look}{earlier}");
    }

    private void Warn(ExportResultCounts counts, TelemetryPipeline pipeline)
    {
        var failures = OwnFailures.TakeUnreported();
        var undelivered = counts.Spooled + counts.Dropped;
        var newest = failures > 0 ? $" Newest failure: {OwnFailures.Recent()[^1]}" : "";
        if (undelivered > 0 || counts.Expired > 0)
            WriteWarning($"AwsOtel: {Undelivered(counts, pipeline)}{newest}");
        if (pipeline.Metrics?.Failure is { } metricFailure)
            WriteWarning($"AwsOtel: metrics could not be delivered to {metricFailure}.");
        if (failures > 0 && undelivered == 0 && counts.Expired == 0)
            WriteWarning($"AwsOtel: {TraceDrawing.Plural(failures, "failure")} of AwsOtel itself; the script was not affected. Newest: {OwnFailures.Recent()[^1]}");
    }

    private static string Undelivered(ExportResultCounts counts, TelemetryPipeline pipeline)
    {
        var text = new StringBuilder();
        if (counts.Failure is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{TraceDrawing.Plural(counts.Spooled + counts.Dropped, "span")} of {counts.Ended} could not be delivered to {counts.Failure}");
            text.Append(counts.Reason is null ? "." : $": {counts.Reason.TrimEnd('.')}.");
            if (counts.Spooled > 0)
                text.Append(CultureInfo.InvariantCulture, $" {(counts.Dropped > 0 ? counts.Spooled + " of them" : "They")} are kept in {pipeline.SpoolPath}: the next session that reaches this endpoint sends them.");
            if (counts.Dropped > 0)
                text.Append(CultureInfo.InvariantCulture, $" {(counts.Spooled > 0 ? counts.Dropped : "They")} are lost.");
        }

        if (counts.Expired > 0)
            text.Append(text.Length > 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"{TraceDrawing.Plural(counts.Expired, "span")} of earlier sessions left the spool undelivered: too old, too many, or refused.");
        return text.ToString();
    }
}
