#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Imports orders from a bucket, and counts and measures what it does.
#>
[CmdletBinding()]
param(
    [string] $BucketName = 'incoming-orders'
)

Import-Module AwsOtel
Start-OtelSession -ServiceName order-import -MetricExporter Otlp
try {
    $file = Join-Path (New-Item -ItemType Directory ./orders) order.json
    foreach ($object in Get-S3ObjectV2 -BucketName $BucketName) {
        $null = Read-S3Object -BucketName $BucketName -Key $object.Key -File $file
        $order = Get-Content $file -Raw | ConvertFrom-Json
        Write-OtelMetric orders.imported 1 -Unit '{order}' -Attribute @{ 'order.country' = $order.country }
        Write-OtelMetric orders.value $order.total -Kind Histogram -Unit EUR
    }
    Write-OtelMetric orders.waiting @(Get-S3ObjectV2 -BucketName $BucketName).Count -Kind Gauge -Unit '{order}'
}
finally { Stop-OtelSession }
