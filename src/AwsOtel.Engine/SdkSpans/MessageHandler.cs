using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Directly inside the operation's handler, so outside the marshaller, which reads the request, outside the retries, which send it again, and
/// outside the services' own checks of the answer.
/// </summary>
internal sealed class MessageHandler : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (Begin(executionContext) is not { } exchange)
        {
            base.InvokeSync(executionContext);
            return;
        }

        try
        {
            base.InvokeSync(executionContext);
        }
        catch (Exception e) when (exchange.Fail(executionContext, e))
        {
            throw;
        }

        exchange.Succeed(executionContext, executionContext.ResponseContext.Response);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext) =>
        Begin(executionContext) is { } exchange ? Watch<T>(executionContext, exchange) : base.InvokeAsync<T>(executionContext);

    private static MessageExchange? Begin(IExecutionContext executionContext) => SessionRegistry.IsActive ? MessageExchange.TryBegin(executionContext) : null;

    private async Task<T> Watch<T>(IExecutionContext executionContext, MessageExchange exchange)
        where T : AmazonWebServiceResponse, new()
    {
        T response;
        try
        {
            response = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception e) when (exchange.Fail(executionContext, e))
        {
            throw;
        }

        exchange.Succeed(executionContext, response);
        return response;
    }
}
