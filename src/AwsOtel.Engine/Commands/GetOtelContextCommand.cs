using System.Collections;
using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Gets where the script is in its trace: for <c>Use-OtelContext</c> in another runspace, <c>Start-OtelSession -Parent</c> elsewhere, or as
/// headers for Invoke-RestMethod. Nothing where no session is on.
/// </summary>
[Cmdlet(VerbsCommon.Get, "OtelContext")]
[OutputType(typeof(OtelContext), typeof(Hashtable))]
public sealed class GetOtelContextCommand : PSCmdlet
{
    /// <summary>As a hashtable of the headers of the session's propagators: <c>traceparent</c>, <c>tracestate</c> and <c>baggage</c> by default.</summary>
    [Parameter]
    public SwitchParameter AsHeader { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // A new runspace joins the session that it came from.
        if (RunspaceSpans.Here() is null || RunspaceSpans.ParentOfCmdlet() is not { IsNone: false } here)
            return;
        if (AsHeader)
            WriteObject(Headers(here));
        else
            WriteObject(Context(here));
    }

    private static Hashtable Headers(SpanParent here)
    {
        var headers = new Hashtable(StringComparer.OrdinalIgnoreCase);
        ProcessPropagators.Current.Propagator.Inject(here.Context, headers, static (carrier, name, value) => carrier[name] = value);
        return headers;
    }

    private static OtelContext Context(SpanParent here)
    {
        var (span, baggage) = (here.Context.ActivityContext, here.Context.Baggage);
        return new OtelContext
        {
            TraceParent = TraceParent.Of(span),
            TraceState = span.TraceState ?? "",
            TraceId = span.TraceId.ToHexString(),
            SpanId = span.SpanId.ToHexString(),
            IsSampled = (span.TraceFlags & System.Diagnostics.ActivityTraceFlags.Recorded) != 0,
            Baggage = baggage.GetBaggage(),
            Span = here.Span,
        };
    }
}
