using System.Globalization;
using System.Management.Automation.Host;
using System.Text;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>What the user is told when a session has ended.</summary>
internal static class SessionReport
{
    /// <summary>Draws what the console exporters show at the end of the outermost session; nothing for others.</summary>
    public static void Draw(PSHost host, TraceSession session)
    {
        if (!session.Pipeline.IsClosed)
            return;
        if (session.Pipeline.Exporters.Contains(OtelExporter.Console) && !session.Pipeline.KeptNothing)
            Show("draw the trace", () => TreeToHost.Write(host, session));
        if (session.Pipeline.Metrics?.Table is { } table)
        {
            Show("print the metrics", () =>
            {
                foreach (var line in table.Lines)
                    host.UI.WriteLine(line);
            });
        }

        if (session.Pipeline.Logs?.Lines is { } log)
        {
            Show("print the logs", () =>
            {
                foreach (var line in log.Read())
                    host.UI.WriteLine(line);
            });
        }
    }

    /// <summary>What went wrong with the telemetry: of the outermost session, whose end is final.</summary>
    public static IEnumerable<string> Warnings(TraceSession session, ExportResultCounts counts)
    {
        var pipeline = session.Pipeline;
        if (!pipeline.IsClosed)
            yield break;
        var failures = OwnFailures.TakeUnreported();
        var undelivered = counts.Spooled + counts.Dropped;
        var newest = failures > 0 ? $" Newest failure: {OwnFailures.Recent()[^1]}" : "";
        if (undelivered > 0 || counts.Expired > 0)
            yield return $"AwsOtel: {Undelivered(counts, pipeline)}{newest}";
        if (pipeline.Metrics?.Failure is { } metricFailure)
            yield return $"AwsOtel: metrics could not be delivered to {metricFailure}.";
        if (pipeline.Logs?.Failure is { } logFailure)
            yield return $"AwsOtel: {logFailure}";
        if (failures > 0 && undelivered == 0 && counts.Expired == 0)
            yield return $"AwsOtel: {TraceDrawing.Plural(failures, "failure")} of AwsOtel itself; the script was not affected. Newest: {OwnFailures.Recent()[^1]}";
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
}
