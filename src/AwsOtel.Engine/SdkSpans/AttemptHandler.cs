using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>Directly inside the retry handler: sees every attempt, with the exception that the retry policy decides on.</summary>
internal sealed class AttemptHandler(RetryPolicy policy) : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (Begin(executionContext) is not { } call)
        {
            base.InvokeSync(executionContext);
            return;
        }

        try
        {
            base.InvokeSync(executionContext);
        }
        catch (Exception e) when (Fail(call, executionContext, e))
        {
            throw;
        }

        Succeed(call, executionContext);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (Begin(executionContext) is not { } call)
            return base.InvokeAsync<T>(executionContext);
        Task<T> response;
        try
        {
            response = base.InvokeAsync<T>(executionContext);
        }
        catch (Exception e) when (Fail(call, executionContext, e))
        {
            throw;
        }

        if (!response.IsCompletedSuccessfully)
            return Watch(executionContext, call, response);
        Succeed(call, executionContext);
        return response;
    }

    private static OperationCall? Begin(IExecutionContext executionContext)
    {
        try
        {
            FaultPoint.Reach("begin an attempt");
            if (OperationCall.Of(executionContext) is not { } call)
                return null;
            call.Attempts.Begin();
            call.Phases.Skip();
            return call;
        }
        catch (Exception e)
        {
            OwnFailures.Record("begin an attempt", e);
            return null;
        }
    }

    private static void Succeed(OperationCall call, IExecutionContext executionContext)
    {
        try
        {
            FaultPoint.Reach("end an attempt");
            call.Phases.Done(Phase.Reading);
            call.Attempts.Succeed(executionContext.ResponseContext);
        }
        catch (Exception e)
        {
            OwnFailures.Record("end an attempt", e);
        }
    }

    /// <summary>Looks at the exception and lets it pass.</summary>
    private bool Fail(OperationCall call, IExecutionContext executionContext, Exception exception)
    {
        try
        {
            FaultPoint.Reach("end a failed attempt");
            call.Phases.Done(Phase.Reading);
            call.Attempts.Fail(exception, RetryReason.Of(policy, executionContext, exception));
        }
        catch (Exception e)
        {
            OwnFailures.Record("end a failed attempt", e);
        }

        return false;
    }

    private async Task<T> Watch<T>(IExecutionContext executionContext, OperationCall call, Task<T> inner)
    {
        T response;
        try
        {
            response = await inner.ConfigureAwait(false);
        }
        catch (Exception e) when (Fail(call, executionContext, e))
        {
            throw;
        }

        Succeed(call, executionContext);
        return response;
    }
}
