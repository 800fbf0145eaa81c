#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3, AWS.Tools.DynamoDBv2
<#
.SYNOPSIS
    Backs up the shop: objects that changed since the last night, the orders, and the site's files.
.DESCRIPTION
    Everything of one night goes under its date in the backup bucket. Nights beyond the number to keep are removed. A bucket that cannot be
    read is reported and does not keep the others from being backed up.
.PARAMETER SiteFolder
    The folder with the site's files; it is stored as one archive.
.PARAMETER Keep
    How many nights to keep.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $SiteFolder,

    [string[]] $BucketName = @('shop-invoices', 'shop-photos', 'shop-legacy'),
    [string] $BackupBucket = 'shop-backup',
    [string] $OrderTable = 'shop-orders',
    [string] $StateTable = 'backup-state',

    [ValidateRange(1, 365)]
    [int] $Keep = 7
)

Import-Module AwsOtel
Start-OtelSession

$ErrorActionPreference = 'Stop'
$started = [datetime]::UtcNow
$night = $started.ToString('yyyy-MM-dd')
$work = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "nightly-backup-$PID")

function Save-Archive {
    # Uploads a file and makes sure that all of it has arrived.
    param([System.IO.FileInfo] $File)
    $key = "$night/$($File.Name)"
    Write-S3Object -BucketName $BackupBucket -Key $key -File $File.FullName
    $stored = Get-S3ObjectMetadata -BucketName $BackupBucket -Key $key
    if ($stored.ContentLength -ne $File.Length) { throw "$key has $($stored.ContentLength) bytes, $($File.Name) has $($File.Length)." }
}

try {
    # Since when? The first night has no state, and takes everything.
    if ($StateTable -notin (Get-DDBTables)) { throw "The table $StateTable is missing." }
    $state = Get-DDBItem -TableName $StateTable -Key (@{ id = 'last-run' } | ConvertTo-DDBItem) | ConvertFrom-DDBItem
    $since = $state ? [datetime]::Parse($state.started, [cultureinfo]::InvariantCulture, 'RoundtripKind') : [datetime]::MinValue

    # What changed in the buckets
    $failed = @()
    foreach ($bucket in $BucketName) {
        try {
            $copies = Get-S3Object -BucketName $bucket |
                Where-Object { $_.LastModified.ToUniversalTime() -gt $since } |
                Copy-S3Object -DestinationBucket $BackupBucket -DestinationKey { "$night/$bucket/$($_.Key)" }
            Write-Host "$bucket`: copied $(@($copies).Count)"
        }
        catch [System.InvalidOperationException] {
            Write-Warning "$bucket was not backed up: $($_.Exception.Message)"
            $failed += $bucket
        }
    }

    # The orders, and the site
    $orders = Join-Path $work orders.json
    Invoke-DDBScan -TableName $OrderTable | ConvertFrom-DDBItem | ConvertTo-Json | Set-Content $orders
    Save-Archive $orders
    $site = Join-Path $work site.zip
    Compress-Archive (Join-Path $SiteFolder *) $site -CompressionLevel NoCompression
    Save-Archive $site

    # Nights that are not kept any longer
    $nights = Get-S3ObjectV2 -BucketName $BackupBucket -Delimiter / -Select CommonPrefixes | Sort-Object -Descending
    foreach ($old in $nights | Select-Object -Skip $Keep) {
        Get-S3ObjectV2 -BucketName $BackupBucket -Prefix $old | Remove-S3Object -Force | Out-Null
        Write-Host "$old removed"
    }

    $result = @{ id = 'last-run'; started = $started.ToString('o'); failed = $failed.Count }
    Set-DDBItem -TableName $StateTable -Item ($result | ConvertTo-DDBItem)
}
finally {
    Remove-Item $work -Recurse -Force
    Stop-OtelSession
}
