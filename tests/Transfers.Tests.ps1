BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3, AWS.Tools.DynamoDBv2

    $bucket = "transfers-$([guid]::NewGuid().ToString('n'))"
    $table = $bucket
    $null = New-S3Bucket -BucketName $bucket @S3
    $schema = New-DDBTableSchema | Add-DDBKeySchema -KeyName id -KeyDataType S | Add-DDBKeySchema -KeyName at -KeyDataType N -KeyType range
    $null = New-DDBTable -TableName $table -Schema $schema -ReadCapacity 50 -WriteCapacity 50 @Ddb
    while ((Get-DDBTable -TableName $table @Ddb).TableStatus -ne 'ACTIVE') { Start-Sleep -Milliseconds 20 }
    1..5 | ForEach-Object { $null = Set-DDBItem -TableName $table -Item (@{ id = 'a'; at = $_ } | ConvertTo-DDBItem) @Ddb }

    function New-RandomFile([string] $Name, [int] $Size) {
        $path = Join-Path $TestDrive $Name
        $null = New-Item -ItemType Directory -Force (Split-Path $path)
        [System.IO.File]::WriteAllBytes($path, [System.Security.Cryptography.RandomNumberGenerator]::GetBytes($Size))
        $path
    }

    # Runs a block in a session of its own and returns the spans.
    function Get-SpanOf([scriptblock] $TracedBlock) {
        Start-OtelSession -Name run -Exporter Memory
        try { $null = & $TracedBlock }
        finally { Stop-OtelSession 6>$null }
        Get-OtelSpan
    }

    # The one cmdlet's span: every operation is under it, and it tells how many there were.
    function Get-CmdletSpan([object[]] $Span, [string] $Name) {
        $cmdlet = $Span | Where-Object Name -EQ $Name
        @($cmdlet).Count | Should -Be 1
        $operation = @($Span | Where-Object Kind -EQ Client)
        $operation.ParentSpanId | Select-Object -Unique | Should -BeExactly $cmdlet.SpanId
        $cmdlet.Attributes['aws.cmdlet.calls'] | Should -Be $operation.Count
        $cmdlet
    }

    function Assert-Moved($Cmdlet, [long] $Bytes) {
        $Cmdlet.Attributes['aws.s3.transfer_size'] | Should -BeOfType long
        $Cmdlet.Attributes['aws.s3.transfer_size'] | Should -Be $Bytes
        $Cmdlet.Attributes['aws.s3.transfer_rate'] | Should -BeOfType double
        $Cmdlet.Attributes['aws.s3.transfer_rate'] | Should -BeGreaterThan 0
        # Over the cmdlet's whole time.
        $Cmdlet.Attributes['aws.s3.transfer_rate'] * $Cmdlet.Duration.TotalSeconds | Should -BeGreaterThan ($Bytes * 0.98)
        $Cmdlet.Attributes['aws.s3.transfer_rate'] * $Cmdlet.Duration.TotalSeconds | Should -BeLessThan ($Bytes * 1.02)
    }

    # One event for each body that was read; together, all bytes.
    function Assert-Body($Cmdlet, [long[]] $Size) {
        $Cmdlet.Events.Name | Select-Object -Unique | Should -BeExactly aws.s3.body
        $Cmdlet.Events | ForEach-Object { $_.Attributes['aws.s3.body.size'] } | Sort-Object | Should -Be ($Size | Sort-Object)
        foreach ($body in $Cmdlet.Events.Attributes) {
            $body.Keys | Sort-Object | Should -BeExactly aws.s3.body.duration, aws.s3.body.rate, aws.s3.body.size
            $body['aws.s3.body.duration'] | Should -BeGreaterThan 0
        }
    }

    # What the cmdlets called, in order of start: name and page.
    function Get-PageText([object[]] $Span) {
        ($Span | Where-Object Kind -EQ Client | Sort-Object StartTime).ForEach{ "$($_.Name) $($_.Attributes['aws.cmdlet.page'])" } | Join-String -Separator ', '
    }
}

Describe 'Transfers' {
    BeforeEach { Clear-Fault }

    AfterEach {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
        Clear-Fault
    }

    Context 'of one file' {
        It 'tell the size of a small upload' {
            $file = New-RandomFile small.bin 12345
            $cmdlet = Get-CmdletSpan (Get-SpanOf { Write-S3Object -BucketName $bucket -Key small -File $file @S3 }) Write-S3Object
            Assert-Moved $cmdlet 12345
            $cmdlet.Events | Should -BeNullOrEmpty
        }

        It 'tell the size of content, in bytes' {
            $cmdlet = Get-CmdletSpan (Get-SpanOf { Write-S3Object -BucketName $bucket -Key text -Content 'ü日' @S3 }) Write-S3Object
            Assert-Moved $cmdlet 5
        }

        It 'tell the size of a stream' {
            $stream = [System.IO.MemoryStream]::new([byte[]]::new(4321))
            $cmdlet = Get-CmdletSpan (Get-SpanOf { Write-S3Object -BucketName $bucket -Key stream -Stream $stream @S3 }) Write-S3Object
            Assert-Moved $cmdlet 4321
        }

        It 'tell nothing of an empty object, which moved nothing' {
            $cmdlet = Get-CmdletSpan (Get-SpanOf { Write-S3Object -BucketName $bucket -Key empty -Stream ([System.IO.MemoryStream]::new()) @S3 }) Write-S3Object
            $cmdlet.Attributes.ContainsKey('aws.s3.transfer_size') | Should -BeFalse
            $cmdlet.Attributes.ContainsKey('aws.s3.transfer_rate') | Should -BeFalse
        }

        It 'bring 20 MB up in parts and down again, byte for byte, and tell both' {
            $file = New-RandomFile large.bin 20MB
            $back = Join-Path $TestDrive large.back
            $span = Get-SpanOf {
                Write-S3Object -BucketName $bucket -Key large -File $file -PartSize 5MB @S3
                Read-S3Object -BucketName $bucket -Key large -File $back @S3
            }
            (Get-FileHash $back).Hash | Should -BeExactly (Get-FileHash $file).Hash

            $up, $down = 'Write-S3Object', 'Read-S3Object' | ForEach-Object { $name = $_; $span | Where-Object Name -EQ $name }
            Assert-Moved $up 20MB
            Assert-Moved $down 20MB
            Assert-Body $down 20MB
            $part = @($span | Where-Object Name -EQ S3.UploadPart)
            $part.Count | Should -Be 4
            $part.ParentSpanId | Select-Object -Unique | Should -BeExactly $up.SpanId
            $part.ForEach{ $_.Attributes['aws.s3.part_number'] } | Sort-Object | Should -Be (1..4)
            $part.ForEach{ $_.Attributes['aws.s3.request_size'] } | Select-Object -Unique | Should -Be 5MB
            @($span | Where-Object ParentSpanId -EQ $up.SpanId).Count | Should -Be 6
            @($span | Where-Object ParentSpanId -EQ $down.SpanId).Name | Select-Object -Unique | Should -BeExactly S3.GetObject
        }

        It 'show the part that was throttled, and count its bytes once' {
            $file = New-RandomFile throttled.bin 17MB
            $back = Join-Path $TestDrive throttled.back
            Add-Fault @{ service = 's3'; operation = 'UploadPart'; count = 1; status = 503; errorCode = 'SlowDown' }
            $span = Get-SpanOf { Write-S3Object -BucketName $bucket -Key throttled -File $file -PartSize 5MB @S3 }
            Read-S3Object -BucketName $bucket -Key throttled -File $back @S3
            (Get-FileHash $back).Hash | Should -BeExactly (Get-FileHash $file).Hash

            $cmdlet = Get-CmdletSpan $span Write-S3Object
            Assert-Moved $cmdlet 17MB
            $retried = @($span | Where-Object { $_.Attributes.ContainsKey('aws.retry.count') })
            $retried.Name | Should -BeExactly S3.UploadPart
            $retried.Attributes['aws.retry.count'] | Should -Be 1
            $attempt = $span | Where-Object ParentSpanId -EQ $retried.SpanId | Sort-Object StartTime
            $attempt.Name | Should -BeExactly 'attempt 1', 'attempt 2'
            $attempt[0].Attributes['aws.retry.reason'] | Should -BeExactly throttling
            $attempt[0].Attributes['error.type'] | Should -BeExactly SlowDown
            $attempt.ForEach{ $_.Attributes['http.response.status_code'] } | Should -Be 503, 200
            @($span | Where-Object Status -EQ Error).Name | Should -BeExactly 'attempt 1'
        }

        It 'count what a failed upload did move, and fail' {
            $file = New-RandomFile broken.bin 17MB
            Add-Fault @{ service = 's3'; operation = 'CompleteMultipartUpload'; status = 400; errorCode = 'InvalidPart' }
            $span = Get-SpanOf { try { Write-S3Object -BucketName $bucket -Key broken -File $file -PartSize 5MB @S3 } catch { $null = $_ } }
            $cmdlet = $span | Where-Object Name -EQ Write-S3Object
            $cmdlet.Status | Should -Be Error
            $cmdlet.Attributes['aws.s3.transfer_size'] | Should -Be 17MB
        }

        It 'tell nothing of a copy, whose bytes S3 moves itself' {
            Write-S3Object -BucketName $bucket -Key original -Content 'to be copied' @S3
            $span = Get-SpanOf { Copy-S3Object -BucketName $bucket -Key original -DestinationKey copy @S3 }
            $cmdlet = Get-CmdletSpan $span Copy-S3Object
            $cmdlet.Attributes.ContainsKey('aws.s3.transfer_size') | Should -BeFalse
            $span.Name | Should -Contain S3.CopyObject
        }

        It 'tell what Copy-S3Object brings to a file' {
            $file = New-RandomFile source.bin 7777
            Write-S3Object -BucketName $bucket -Key source -File $file @S3
            $back = Join-Path $TestDrive source.back
            $cmdlet = Get-CmdletSpan (Get-SpanOf { Copy-S3Object -BucketName $bucket -Key source -LocalFile $back @S3 }) Copy-S3Object
            (Get-FileHash $back).Hash | Should -BeExactly (Get-FileHash $file).Hash
            Assert-Moved $cmdlet 7777
            Assert-Body $cmdlet 7777
        }
    }

    Context 'of a folder' {
        It 'sum up its files, both ways, and bring them over unchanged' {
            $size = 10, 2000, 30000, 400000
            $file = $size.ForEach{ New-RandomFile "up/$_.bin" $_ }
            $up = Get-CmdletSpan (Get-SpanOf { Write-S3Object -BucketName $bucket -Folder (Join-Path $TestDrive up) -KeyPrefix folder @S3 }) Write-S3Object
            Assert-Moved $up 432010

            foreach ($case in @{ Name = 'Read-S3Object'; Target = @{ Folder = Join-Path $TestDrive read } }, @{ Name = 'Copy-S3Object'; Target = @{ LocalFolder = Join-Path $TestDrive copied } }) {
                $target = $case.Target
                $down = Get-CmdletSpan (Get-SpanOf { & $case.Name -BucketName $bucket -KeyPrefix folder @target @S3 }) $case.Name
                Assert-Moved $down 432010
                Assert-Body $down $size
                $back = Get-ChildItem $target.Values -File -Recurse
                ($back | Get-FileHash).Hash | Sort-Object | Should -BeExactly (($file | Get-FileHash).Hash | Sort-Object)
            }
        }
    }

    Context 'of several records of a pipeline' {
        It 'are of one cmdlet span that sums them up' {
            $file = 1..3 | ForEach-Object { New-RandomFile "record/$_.bin" (1000 * $_) }
            $cmdlet = Get-CmdletSpan (Get-SpanOf { 1..3 | ForEach-Object { [pscustomobject]@{ Key = "record/$_"; File = $file[$_ - 1] } } | Write-S3Object -BucketName $bucket @S3 }) Write-S3Object
            Assert-Moved $cmdlet 6000

            $down = Join-Path $TestDrive records
            $span = Get-SpanOf { Get-S3ObjectV2 -BucketName $bucket -Prefix record/ @S3 | Read-S3Object -BucketName $bucket -Folder $down @S3 }
            $cmdlet = $span | Where-Object Name -EQ Read-S3Object
            @($cmdlet).Count | Should -Be 1
            ($span | Where-Object Name -EQ S3.GetObject).ParentSpanId | Select-Object -Unique | Should -BeExactly $cmdlet.SpanId
            Assert-Moved $cmdlet 6000
            Assert-Body $cmdlet 1000, 2000, 3000
            (Get-ChildItem $down -File -Recurse | Get-FileHash).Hash | Sort-Object | Should -BeExactly (($file | Get-FileHash).Hash | Sort-Object)
        }
    }
}

Describe 'Pages' {
    BeforeAll {
        1..5 | ForEach-Object { Write-S3Object -BucketName $bucket -Key "pages/a$_" -Content x @S3 }
        1..3 | ForEach-Object { Write-S3Object -BucketName $bucket -Key "pages/b$_" -Content x @S3 }
        $query = @{ TableName = $table; KeyConditionExpression = 'id = :id'; ExpressionAttributeValue = @{ ':id' = [Amazon.DynamoDBv2.Model.AttributeValue]@{ S = 'a' } } }
    }

    AfterEach {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
        Clear-Fault
    }

    It 'are numbered from 1: <Case>' -ForEach @(
        @{ Case = 'Get-S3ObjectV2'; Block = { Get-S3ObjectV2 -BucketName $bucket -Prefix pages/a -MaxKey 2 @S3 }; Pages = 'S3.ListObjectsV2 1, S3.ListObjectsV2 2, S3.ListObjectsV2 3' }
        @{ Case = 'Get-S3Object'; Block = { Get-S3Object -BucketName $bucket -Prefix pages/a -MaxKey 2 @S3 }; Pages = 'S3.ListObjects 1, S3.ListObjects 2, S3.ListObjects 3' }
        @{ Case = 'one page'; Block = { Get-S3ObjectV2 -BucketName $bucket -Prefix pages/a @S3 }; Pages = 'S3.ListObjectsV2 1' }
        @{ Case = 'an empty page'; Block = { Get-S3ObjectV2 -BucketName $bucket -Prefix none/ @S3 }; Pages = 'S3.ListObjectsV2 1' }
        @{ Case = '-NoAutoIteration'; Block = { Get-S3ObjectV2 -BucketName $bucket -Prefix pages/a -MaxKey 2 -NoAutoIteration @S3 }; Pages = 'S3.ListObjectsV2 1' }
        @{ Case = 'Invoke-DDBScan'; Block = { Invoke-DDBScan -TableName $table -Limit 2 @Ddb }; Pages = 'DynamoDB.Scan 1, DynamoDB.Scan 2, DynamoDB.Scan 3' }
        @{ Case = 'Invoke-DDBQuery'; Block = { Invoke-DDBQuery -Limit 2 @query @Ddb }; Pages = 'DynamoDB.Query 1, DynamoDB.Query 2, DynamoDB.Query 3' }
        @{ Case = 'each record of a pipeline anew'; Pages = 'S3.ListObjectsV2 1, S3.ListObjectsV2 2, S3.ListObjectsV2 3, S3.ListObjectsV2 1, S3.ListObjectsV2 2'
            Block = { 'pages/a', 'pages/b' | ForEach-Object { [pscustomobject]@{ Prefix = $_ } } | Get-S3ObjectV2 -BucketName $bucket -MaxKey 2 @S3 }
        }
        @{ Case = 'none of a cmdlet that does not page'; Block = { Get-S3ObjectMetadata -BucketName $bucket -Key pages/a1 @S3 }; Pages = 'S3.HeadObject ' }
    ) {
        $span = Get-SpanOf $Block
        Get-PageText $span | Should -BeExactly $Pages
        foreach ($page in $span.Attributes.Where{ $_.ContainsKey('aws.cmdlet.page') }) { $page['aws.cmdlet.page'] | Should -BeOfType long }
    }

    It 'have one number over all attempts' {
        Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; status = 503; errorCode = 'SlowDown' }
        $span = Get-SpanOf { Get-S3ObjectV2 -BucketName $bucket -Prefix pages/a -MaxKey 3 @S3 }
        Get-PageText $span | Should -BeExactly 'S3.ListObjectsV2 1, S3.ListObjectsV2 2'
        ($span | Where-Object Name -Like 'attempt*').ForEach{ $_.Attributes.ContainsKey('aws.cmdlet.page') } | Should -Be $false, $false
    }
}
