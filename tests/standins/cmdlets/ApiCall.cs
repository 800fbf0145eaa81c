using System.Management.Automation;
using Amazon.PowerShell.Common;
using Amazon.Runtime;
using AwsOtel.Tests.Support.Fakes;

namespace AwsOtel.Tests.StandIns;

/// <summary>What a cmdlet of one API call executes.</summary>
public abstract class ApiCall : ExecutorContext
{
    public abstract CmdletOutput Make(Cmdlet cmdlet, FakeServiceClient client);
}

/// <param name="request">What is sent.</param>
/// <param name="select">What of the response goes down the pipeline.</param>
internal sealed class ApiCall<TResponse>(AmazonWebServiceRequest request, Func<TResponse, object?> select) : ApiCall
    where TResponse : AmazonWebServiceResponse, new()
{
    /// <summary>A failure is part of the output: the base of the cmdlet makes the error record of it.</summary>
    public override CmdletOutput Make(Cmdlet cmdlet, FakeServiceClient client)
    {
        Amazon.PowerShell.Utils.Common.WriteVerboseEndpointMessage(cmdlet, client.Config, request.GetType().Name);
        try
        {
            var response = client.CallAsync<TResponse>(request).GetAwaiter().GetResult();
            return new CmdletOutput { PipelineOutput = select(response), ServiceResponse = response };
        }
        catch (Exception e)
        {
            return new CmdletOutput { ErrorResponse = e };
        }
    }
}
