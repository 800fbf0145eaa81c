# A bucket with three orders.
param([psobject] $LocalAws, [string] $Folder)

$null = New-S3Bucket incoming-orders
$number = 0
foreach ($country in 'de', 'fr', 'de') {
    $number++
    Write-S3Object -BucketName incoming-orders -Key "$number.json" -Content "{ ""country"": ""$country"", ""total"": $(10 * $number) }"
}
@{}
