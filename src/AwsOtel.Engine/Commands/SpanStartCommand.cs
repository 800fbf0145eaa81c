using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>What the cmdlets have in common that start a span of the script's own: what it is, as parameters.</summary>
public abstract class SpanStartCommand : PSCmdlet
{
    /// <summary>Attributes, name to value: strings, numbers, booleans, enumerations, dates, and arrays of one of these; $null is left out.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Attribute { get; set; }

    /// <summary>The role of the span in a call; default: Internal.</summary>
    [Parameter]
    [ValidateRange(OtelSpanKind.Internal, OtelSpanKind.Consumer)]
    public OtelSpanKind Kind { get; set; } = OtelSpanKind.Internal;

    /// <summary>What the span is under, instead of the current span: a W3C traceparent, a context, or a span of Start-OtelSpan.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Parent { get; set; }

    /// <summary>What the span points to: traceparents, contexts, spans, or received messages, whose senders are meant.</summary>
    [Parameter]
    [ValidateNotNull]
    public object?[]? Link { get; set; }

    /// <summary>Reads and checks the parameters, also where nothing is traced: a script shows its mistakes with telemetry and without.</summary>
    /// <exception cref="PipelineStoppedException">One of them is wrong: the error is written.</exception>
    private protected SpanStart ReadStart(string name) => SettingError.Guard(this, () => new SpanStart(
        Redactor.Redact(name),
        (ActivityKind)(Kind - 1),
        GivenContext.Parent(Parent is null ? null : ContextArgument.Of(Parent)),
        GivenContext.Links(Link?.Select(ContextArgument.Of!)),
        GivenAttributes.Read(Attribute)));
}
