<#
.SYNOPSIS
    Makes the shop that nightly-backup.ps1 backs up: buckets, tables and a folder of files. Not traced.
.PARAMETER LocalAws
    What Start-LocalAws has returned.
.PARAMETER Folder
    Where to put local files: the site's in its folder site.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [psobject] $LocalAws,

    [Parameter(Mandatory)]
    [string] $Folder
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$identity = @{ AccessKey = 'demo'; SecretKey = 'demo'; Region = 'eu-central-1' }
$s3 = @{ EndpointUrl = $LocalAws.s3.endpoint } + $identity
$dynamodb = @{ EndpointUrl = $LocalAws.dynamodb.endpoint } + $identity
$invoices = New-Item -ItemType Directory (Join-Path $Folder invoices)
$site = New-Item -ItemType Directory (Join-Path $Folder site)

# A thousand invoices of last month, which is one page of a listing, and the nights that were backed up so far.
foreach ($bucket in 'shop-invoices', 'shop-photos', 'shop-backup') { $null = New-S3Bucket $bucket @s3 }
1..1000 | ForEach-Object { Set-Content (Join-Path $invoices ('{0:d6}.json' -f $_)) "{ ""number"": $_ }" }
Write-S3Object -BucketName shop-invoices -Folder $invoices -KeyPrefix 2026/05 -ConcurrentServiceRequest 20 @s3
$today = [datetime]::UtcNow.Date
foreach ($daysAgo in 1..7) {
    $night = $today.AddDays(-$daysAgo).ToString('yyyy-MM-dd')
    foreach ($name in 'orders.json', 'site.zip') { Write-S3Object -BucketName shop-backup -Key "$night/$name" -Content $night @s3 }
}

# The state that last night left
foreach ($table in 'backup-state', 'shop-orders') {
    $null = New-DDBTableSchema | Add-DDBKeySchema -KeyName id -KeyDataType S | New-DDBTable $table -BillingMode PAY_PER_REQUEST @dynamodb
}
Start-Sleep -Milliseconds 1100 # S3 tells the time of a change in seconds.
Set-DDBItem -TableName backup-state -Item (@{ id = 'last-run'; started = [datetime]::UtcNow.ToString('o'); failed = 0 } | ConvertTo-DDBItem) @dynamodb
Start-Sleep -Milliseconds 1100

# What happened since
foreach ($number in 1..2) { Write-S3Object -BucketName shop-invoices -Key "2026/06/00000$number.json" -Content "{ ""number"": $number }" @s3 }
Write-S3Object -BucketName shop-photos -Key teapot.jpg -Content 'a teapot' @s3
foreach ($number in 1..25) {
    Set-DDBItem -TableName shop-orders -Item (@{ id = "order-$number"; total = 10 * $number } | ConvertTo-DDBItem) @dynamodb
}

# Twenty megabytes, the same at each run
$random = [System.Random]::new(1)
foreach ($number in 1..4) {
    $bytes = [byte[]]::new(5MB)
    $random.NextBytes($bytes)
    [System.IO.File]::WriteAllBytes((Join-Path $site "photo-$number.jpg"), $bytes)
}

# S3 asks for fewer requests once, as it does under load.
$busy = @{ service = 's3'; operation = 'CopyObject'; status = 503; errorCode = 'SlowDown'; errorMessage = 'Please reduce your request rate.' }
$null = Invoke-RestMethod "$($LocalAws.controlEndpoint)/faults" -Method Post -ContentType application/json -Body ($busy | ConvertTo-Json)
