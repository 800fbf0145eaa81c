# A bucket with two files of a customer.
param([psobject] $LocalAws, [string] $Folder)

$null = New-S3Bucket customer-files
Write-S3Object -BucketName customer-files -Key cust-4711/invoices/1.json -Content '{}' -ContentType application/json
Write-S3Object -BucketName customer-files -Key cust-4711/letters/2.txt -Content 'Dear Ada' -ContentType text/plain
@{}
