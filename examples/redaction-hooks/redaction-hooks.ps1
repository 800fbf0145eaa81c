#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Hands a customer's files out, with a trace that tells what kind they are, and not whose.
#>
[CmdletBinding()]
param(
    [string] $BucketName = 'customer-files',
    [string] $Customer = 'cust-4711'
)

Import-Module AwsOtel

$session = @{
    # What the calls are about, in words of our own: the folder of a key, the type of an answer.
    RequestHook      = { if ($Request.Key) { $Span.SetAttribute('files.folder', ($Request.Key -split '/')[1]) } }
    ResponseHook     = { if ($Operation -eq 'GetObject') { $Span.SetAttribute('files.type', $Response.Headers.ContentType) } }
    # A value that may be told, of the parameters, which are not told unless named.
    RecordParameter  = 'BucketName'
    # What must not leave the process, wherever it stands: in keys, prefixes and messages of errors.
    RedactPattern    = 'cust-\d+'
    RedactAttribute  = 'aws.s3.etag'
    # What nobody wants to see.
    ExcludeOperation = 'S3.Head*'
}
Start-OtelSession @session
try {
    $folder = New-Item -ItemType Directory ./out
    foreach ($file in Get-S3ObjectV2 -BucketName $BucketName -Prefix "$Customer/") {
        $size = (Get-S3ObjectMetadata -BucketName $BucketName -Key $file.Key).ContentLength
        $null = Read-S3Object -BucketName $BucketName -Key $file.Key -File (Join-Path $folder (Split-Path $file.Key -Leaf))
        "$(Split-Path $file.Key -Leaf): $size bytes"
    }
}
finally { Stop-OtelSession }
