#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Uploads a large file in parts, and makes sure that all of it has arrived.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [string] $BucketName = 'releases'
)

Import-Module AwsOtel
Start-OtelSession
try {
    $file = Get-Item $Path
    Write-S3Object -BucketName $BucketName -Key $file.Name -File $file -PartSize 6MB -ConcurrentServiceRequest 3
    $stored = Get-S3ObjectMetadata -BucketName $BucketName -Key $file.Name
    if ($stored.ContentLength -ne $file.Length) { throw "$($file.Name) has $($stored.ContentLength) bytes of $($file.Length) in S3." }
}
finally { Stop-OtelSession }
