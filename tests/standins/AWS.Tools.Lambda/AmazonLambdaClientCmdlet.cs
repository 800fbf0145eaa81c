using Amazon.Lambda;
using Amazon.PowerShell.Common;
using Amazon.Runtime;
using AwsOtel.Tests.StandIns;
using AwsOtel.Tests.Support.Fakes;

namespace Amazon.PowerShell.Cmdlets.LM;

[AWSClientCmdlet("AWS Lambda", "LM", "2015-03-31", "Lambda")]
public abstract class AmazonLambdaClientCmdlet : ApiCmdlet<AmazonLambdaConfig>
{
    protected override FakeServiceClient CreateClient(AWSCredentials credentials, AmazonLambdaConfig config) => new AmazonLambdaClient(credentials, config);
}
