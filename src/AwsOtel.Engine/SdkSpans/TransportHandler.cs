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

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (OperationCall.Of(executionContext) is not { } call)
            return base.InvokeAsync<T>(executionContext);
        var ambient = Activity.Current;
        if (!HttpClientSource.HasListeners())
            Ambient.Set(null);
        call.Phases.Done(Phase.Signing);
        Task<T> response;
        try
        {
            response = base.InvokeAsync<T>(executionContext);
        }
        catch (Exception)
        {
            call.Phases.Done(Phase.FirstByte);
            throw;
        }
        finally
        {
            Ambient.Set(ambient);
        }

        if (!response.IsCompleted)
            return Watch(call, response);
        call.Phases.Done(Phase.FirstByte);
        return response;
    }

    private static async Task<T> Watch<T>(OperationCall call, Task<T> response)
    {
        try
        {
            return await response.ConfigureAwait(false);
        }
        finally
        {
            call.Phases.Done(Phase.FirstByte);
        }
    }
}
