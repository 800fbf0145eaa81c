# A lock that was left, a bucket without settings, and an S3 that is busy twice.
param([psobject] $LocalAws, [string] $Folder)

$null = New-S3Bucket backoffice
$null = New-DDBTableSchema | Add-DDBKeySchema -KeyName id -KeyDataType S | New-DDBTable locks -BillingMode PAY_PER_REQUEST
while ((Get-DDBTable locks).TableStatus -ne 'ACTIVE') { Start-Sleep -Milliseconds 50 }
Set-DDBItem -TableName locks -Item (@{ id = 'report' } | ConvertTo-DDBItem)
$busy = @{ service = 's3'; operation = 'PutObject'; count = 2; status = 503; errorCode = 'SlowDown'; errorMessage = 'Please reduce your request rate.' }
$null = Invoke-RestMethod "$($LocalAws.controlEndpoint)/faults" -Method Post -ContentType application/json -Body ($busy | ConvertTo-Json)
@{}
