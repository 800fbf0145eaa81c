using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AwsOtel.Tests.Support.Fakes;

namespace Amazon.SQS;

/// <summary>SQS by its JSON protocol, and with the checks of digests that AWSSDK.SQS makes.</summary>
public sealed class AmazonSQSClient(AWSCredentials credentials, AmazonSQSConfig config) : FakeServiceClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerBefore<Unmarshaller>(new FakeSqsValidation());
    }
}
