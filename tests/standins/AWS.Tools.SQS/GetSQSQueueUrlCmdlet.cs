using System.Management.Automation;
using Amazon.PowerShell.Common;
using Amazon.SQS.Model;

namespace Amazon.PowerShell.Cmdlets.SQS;

[Cmdlet("Get", "SQSQueueUrl")]
[OutputType("System.String")]
[AWSCmdlet("Calls the Amazon Simple Queue Service (SQS) GetQueueUrl API operation.", Operation = ["GetQueueUrl"], SelectReturnType = typeof(GetQueueUrlResponse))]
[AWSCmdletOutput("System.String or Amazon.SQS.Model.GetQueueUrlResponse", "The URL of the queue.")]
public class GetSQSQueueUrlCmdlet : AmazonSQSClientCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [AWSRequiredParameter]
    public string? QueueName { get; set; }

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? QueueOwnerAWSAccountId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Select { get; set; } = "QueueUrl";

    protected override bool IsGeneratedCmdlet { get; set; } = true;

    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        Call<GetQueueUrlResponse, GetSQSQueueUrlCmdlet>(
            new GetQueueUrlRequest { QueueName = QueueName, QueueOwnerAWSAccountId = QueueOwnerAWSAccountId }, Select, static response => response.QueueUrl);
    }
}
