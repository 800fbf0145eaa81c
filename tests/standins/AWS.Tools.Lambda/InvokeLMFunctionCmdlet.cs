using System.Management.Automation;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Amazon.PowerShell.Common;

namespace Amazon.PowerShell.Cmdlets.LM;

[Cmdlet("Invoke", "LMFunction", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType("Amazon.Lambda.Model.InvokeResponse")]
[AWSCmdlet("Calls the AWS Lambda Invoke API operation.", Operation = ["Invoke"], SelectReturnType = typeof(InvokeResponse))]
[AWSCmdletOutput("Amazon.Lambda.Model.InvokeResponse", "The response.")]
public class InvokeLMFunctionCmdlet : AmazonLambdaClientCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [AWSRequiredParameter]
    public string? FunctionName { get; set; }

    /// <summary>An empty object unless told, as in AWS.Tools.Lambda.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? Payload { get; set; } = "{}";

    /// <summary>An empty object unless told, as in AWS.Tools.Lambda.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public string? ClientContext { get; set; } = "{}";

    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    [AWSConstantClassSource("Amazon.Lambda.InvocationType")]
    public InvocationType? InvocationType { get; set; }

    [Parameter(Position = 4, ValueFromPipelineByPropertyName = true)]
    [AWSConstantClassSource("Amazon.Lambda.LogType")]
    public LogType? LogType { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Qualifier { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Select { get; set; } = "*";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Force { get; set; }

    protected override bool IsGeneratedCmdlet { get; set; } = true;

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (!Confirm(Force.IsPresent, nameof(FunctionName), "Invoke-LMFunction (Invoke)"))
            return;
        var request = new InvokeRequest
        {
            ClientContext = ClientContext,
            FunctionName = FunctionName,
            InvocationType = InvocationType,
            LogType = LogType,
            Payload = Payload,
            Qualifier = Qualifier,
        };
        Call<InvokeResponse, InvokeLMFunctionCmdlet>(request, Select, static response => response);
    }
}
