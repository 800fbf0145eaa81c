#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Moves the logs of a year to an archive: copies each, looks that all are there, and removes them in one call.
#>
[CmdletBinding()]
param(
    [string] $BucketName = 'app-logs',
    [string] $ArchiveBucket = 'app-archive',
    [string] $Prefix = '2025/'
)

$ErrorActionPreference = 'Stop'
Import-Module AwsOtel
Start-OtelSession
try {
    $logs = @(Get-S3ObjectV2 -BucketName $BucketName -Prefix $Prefix)
    $copied = $logs | Copy-S3Object -DestinationBucket $ArchiveBucket -DestinationKey { $_.Key }
    if (@($copied).Count -ne $logs.Count) { throw "Copied $(@($copied).Count) of $($logs.Count) logs." }
    if ($logs) { $null = Remove-S3Object -BucketName $BucketName -KeyCollection $logs.Key -Force }
    "Moved $($logs.Count) logs."
}
finally { Stop-OtelSession }
