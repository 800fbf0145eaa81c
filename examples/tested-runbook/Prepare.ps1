# Two buckets, and three logs of 2025 and one of 2026 in the first.
param([psobject] $LocalAws, [string] $Folder)

foreach ($bucket in 'app-logs', 'app-archive') { $null = New-S3Bucket $bucket }
foreach ($key in '2025/10.log', '2025/11.log', '2025/12.log', '2026/01.log') { Write-S3Object -BucketName app-logs -Key $key -Content $key }
@{}
