using System.Management.Automation.Host;
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
            TreeToHost.Write(host, session);
        if (session.Pipeline.Metrics?.Table is { } table)
        {
            foreach (var line in table.Lines)
                host.UI.WriteLine(line);
        }
    }

    /// <summary>What went wrong with the telemetry: of the outermost session, whose end is final.</summary>
    public static IEnumerable<string> Warnings(TraceSession session, ExportResultCounts counts)
    {
        if (!session.Pipeline.IsClosed)
            yield break;
        var failures = OwnFailures.TakeUnreported();
        var newest = failures > 0 ? $" Newest failure: {OwnFailures.Recent()[^1]}" : "";
        if (counts.Dropped > 0)
            yield return $"AwsOtel: {TraceDrawing.Plural(counts.Dropped, "span")} of {counts.Ended} could not be delivered to {counts.Failure}.{newest}";
        if (session.Pipeline.Metrics?.Failure is { } metricFailure)
            yield return $"AwsOtel: metrics could not be delivered to {metricFailure}.";
        if (failures > 0 && counts.Dropped == 0)
            yield return $"AwsOtel: {TraceDrawing.Plural(failures, "failure")} of AwsOtel itself; the script was not affected. Newest: {OwnFailures.Recent()[^1]}";
    }
}
