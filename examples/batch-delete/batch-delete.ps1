#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Removes objects in one call, says which of them stayed and why, and tries those once more.
#>
[CmdletBinding()]
param(
    [string] $BucketName = 'reports',
    [string] $Prefix = '2025/'
)

Import-Module AwsOtel
Start-OtelSession

function Remove-Key {
    # Removes objects in one call, and gives the keys of those that stayed.
    param([string[]] $Key)
    try {
        $null = Remove-S3Object -BucketName $BucketName -KeyCollection $Key -Force
    }
    catch {
        # HTTP says 200 and the answer has an error for each object that stayed: the SDK makes that an exception.
        $failure = $_.Exception
        while ($failure -and $failure -isnot [Amazon.S3.DeleteObjectsException]) { $failure = $failure.InnerException }
        if (-not $failure) { throw }
        foreach ($one in $failure.Response.DeleteErrors) {
            Write-Warning "$($one.Key) stayed: $($one.Code)"
            $one.Key
        }
    }
}

try {
    $keys = (Get-S3ObjectV2 -BucketName $BucketName -Prefix $Prefix).Key
    $stayed = Remove-Key $keys
    if ($stayed) { $stayed = Remove-Key $stayed }
    "Removed $($keys.Count - @($stayed).Count) of $($keys.Count)."
}
finally { Stop-OtelSession }
