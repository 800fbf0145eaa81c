using System.Collections;
using System.Management.Automation;
using Amazon.PowerShell.Common;
using Amazon.SQS.Model;

namespace Amazon.PowerShell.Cmdlets.SQS;

[Cmdlet("New", "SQSQueue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("System.String")]
[AWSCmdlet("Calls the Amazon Simple Queue Service (SQS) CreateQueue API operation.", Operation = ["CreateQueue"], SelectReturnType = typeof(CreateQueueResponse))]
[AWSCmdletOutput("System.String or Amazon.SQS.Model.CreateQueueResponse", "The URL of the queue.")]
public class NewSQSQueueCmdlet : AmazonSQSClientCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [AWSRequiredParameter]
    public string? QueueName { get; set; }

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Attributes")]
    public Hashtable? Attribute { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Select { get; set; } = "QueueUrl";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Force { get; set; }

    protected override bool IsGeneratedCmdlet { get; set; } = true;

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Confirm(Force.IsPresent, nameof(QueueName), "New-SQSQueue (CreateQueue)"))
            Call<CreateQueueResponse, NewSQSQueueCmdlet>(new CreateQueueRequest { QueueName = QueueName, Attributes = Typed<string>(Attribute) }, Select, static response => response.QueueUrl);
    }
}
