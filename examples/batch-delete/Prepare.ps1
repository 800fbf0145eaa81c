# A bucket with five reports, two of which cannot be removed at first.
param([psobject] $LocalAws, [string] $Folder)

$null = New-S3Bucket reports
1..5 | ForEach-Object { Write-S3Object -BucketName reports -Key "2025/$_.csv" -Content "report $_" }
$answer = @{
    service   = 's3'
    operation = 'DeleteObjects'
    status    = 200
    body      = '<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Deleted><Key>2025/1.csv</Key></Deleted><Deleted><Key>2025/2.csv</Key></Deleted>' +
    '<Deleted><Key>2025/3.csv</Key></Deleted><Error><Key>2025/4.csv</Key><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message></Error>' +
    '<Error><Key>2025/5.csv</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>'
}
$null = Invoke-RestMethod "$($LocalAws.controlEndpoint)/faults" -Method Post -ContentType application/json -Body ($answer | ConvertTo-Json)
@{}
