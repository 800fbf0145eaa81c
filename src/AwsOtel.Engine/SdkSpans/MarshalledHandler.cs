using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Directly inside the marshaller, which makes the request that every attempt sends: that phase is done, and the request gets its
/// <c>X-Amzn-Trace-Id</c> where the xray propagator is on. The SDK's signer leaves this header out of the signature, as proxies change it. No other
/// propagator writes to AWS calls: no service reads their headers.
/// </summary>
internal sealed class MarshalledHandler : PipelineHandler
{
    private const string Lineage = "Lineage=";

    public override void InvokeSync(IExecutionContext executionContext)
    {
        OperationCall.Of(executionContext)?.Phases.Done(Phase.Marshalling);
        SetHeader(executionContext);
        base.InvokeSync(executionContext);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        OperationCall.Of(executionContext)?.Phases.Done(Phase.Marshalling);
        SetHeader(executionContext);
        return base.InvokeAsync<T>(executionContext);
    }

    private static void SetHeader(IExecutionContext execution)
    {
        if (!SessionRegistry.IsActive || !ProcessPropagators.Current.HasXRay)
            return;
        try
        {
            FaultPoint.Reach("hand the trace on to a service");
            // A call that is sampled out has no span; what it is under tells the service so.
            var context = (OperationCall.Of(execution) is { } call ? new SpanParent(call.Span) : AmbientSpan.Current).Context;
            if (execution.RequestContext.Request?.Headers is not { } headers || context.ActivityContext == default)
                return;
            var header = XRayHeader.Format(context.ActivityContext);
            // In Lambda the SDK has put the function's own header there; ours is nearer. The lineage stays: Lambda finds loops by it.
            headers[XRayPropagator.Header] = headers.TryGetValue(XRayPropagator.Header, out var own) && FindLineage(own) is { } lineage ? header + ';' + lineage : header;
        }
        catch (Exception e)
        {
            OwnFailures.Record("hand the trace on to a service", e);
        }
    }

    private static string? FindLineage(string header)
    {
        var start = header.IndexOf(Lineage, StringComparison.Ordinal);
        if (start < 0)
            return null;
        var end = header.IndexOf(';', start);
        return end < 0 ? header[start..] : header[start..end];
    }
}
