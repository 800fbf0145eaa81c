using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsOtel.Tests.Support;

/// <summary>
/// An adaptive client whose rate limit holds back each retry, and each first attempt after a retry, for a known time. The SDK's own limit
/// depends on the rate that it has measured, and gives up by chance: it waits whole milliseconds for a token that is due in parts of them.
/// </summary>
internal sealed class HeldBackClient(string url, TimeSpan wait) : AmazonDynamoDBClient(
    Clients.Credentials,
    new AmazonDynamoDBConfig { ServiceURL = url, AuthenticationRegion = Clients.Region, MaxErrorRetry = 3, RetryMode = RequestRetryMode.Adaptive })
{
    private readonly TimeSpan _wait = wait;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        // The base constructor calls this before the field is set.
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new Policy(Config, () => _wait)));
    }

    private sealed class Policy(IClientConfig config, Func<TimeSpan> wait) : AdaptiveRetryPolicy(config)
    {
        private bool _limited;

        public override async Task ObtainSendTokenAsync(IExecutionContext executionContext, Exception? exception)
        {
            _limited |= exception is not null;
            if (_limited)
                await Task.Delay(wait(), executionContext.RequestContext.CancellationToken);
        }

        public override Task WaitBeforeRetryAsync(IExecutionContext executionContext) => Task.CompletedTask;
    }
}
