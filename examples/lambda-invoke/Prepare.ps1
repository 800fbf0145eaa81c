# An answer of the function, from a server that answers as it is told.
param([psobject] $LocalAws, [string] $Folder)

$answer = @{
    service = 's3'; pathContains = '/functions/price-order/invocations'; status = 200
    headers = @{ 'content-type' = 'application/json'; 'x-amz-executed-version' = '7' }; body = '{"price":42}'
}
$null = Invoke-RestMethod "$($LocalAws.controlEndpoint)/faults" -Method Post -ContentType application/json -Body ($answer | ConvertTo-Json)
@{}
