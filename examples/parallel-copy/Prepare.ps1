# Two buckets, and six photos in the first.
param([psobject] $LocalAws, [string] $Folder)

foreach ($bucket in 'photos', 'photos-copy') { $null = New-S3Bucket $bucket }
1..6 | ForEach-Object { Write-S3Object -BucketName photos -Key "$_.jpg" -Content "photo $_" }
@{}
