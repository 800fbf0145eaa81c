#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Copies the objects of a bucket to another one, several at a time.
#>
[CmdletBinding()]
param(
    [string] $Source = 'photos',
    [string] $Destination = 'photos-copy',
    [int] $AtATime = 3
)

Import-Module AwsOtel
Start-OtelSession
try {
    Get-S3ObjectV2 -BucketName $Source | ForEach-Object -ThrottleLimit $AtATime -Parallel {
        # A runspace of its own joins the session at its first AWS call; with this line, before it.
        Import-Module AwsOtel
        Copy-S3Object -BucketName $using:Source -Key $_.Key -DestinationBucket $using:Destination -DestinationKey $_.Key | Out-Null
    }
    $missing = Compare-Object (Get-S3ObjectV2 -BucketName $Source).Key (Get-S3ObjectV2 -BucketName $Destination).Key
    if ($missing) { throw "Not copied: $($missing.InputObject -join ', ')" }
}
finally { Stop-OtelSession }
