using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsOtel.Tests.Support.Fakes;

/// <summary>A client of any of the services, with made-up keys, and with retries that hardly wait.</summary>
internal sealed class FakeClient : FakeServiceClient
{
    public FakeClient(string serviceId, string url, int retries = 0, bool isNamed = true, AWSCredentials? credentials = null)
        : base(credentials ?? Clients.Credentials, new FakeConfig(serviceId) { ServiceURL = url, AuthenticationRegion = Clients.Region, MaxErrorRetry = retries, IsNamed = isNamed })
    {
        foreach (var retry in Clients.Handlers(this).OfType<RetryHandler>())
        {
            if (retry.RetryPolicy is StandardRetryPolicy policy)
                policy.MaxBackoffInMilliseconds = 5;
        }
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        if (ServiceMetadata.ServiceId == "SQS")
            pipeline.AddHandlerBefore<Unmarshaller>(new FakeSqsValidation());
    }
}
