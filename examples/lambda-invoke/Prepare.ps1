# A function, and what it answers.
param([psobject] $LocalAws, [string] $Folder)

$function = @{ name = 'price-order'; version = '7'; answer = @{ price = 42 } }
$null = Invoke-RestMethod "$($LocalAws.controlEndpoint)/functions" -Method Post -ContentType application/json -Body ($function | ConvertTo-Json)
@{}
