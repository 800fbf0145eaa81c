using System.Management.Automation;
using Amazon.PowerShell.Common;
using Amazon.SQS.Model;

namespace Amazon.PowerShell.Cmdlets.SQS;

[Cmdlet("Remove", "SQSMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType("None")]
[AWSCmdlet("Calls the Amazon Simple Queue Service (SQS) DeleteMessage API operation.", Operation = ["DeleteMessage"], SelectReturnType = typeof(DeleteMessageResponse))]
[AWSCmdletOutput("None or Amazon.SQS.Model.DeleteMessageResponse", "Nothing.")]
public class RemoveSQSMessageCmdlet : AmazonSQSClientCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [AWSRequiredParameter]
    public string? QueueUrl { get; set; }

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [AWSRequiredParameter]
    public string? ReceiptHandle { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Select { get; set; } = "*";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Force { get; set; }

    protected override bool IsGeneratedCmdlet { get; set; } = true;

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Confirm(Force.IsPresent, nameof(ReceiptHandle), "Remove-SQSMessage (DeleteMessage)"))
            Call<DeleteMessageResponse, RemoveSQSMessageCmdlet>(new DeleteMessageRequest { QueueUrl = QueueUrl, ReceiptHandle = ReceiptHandle }, Select, static _ => null);
    }
}
