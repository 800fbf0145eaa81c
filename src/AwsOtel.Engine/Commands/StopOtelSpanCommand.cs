using System.Management.Automation;
using AwsOtel.Engine.Session;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Ends a span of Start-OtelSpan: the given one, else the innermost of this runspace. What is open inside it stays open. Where nothing is traced
/// it does nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "OtelSpan")]
[OutputType(typeof(void))]
public sealed class StopOtelSpanCommand : PSCmdlet
{
    /// <summary>What Start-OtelSpan gave; default: the span that it started last in this runspace and that is open.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public OtelActiveSpan? Span { get; set; }

    /// <summary>Whether it failed; default: as it was set before.</summary>
    [Parameter]
    public OtelStatus Status { get; set; }

    /// <summary>The error that it failed of, as it is in a catch block: the span gets status Error and the exception.</summary>
    [Parameter]
    [ValidateNotNull]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (FindTarget() is not { } span)
            return;
        if (ErrorRecord is not null)
            span.Fail(ErrorRecord);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Status)))
            SpanEdit.SetStatus(span.Activity, Status, null);
        span.Stop();
    }

    private UserSpan? FindTarget()
    {
        if (Span is null)
        {
            if (UserSpan.InnermostHeld() is { } innermost)
                return innermost;
            if (SessionRegistry.IsActive)
                WriteMisuse("NoOpenSpan", "No span of Start-OtelSpan is open in this runspace. Stop each one once; Invoke-OtelSpan ends its own.");
            return null;
        }

        // Not traced, or ended by the end of its session.
        if (Span.Source is not UserSpan { HasSession: true } span)
            return null;
        if (!span.IsStopped && span.IsHere)
            return span;
        if (span.IsStopped)
            WriteMisuse("SpanEnded", $"-Span: '{Span.Name}' has ended already. Stop it once.");
        else
            WriteMisuse("SpanOfOtherRunspace", $"-Span: '{Span.Name}' was started in another runspace. Stop it there, where it is current.");
        return null;
    }

    private void WriteMisuse(string id, string message) =>
        WriteError(new ErrorRecord(new InvalidOperationException(message), id, ErrorCategory.InvalidOperation, Span));
}
