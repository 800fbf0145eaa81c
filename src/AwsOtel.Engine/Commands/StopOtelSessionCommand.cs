using System.Globalization;
using System.Management.Automation;
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

    /// <summary>Ends every session of this runspace, the innermost first: also those that a script has left open.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // The SDK may have been loaded after Start had looked.
        if (SdkAttachment.TakeWarning() is { } sdkWarning)
            OwnMessages.Warn(this, sdkWarning);
        while (EndInnermost() && All)
        {
        }
    }

    /// <summary>Ctrl-C: the session has ended; only the wait for the exporters is cut short.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <returns>False where no session was on.</returns>
    private bool EndInnermost()
    {
        var progress = new FlushProgressBar(this);
        if (RunspaceSessions.End(_stopping.Token, progress.Show) is not var (session, counts))
            return false;
        progress.Complete();
        var duration = DateTime.UtcNow - session.StartTime;
        SessionReport.Draw(Host, session);
        foreach (var warning in SessionReport.Warnings(session, counts))
            OwnMessages.Warn(this, warning);
        OwnMessages.Inform(this, Summary(session, duration, counts.Backlog), InformationTags);
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
                DiscardedCount = session.Pipeline.Discarded,
                Duration = duration,
            });
        }

        return true;
    }

    private static string Summary(TraceSession session, TimeSpan duration, long backlog)
    {
        if (session.SpanCount == 0)
            return string.Create(CultureInfo.InvariantCulture, $"AwsOtel: {session.Settings.Name} was not traced: it was sampled out, or OTEL_SDK_DISABLED is set.");
        if (session.Pipeline.KeptNothing)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"AwsOtel: {TraceDrawing.Plural(session.Pipeline.Discarded, "span")} of {session.Settings.Name} not kept: nothing of -KeepWhen was true ({session.Pipeline.KeepWhen}).");
        }

        var exporters = session.Pipeline.Exporters;
        var look = exporters.Contains(OtelExporter.File) || exporters.Contains(OtelExporter.Memory) ? " Show-OtelTrace draws it." : "";
        var earlier = backlog > 0 ? $" {TraceDrawing.Plural(backlog, "span")} of earlier sessions went there from the spool." : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"AwsOtel: trace {session.TraceId}, {TraceDrawing.Plural(session.SpanCount, "span")}, {TraceDrawing.Plural(session.ErrorCount, "error")}, {SpanDuration.Text(duration)}, to {session.Pipeline.Description}.{look}{earlier}");
    }
}
