#Requires -Version 7.4
#Requires -Modules AWS.Tools.DynamoDBv2
<#
.SYNOPSIS
    Books a day's orders of a shop in batches of 25, and adds up what a customer has bought.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [object[]] $Order,

    [string] $Customer = 'ada',
    [string] $TableName = 'orders'
)

Import-Module AwsOtel
Start-OtelSession

function Write-Batch {
    # Puts up to 25 items in one call, and again what DynamoDB has not processed.
    param([object[]] $Item)
    $requests = $Item | ForEach-Object {
        [Amazon.DynamoDBv2.Model.WriteRequest]::new([Amazon.DynamoDBv2.Model.PutRequest]::new(($_ | ConvertTo-DDBItem)))
    }
    $left = @{ $TableName = @($requests) }
    for ($try = 1; $left.Count -and $try -le 5; $try++) {
        $left = (Set-DDBBatchItem -RequestItem $left -ReturnConsumedCapacity TOTAL -Select *).UnprocessedItems
    }
    if ($left.Count) { throw "$($left[$TableName].Count) orders were not written." }
}

try {
    for ($i = 0; $i -lt $Order.Count; $i += 25) { Write-Batch $Order[$i..($i + 24)] }

    $query = @{
        TableName                = $TableName
        KeyConditionExpression   = 'customer = :customer'
        ExpressionAttributeValue = @{ ':customer' = $Customer } | ConvertTo-DDBItem
        ReturnConsumedCapacity   = 'TOTAL'
    }
    $sum = (Invoke-DDBQuery @query | ConvertFrom-DDBItem | Measure-Object total -Sum).Sum
    "$Customer has bought for $sum."
}
finally { Stop-OtelSession }
