#Requires -Version 7.4
#Requires -Modules AWS.Tools.SQS
<#
.SYNOPSIS
    Sends orders to a queue, and takes them from it: what two scripts on two machines would do.
#>
[CmdletBinding()]
param(
    [string] $QueueName = 'orders',
    [string[]] $Order = @('A-1', 'A-2')
)

Import-Module AwsOtel
Start-OtelSession
try {
    $queue = Get-SQSQueueUrl -QueueName $QueueName

    # The producer. The trace goes along with each message.
    Invoke-OtelSpan 'take orders' -Attribute @{ 'orders.count' = $Order.Count } {
        foreach ($id in $Order) { Send-SQSMessage -QueueUrl $queue -MessageBody (@{ id = $id } | ConvertTo-Json) | Out-Null }
    }

    # The consumer. Each message is a span under the one that sent it, wherever that was.
    while ($messages = Receive-SQSMessage -QueueUrl $queue -MessageCount 10 -WaitTimeInSeconds 1) {
        foreach ($message in $messages) {
            Invoke-OtelSpan -Message $message {
                "Order $(($message.Body | ConvertFrom-Json).id) is packed."
                Remove-SQSMessage -QueueUrl $queue -ReceiptHandle $message.ReceiptHandle -Force
            }
        }
    }
}
finally { Stop-OtelSession }
