using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using AwsOtel.Tests.Support.Fakes;

namespace Amazon.Lambda;

public sealed class AmazonLambdaClient(AWSCredentials credentials, AmazonLambdaConfig config) : FakeServiceClient(credentials, config)
{
    protected override IMarshaller<IRequest, AmazonWebServiceRequest> Marshaller() => new InvokeMarshaller();
}
