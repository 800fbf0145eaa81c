using AwsOtel.Engine.SdkSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Makes the object that users hold of a session.</summary>
internal static class SessionInfo
{
    public static OtelSession Of(TraceSession session) => Of(session, session.Pipeline.Counts(isFinal: false));

    private static OtelSession Of(TraceSession session, ExportResultCounts counts) => new()
    {
        Name = session.Settings.Name,
        ServiceName = session.Settings.ServiceName,
        TraceId = session.TraceId,
        SpanId = session.ScriptSpan?.SpanId.ToHexString() ?? "",
        Exporter = session.Pipeline.Exporters,
        Endpoint = session.Pipeline.Endpoint,
        Path = session.Pipeline.Path,
        SpoolPath = session.Pipeline.SpoolPath,
        StartTime = session.StartTime,
        Depth = session.Depth,
        SpanCount = session.SpanCount,
        ErrorCount = session.ErrorCount,
        ExportedCount = counts.Exported,
        SpooledCount = counts.Spooled,
        DroppedCount = counts.Dropped,
        LogCount = session.Pipeline.Logs?.Written ?? 0,
        LogDroppedCount = session.Pipeline.Logs?.Dropped ?? 0,
        HookFailureCount = session.Pipeline.HookFailures,
        AwsSdk = SdkAttachment.Description,
        AwsModule = SdkAttachment.Modules,
        Setting = string.Join(Environment.NewLine, SettingLines.Of(session.Settings)),
        Source = session.Settings.Sources,
        OwnFailureCount = OwnFailures.Count,
        OwnFailure = OwnFailures.Recent(),
    };
}
