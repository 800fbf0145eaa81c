using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>What the cmdlets have in common that write to a span: which one.</summary>
public abstract class SpanTargetCommand : PSCmdlet
{
    /// <summary>A span of Start-OtelSpan; default: the current span.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public OtelActiveSpan? Span { get; set; }

    /// <summary>The span to write to.</summary>
    /// <returns>Null where nothing is traced; also where the span has ended, of which an error is written.</returns>
    private protected Activity? FindTarget()
    {
        // The context of Use-OtelContext may be that of a span that has ended, and is on its way out, redacted.
        if (Span is null)
            return RunspaceSpans.CurrentSpan() is { IsStopped: false } current ? current : null;
        if (Span.Source is not UserSpan { HasSession: true } span)
            return null;
        if (!span.IsStopped)
            return span.Activity;
        WriteError(new ErrorRecord(
            new InvalidOperationException($"-Span: '{Span.Name}' has ended. Write to it before Stop-OtelSpan."), "SpanEnded", ErrorCategory.InvalidOperation, Span));
        return null;
    }
}
