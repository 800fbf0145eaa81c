using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Directly outside the HTTP handler: what comes before is signing, what it waits for is the first byte. It also takes the ambient span away
/// from HttpClient where nobody traces it. HttpClient would make a span of its own under ours, never exported, and send its id as
/// <c>traceparent</c>: a parent that the receiver could not find, in a header that is not signed. What is propagated, and how, is the
/// propagators' to decide.
/// </summary>
internal sealed class TransportHandler : PipelineHandler
{
    // A source is told of listeners by name: this one learns whether anybody listens to HttpClient's.
    private static readonly ActivitySource HttpClientSource = new("System.Net.Http");

    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (OperationCall.Of(executionContext) is not { } call)
        {
            base.InvokeSync(executionContext);
            return;
        }

        var ambient = Activity.Current;
        if (!HttpClientSource.HasListeners())
            Ambient.Set(null);
        call.Phases.Done(Phase.Signing);
        try
        {
            base.InvokeSync(executionContext);
        }
        finally
        {
            call.Phases.Done(Phase.FirstByte);
            Ambient.Set(ambient);
        }
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext) =>
        OperationCall.Of(executionContext) is { } call ? Watch<T>(executionContext, call) : base.InvokeAsync<T>(executionContext);

    private async Task<T> Watch<T>(IExecutionContext executionContext, OperationCall call)
        where T : AmazonWebServiceResponse, new()
    {
        // What an async method makes ambient, its caller does not see: nothing has to be put back.
        if (!HttpClientSource.HasListeners())
            Ambient.Set(null);
        call.Phases.Done(Phase.Signing);
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        finally
        {
            call.Phases.Done(Phase.FirstByte);
        }
    }
}
