# Two buckets with an object each.
param([psobject] $LocalAws, [string] $Folder)

foreach ($bucket in 'web-pages', 'web-uploads') {
    $null = New-S3Bucket $bucket
    Write-S3Object -BucketName $bucket -Key index.html -Content '<html></html>'
}
@{}
