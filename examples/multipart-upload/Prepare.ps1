# A bucket, a file of 17 MB, and an S3 that is too busy for one of the parts.
param([psobject] $LocalAws, [string] $Folder)

$null = New-S3Bucket releases
$path = Join-Path $Folder disk.img
[System.IO.File]::WriteAllBytes($path, [byte[]]::new(17MB))
$busy = @{ service = 's3'; operation = 'UploadPart'; status = 503; errorCode = 'SlowDown'; errorMessage = 'Please reduce your request rate.' }
$null = Invoke-RestMethod "$($LocalAws.controlEndpoint)/faults" -Method Post -ContentType application/json -Body ($busy | ConvertTo-Json)
@{ Path = $path }
