using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;
using Microsoft.Extensions.Logging;

namespace AwsOtel.Engine.Logs;

/// <summary>Makes log records of the records of PowerShell's streams.</summary>
internal static class StreamRecords
{
    /// <summary>A warning was written.</summary>
    /// <param name="call">The command that did.</param>
    /// <param name="span">What was current for it.</param>
    public static void Write(this LogPipeline log, WarningRecord warning, InvocationInfo? call, ActivityContext span) =>
        log.Write(LogLevel.Warning, span, entry =>
        {
            AddPosition(entry, call);
            return warning.Message;
        });

    /// <summary>Information was written, by Write-Information or Write-Host.</summary>
    /// <inheritdoc cref="Write(LogPipeline, WarningRecord, InvocationInfo, ActivityContext)"/>
    public static void Write(this LogPipeline log, InformationRecord information, InvocationInfo? call, ActivityContext span) =>
        log.Write(LogLevel.Information, span, entry =>
        {
            if (information.Tags.Count > 0)
                entry.Set(AttributeName.ScriptInformationTags, information.Tags.Select(Redactor.Redact).ToArray());
            AddPosition(entry, call);
            return InformationText.Of(information.MessageData);
        });

    /// <summary>An error was written, or ended something; one that has its record gets no other.</summary>
    /// <param name="call">The command that wrote it; null where the error knows it itself.</param>
    public static void Write(this LogPipeline log, ErrorRecord error, InvocationInfo? call, ActivityContext span)
    {
        if (!log.TryTake(error.Exception))
            return;
        log.Write(LogLevel.Error, span, entry =>
        {
            entry.AddException(error.Exception, error.ScriptStackTrace);
            entry.Set(AttributeName.ScriptErrorId, Redactor.Redact(error.FullyQualifiedErrorId));
            entry.Set(AttributeName.ScriptErrorCategory, error.CategoryInfo.Category.ToString());
            AddPosition(entry, call ?? error.InvocationInfo);
            return error.ToString();
        });
    }

    /// <summary>A cmdlet failed; an error that has its record gets no other.</summary>
    /// <inheritdoc cref="Write(LogPipeline, WarningRecord, InvocationInfo, ActivityContext)"/>
    public static void Write(this LogPipeline log, Exception error, InvocationInfo call, ActivityContext span)
    {
        if (!log.TryTake(error))
            return;
        log.Write(LogLevel.Error, span, entry =>
        {
            entry.AddException(error, null);
            AddPosition(entry, call);
            return error.Message;
        });
    }

    /// <summary>Where the command stands that wrote it.</summary>
    private static void AddPosition(LogEntry entry, InvocationInfo? call)
    {
        if (call?.ScriptName is not { Length: > 0 } script)
            return;
        entry.Set(AttributeName.FilePath, script);
        if (call.ScriptLineNumber > 0)
            entry.Set(AttributeName.LineNumber, call.ScriptLineNumber);
    }
}
