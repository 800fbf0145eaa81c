using System.Collections;
using Amazon.PowerShell.Common;
using Amazon.Runtime;
using Amazon.SQS;
using AwsOtel.Tests.StandIns;
using AwsOtel.Tests.Support.Fakes;

namespace Amazon.PowerShell.Cmdlets.SQS;

[AWSClientCmdlet("Amazon Simple Queue Service (SQS)", "SQS", "2012-11-05", "SQS")]
public abstract class AmazonSQSClientCmdlet : ApiCmdlet<AmazonSQSConfig>
{
    protected override FakeServiceClient CreateClient(AWSCredentials credentials, AmazonSQSConfig config) => new AmazonSQSClient(credentials, config);

    private protected static Dictionary<string, T>? Typed<T>(Hashtable? table) =>
        table?.Keys.Cast<string>().ToDictionary(static name => name, name => (T)table[name]!, StringComparer.Ordinal);
}
