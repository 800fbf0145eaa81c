using System.Management.Automation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;

namespace AwsOtel.Engine.Commands;

/// <summary>The spans that a cmdlet of traces works on, and where they come from, in words.</summary>
internal sealed record SpanSource(List<OtelSpan> Spans, string Name)
{
    public static SpanSource Pipeline(List<OtelSpan> spans) => new(spans, "the input");

    /// <summary>Of the memory of this process, else of the newest trace file.</summary>
    public static SpanSource LastRun(PSCmdlet cmdlet)
    {
        if (SessionRegistry.Latest?.Memory is { } memory)
        {
            if (memory.Forgotten > 0)
                cmdlet.WriteWarning($"The first {memory.Forgotten} spans are not in memory any more. The File exporter keeps all.");
            return new SpanSource([.. memory.ToArray()], "memory");
        }

        if ((SessionRegistry.Latest?.Path ?? StateFolder.NewestTraceFile()) is { } path)
            return File(cmdlet, path);
        cmdlet.ThrowTerminatingError(new ErrorRecord(
            new ItemNotFoundException("No run has been traced to a file yet. Trace a run first (Start-OtelSession; …; Stop-OtelSession), or read a file: Import-OtelTrace"),
            "NoTraceFile",
            ErrorCategory.ObjectNotFound,
            null));
        return Pipeline([]);
    }

    /// <summary>Of a file of OTLP JSON lines.</summary>
    /// <param name="path">A resolved path.</param>
    public static SpanSource File(PSCmdlet cmdlet, string path)
    {
        try
        {
            using var progress = FileProgressBar.Reading(cmdlet, path);
            var spans = TraceFile.Read(path, out var unreadable, progress.Work);
            if (unreadable > 0)
                cmdlet.WriteWarning(unreadable == 1
                    ? $"1 line of {path} is not OTLP JSON and was passed over; Import-OtelTrace says why."
                    : $"{unreadable} lines of {path} are not OTLP JSON and were passed over; Import-OtelTrace says why.");
            return new SpanSource(spans, path);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            cmdlet.ThrowTerminatingError(TraceFileError.Of(e, path, "Path"));
            throw;
        }
    }
}
