# A bucket with five reports.
param([psobject] $LocalAws, [string] $Folder)

$null = New-S3Bucket nightly-reports
1..5 | ForEach-Object { Write-S3Object -BucketName nightly-reports -Key "report-$_.txt" -Content "report $_" }
@{}
