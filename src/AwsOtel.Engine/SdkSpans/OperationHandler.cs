using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>The outermost handler: the span covers marshalling, endpoint resolution, credentials, every attempt and every wait.</summary>
internal sealed class OperationHandler : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (OperationCall.TryBegin(executionContext) is not { } call)
        {
            base.InvokeSync(executionContext);
            return;
        }

        var ambient = Activity.Current;
        Ambient.Set(call.Span);
        try
        {
            base.InvokeSync(executionContext);
        }
        catch (Exception e) when (call.Fail(executionContext, e))
        {
            throw;
        }
        finally
        {
            Ambient.Set(ambient);
        }

        call.Succeed(executionContext, executionContext.ResponseContext.Response);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext) =>
        OperationCall.TryBegin(executionContext) is { } call ? Watch<T>(executionContext, call) : base.InvokeAsync<T>(executionContext);

    private async Task<T> Watch<T>(IExecutionContext executionContext, OperationCall call)
        where T : AmazonWebServiceResponse, new()
    {
        // What an async method makes ambient, its caller does not see: nothing has to be put back.
        Ambient.Set(call.Span);
        T response;
        try
        {
            response = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception e) when (call.Fail(executionContext, e))
        {
            throw;
        }

        call.Succeed(executionContext, response);
        return response;
    }
}
