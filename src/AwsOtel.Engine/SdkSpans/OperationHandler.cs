using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>The outermost handler: the span covers marshalling, endpoint resolution, credentials, every attempt and every wait.</summary>
internal sealed class OperationHandler : PipelineHandler
{
    private static readonly object Joining = new();

    private volatile bool _joined;

    public override void InvokeSync(IExecutionContext executionContext)
    {
        JoinMessages(executionContext);
        if (OperationCall.TryBegin(executionContext) is not { } call)
        {
            base.InvokeSync(executionContext);
            return;
        }

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
            Ambient.Set(call.Outside);
        }

        call.Succeed(executionContext, executionContext.ResponseContext.Response);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        JoinMessages(executionContext);
        if (OperationCall.TryBegin(executionContext) is not { } call)
            return base.InvokeAsync<T>(executionContext);
        Task<T> response;
        try
        {
            response = base.InvokeAsync<T>(executionContext);
        }
        catch (Exception e) when (call.Fail(executionContext, e))
        {
            throw;
        }
        finally
        {
            Ambient.Set(call.Outside);
        }

        if (!response.IsCompletedSuccessfully)
            return Watch(executionContext, call, response);
        call.Succeed(executionContext, response.Result);
        return response;
    }

    /// <summary>A client's service is known at its first call; most have no messages, and are spared the handler for them.</summary>
    private void JoinMessages(IExecutionContext executionContext)
    {
        if (_joined)
            return;
        lock (Joining)
        {
            if (!_joined && ServiceTables.For(executionContext.RequestContext.ServiceMetaData?.ServiceId).HasMessages)
                PipelineCustomizer.InsertAfter(this, new MessageHandler());
            _joined = true;
        }
    }

    private static async Task<T> Watch<T>(IExecutionContext executionContext, OperationCall call, Task<T> inner)
        where T : AmazonWebServiceResponse
    {
        T response;
        try
        {
            response = await inner.ConfigureAwait(false);
        }
        catch (Exception e) when (call.Fail(executionContext, e))
        {
            throw;
        }

        call.Succeed(executionContext, response);
        return response;
    }
}
