using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Gets where the script is in its trace: for <c>Start-OtelSession -Parent</c> elsewhere, or as headers for Invoke-RestMethod. Nothing where
/// no session is on.
/// </summary>
[Cmdlet(VerbsCommon.Get, "OtelContext")]
[OutputType(typeof(OtelContext), typeof(Hashtable))]
public sealed class GetOtelContextCommand : PSCmdlet
{
    /// <summary>As a hashtable of the headers <c>traceparent</c> and, where there is one, <c>tracestate</c>.</summary>
    [Parameter]
    public SwitchParameter AsHeader { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RunspaceSpans.ParentOfCmdlet().Span is not { } span)
            return;
        if (AsHeader)
            WriteObject(Headers(span));
        else
            WriteObject(Context(span));
    }

    private static Hashtable Headers(Activity span)
    {
        var headers = new Hashtable(StringComparer.OrdinalIgnoreCase) { ["traceparent"] = TraceParent.Of(span) };
        if (span.TraceStateString is { Length: > 0 } state)
            headers["tracestate"] = state;
        return headers;
    }

    private static OtelContext Context(Activity span) => new()
    {
        TraceParent = TraceParent.Of(span),
        TraceState = span.TraceStateString ?? "",
        TraceId = span.TraceId.ToHexString(),
        SpanId = span.SpanId.ToHexString(),
        IsSampled = span.Recorded,
    };
}
