# A table, 40 orders, and a DynamoDB that throttles the second batch once.
param([psobject] $LocalAws, [string] $Folder)

$null = New-DDBTableSchema |
    Add-DDBKeySchema -KeyName customer -KeyDataType S |
    Add-DDBKeySchema -KeyName number -KeyDataType N -KeyType RANGE |
    New-DDBTable orders -BillingMode PAY_PER_REQUEST
while ((Get-DDBTable orders).TableStatus -ne 'ACTIVE') { Start-Sleep -Milliseconds 50 }
$throttled = @{
    service = 'dynamodb'; operation = 'Query'; status = 400
    errorCode = 'ProvisionedThroughputExceededException'; errorMessage = 'The level of configured provisioned throughput for the table was exceeded.'
}
$null = Invoke-RestMethod "$($LocalAws.controlEndpoint)/faults" -Method Post -ContentType application/json -Body ($throttled | ConvertTo-Json)
@{ Order = 1..40 | ForEach-Object { @{ customer = $_ % 2 ? 'ada' : 'grace'; number = $_; total = 10 * $_ } } }
