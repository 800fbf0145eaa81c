#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3, AWS.Tools.DynamoDBv2
<#
.SYNOPSIS
    Takes a lock in DynamoDB, reads settings that may be missing, and writes a report: each failure that is expected has its own answer.
#>
[CmdletBinding()]
param(
    [string] $LockTable = 'locks',
    [string] $BucketName = 'backoffice'
)

Import-Module AwsOtel
Start-OtelSession

function Get-AwsError {
    # The SDK's exception under PowerShell's.
    param([System.Management.Automation.ErrorRecord] $Record)
    $exception = $Record.Exception
    while ($exception -and $exception -isnot [Amazon.Runtime.AmazonServiceException]) { $exception = $exception.InnerException }
    $exception
}

try {
    # Nobody else may be at it: a failed condition is an answer, not a defect.
    try {
        Set-DDBItem -TableName $LockTable -Item (@{ id = 'report' } | ConvertTo-DDBItem) -ConditionExpression 'attribute_not_exists(id)'
    }
    catch {
        if ((Get-AwsError $_).ErrorCode -ne 'ConditionalCheckFailedException') { throw }
        Write-Warning 'Another run has left its lock; it is taken over.'
    }

    # Settings that are not there yet have defaults.
    $settings = @{ days = 7 }
    try {
        $null = Read-S3Object -BucketName $BucketName -Key settings.json -File ./settings.json
        $settings = Get-Content ./settings.json -Raw | ConvertFrom-Json -AsHashtable
    }
    catch { if ((Get-AwsError $_).ErrorCode -notin 'NotFound', 'NoSuchKey') { throw } }

    # A busy S3 is the SDK's business: it waits and tries again, and this script never hears of it.
    Write-S3Object -BucketName $BucketName -Key report.txt -Content "the last $($settings.days) days"
    Remove-DDBItem -TableName $LockTable -Key (@{ id = 'report' } | ConvertTo-DDBItem) -Force
}
finally { Stop-OtelSession }
