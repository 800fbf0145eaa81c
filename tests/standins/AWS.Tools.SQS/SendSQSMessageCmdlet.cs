using System.Collections;
using System.Management.Automation;
using Amazon.PowerShell.Common;
using Amazon.SQS.Model;

namespace Amazon.PowerShell.Cmdlets.SQS;

[Cmdlet("Send", "SQSMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("Amazon.SQS.Model.SendMessageResponse")]
[AWSCmdlet("Calls the Amazon Simple Queue Service (SQS) SendMessage API operation.", Operation = ["SendMessage"], SelectReturnType = typeof(SendMessageResponse))]
[AWSCmdletOutput("Amazon.SQS.Model.SendMessageResponse", "The response.")]
public class SendSQSMessageCmdlet : AmazonSQSClientCmdlet
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
    public string? MessageBody { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("DelaySeconds")]
    public int? DelayInSeconds { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MessageAttributes")]
    public Hashtable? MessageAttribute { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? MessageDeduplicationId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? MessageGroupId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MessageSystemAttributes")]
    public Hashtable? MessageSystemAttribute { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Select { get; set; } = "*";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Force { get; set; }

    protected override bool IsGeneratedCmdlet { get; set; } = true;

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (!Confirm(Force.IsPresent, nameof(MessageDeduplicationId), "Send-SQSMessage (SendMessage)"))
            return;
        var request = new SendMessageRequest
        {
            DelaySeconds = DelayInSeconds,
            MessageAttributes = Typed<MessageAttributeValue>(MessageAttribute),
            MessageBody = MessageBody,
            MessageDeduplicationId = MessageDeduplicationId,
            MessageGroupId = MessageGroupId,
            MessageSystemAttributes = Typed<MessageSystemAttributeValue>(MessageSystemAttribute),
            QueueUrl = QueueUrl,
        };
        Call<SendMessageResponse, SendSQSMessageCmdlet>(request, Select, static response => response);
    }
}
