using System.Management.Automation;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Starts a span and makes it current in this runspace until Stop-OtelSpan: for functions with begin, process and end. Where a block will do,
/// Invoke-OtelSpan ends it in any case.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "OtelSpan")]
[OutputType(typeof(OtelActiveSpan))]
public sealed class StartOtelSpanCommand : SpanStartCommand
{
    /// <summary>The name of the span.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var start = ReadStart(Name!);
        var span = UserSpan.Open(start, isHeld: true);
        WriteObject(new OtelActiveSpan
        {
            Name = start.Name,
            TraceId = span?.Activity.TraceId.ToHexString() ?? "",
            SpanId = span?.Activity.SpanId.ToHexString() ?? "",
            StartTime = span?.Activity.StartTimeUtc ?? DateTime.UtcNow,
            IsRecording = span?.Activity.IsAllDataRequested ?? false,
            Source = span,
        });
    }
}
