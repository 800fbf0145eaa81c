using System.Management.Automation;
using Amazon.PowerShell.Common;
using Amazon.SQS.Model;

namespace Amazon.PowerShell.Cmdlets.SQS;

[Cmdlet("Receive", "SQSMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("Amazon.SQS.Model.Message")]
[AWSCmdlet("Calls the Amazon Simple Queue Service (SQS) ReceiveMessage API operation.", Operation = ["ReceiveMessage"], SelectReturnType = typeof(ReceiveMessageResponse))]
[AWSCmdletOutput("Amazon.SQS.Model.Message or Amazon.SQS.Model.ReceiveMessageResponse", "The messages.")]
public class ReceiveSQSMessageCmdlet : AmazonSQSClientCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [AWSRequiredParameter]
    public string? QueueUrl { get; set; }

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("MaxNumberOfMessages")]
    public int? MessageCount { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public int? VisibilityTimeout { get; set; }

    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    [Alias("AttributeNames")]
    public string[]? AttributeName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MessageAttributeNames")]
    public string[]? MessageAttributeName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MessageSystemAttributeNames")]
    public string[]? MessageSystemAttributeName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("WaitTimeSeconds")]
    public int? WaitTimeInSeconds { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Select { get; set; } = "Messages";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Force { get; set; }

    protected override bool IsGeneratedCmdlet { get; set; } = true;

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (!Confirm(Force.IsPresent, nameof(QueueUrl), "Receive-SQSMessage (ReceiveMessage)"))
            return;
        var request = new ReceiveMessageRequest
        {
            AttributeNames = AttributeName?.ToList(),
            MaxNumberOfMessages = MessageCount,
            MessageAttributeNames = MessageAttributeName?.ToList(),
            MessageSystemAttributeNames = MessageSystemAttributeName?.ToList(),
            QueueUrl = QueueUrl,
            VisibilityTimeout = VisibilityTimeout,
            WaitTimeSeconds = WaitTimeInSeconds,
        };
        Call<ReceiveMessageResponse, ReceiveSQSMessageCmdlet>(request, Select, static response => response.Messages);
    }
}
