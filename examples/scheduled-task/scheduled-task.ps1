#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Removes reports beyond the newest ones. It knows nothing of tracing.
.NOTES
    Exit code 0: done. 2: there was nothing to remove.
#>
[CmdletBinding()]
param(
    [string] $BucketName = 'nightly-reports',

    [ValidateRange(1, 1000)]
    [int] $Keep = 3
)

$old = Get-S3ObjectV2 -BucketName $BucketName | Sort-Object LastModified, Key -Descending | Select-Object -Skip $Keep
if (-not $old) { exit 2 }
foreach ($report in $old) {
    Remove-S3Object -BucketName $BucketName -Key $report.Key -Force | Out-Null
    "$($report.Key) removed"
}
