BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3, AWS.Tools.DynamoDBv2

    $run = [guid]::NewGuid().ToString('n').Substring(0, 12)
    $bucket = "cmdlets-$run"
    $table = "cmdlets-$run"
    $null = New-S3Bucket -BucketName $bucket @S3
    1..3 | ForEach-Object { Write-S3Object -BucketName $bucket -Key "in/$_.txt" -Content "text $_" @S3 }
    $schema = New-DDBTableSchema | Add-DDBKeySchema -KeyName id -KeyDataType S
    $null = New-DDBTable -TableName $table -Schema $schema -ReadCapacity 5 -WriteCapacity 5 @Ddb
    while ((Get-DDBTable -TableName $table @Ddb).TableStatus -ne 'ACTIVE') { Start-Sleep -Milliseconds 20 }
    $null = Set-DDBItem -TableName $table -Item (@{ id = '1'; name = 'one' } | ConvertTo-DDBItem) @Ddb

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    # Runs a block in a session of its own and returns the spans. What the block writes is dropped; what it throws comes out.
    # It sees this function's variables: they are named so that no test has the same.
    function Get-SpanOf([scriptblock] $TracedBlock) {
        Start-OtelSession -Name run -Exporter Memory
        try { $null = & $TracedBlock }
        finally { Stop-OtelSession 6>$null }
        Get-OtelSpan
    }

    function Get-TreeOf([scriptblock] $TreeBlock) { Get-SpanTree (Get-SpanOf $TreeBlock) | Join-String -Separator "`n" }

    function New-Script([string] $Name, [string] $Text) {
        $path = Join-Path $TestDrive $Name
        Set-Content $path $Text
        $path
    }

    # Every attribute of a span as a line: name, type and value. What is new at every call is shown by its form alone, where it has that form.
    function Format-Attribute($Span) {
        foreach ($name in $Span.Attributes.Keys | Sort-Object) {
            $value = $Span.Attributes[$name]
            $text = $value -is [array] ? "[$($value -join ', ')]" : "$value"
            if ($name -eq 'aws.request_id') { $text = $text -creplace '^[A-Z0-9]{16}$|^[A-Z0-9]{52}$', '<request id>' }
            if ($name -eq 'aws.extended_request_id') { $text = $text -creplace '^[A-Za-z0-9+/]{40,}=*$', '<extended request id>' }
            if ($name -eq 'aws.s3.upload_id') { $text = $text -creplace '^[0-9a-f]{32}$', '<upload id>' }
            if ($name -match '^aws\.(retry\.delay|phase\.\w+)$' -and $value -ge 0) { $text = '<seconds>' }
            if ($name -eq 'aws.s3.transfer_rate' -and $value -gt 0) { $text = '<bytes per second>' }
            "$name $($value.GetType().Name) $text"
        }
    }

    function Assert-Attribute($Span, [string[]] $Expected) {
        (Format-Attribute $Span) -join "`n" | Should -BeExactly (($Expected | Sort-Object) -join "`n")
    }

    # What every operation of the local servers has.
    function Get-CommonAttribute([string] $Service, [string] $Operation, [string] $Endpoint, [int] $Status = 200) {
        'aws.credentials.source String static'
        'marshalling', 'authentication', 'endpoint', 'signing', 'first_byte', 'reading' | ForEach-Object { "aws.phase.$_ Double <seconds>" }
        'aws.request_id String <request id>'
        'cloud.region String eu-central-1'
        "http.response.status_code Int64 $Status"
        "rpc.method String $Operation"
        "rpc.service String $Service"
        'rpc.system String aws-api'
        "server.address String $(([uri]$Endpoint).Host)"
        "server.port Int64 $(([uri]$Endpoint).Port)"
        if ($Service -eq 'S3') { 'aws.extended_request_id String <extended request id>' }
        if ($Service -eq 'DynamoDB') { 'db.system.name String aws.dynamodb'; "db.operation.name String $Operation" }
    }

    function Get-ExceptionEvent($Span) {
        foreach ($one in $Span) {
            foreach ($event in $one.Events | Where-Object Name -EQ exception) { [pscustomobject]@{ On = $one.Name; Attributes = $event.Attributes } }
        }
    }
}

Describe 'Spans of AWS cmdlets' {
    BeforeEach { Clear-Fault }

    AfterEach {
        Stop-AllSession
        Clear-Fault
    }

    Context 'attributes' {
        It 'are, of a plain S3 cmdlet, exactly these' {
            $script = New-Script plain.ps1 @'
param($Bucket, $Call)
Start-OtelSession -Exporter Memory

$null = Get-S3ObjectV2 -Prefix in/ -BucketName $Bucket @Call
Stop-OtelSession 6>$null
'@
            & $script $bucket $S3
            $span = Get-OtelSpan
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "plain.ps1`n  Get-S3ObjectV2`n    S3.ListObjectsV2"
            $operation, $cmdlet, $root = $span
            Assert-Attribute $operation ((Get-CommonAttribute S3 ListObjectsV2 $S3.EndpointUrl) + @(
                    'aws.cmdlet.page Int64 1'
                    "aws.s3.bucket String $bucket"
                    'aws.s3.object_count Int64 3'
                    'aws.s3.prefix String in/'
                ))
            Assert-Attribute $cmdlet @(
                'aws.cmdlet.calls Int64 1'
                'aws.cmdlet.parameters String[] [AccessKey, BucketName, EndpointUrl, Prefix, Region, SecretKey]'
                'aws.cmdlet.records Int64 3'
                "code.file.path String $script"
                'code.function.name String AWS.Tools.S3\Get-S3ObjectV2'
                'code.line.number Int64 4'
            )
            Assert-Attribute $root "code.file.path String $script"
            $span.Kind -join ',' | Should -BeExactly 'Client,Internal,Internal'
            $span.Status | Select-Object -Unique | Should -Be Unset
            $span.Events.Count | Select-Object -Unique | Should -Be 0
        }

        It 'are, of a DynamoDB cmdlet, exactly these' {
            $script = New-Script item.ps1 @'
param($Table, $Key, $Call)
Start-OtelSession -Exporter Memory
$null = Get-DDBItem -TableName $Table -Key $Key -ConsistentRead $true -ReturnConsumedCapacity TOTAL @Call
Stop-OtelSession 6>$null
'@
            & $script $table (@{ id = '1' } | ConvertTo-DDBItem) $Ddb
            $operation, $cmdlet, $root = Get-OtelSpan
            $operation.Name | Should -BeExactly DynamoDB.GetItem
            $operation.Kind | Should -Be Client
            Assert-Attribute $operation ((Get-CommonAttribute DynamoDB GetItem $Ddb.EndpointUrl) + @(
                    'aws.dynamodb.consistent_read Boolean True'
                    "aws.dynamodb.consumed_capacity String[] [{`"CapacityUnits`":1,`"TableName`":`"$table`"}]"
                    'aws.dynamodb.consumed_capacity_units Double 1'
                    "aws.dynamodb.table_names String[] [$table]"
                    "db.collection.name String $table"
                ))
            Assert-Attribute $cmdlet @(
                'aws.cmdlet.calls Int64 1'
                'aws.cmdlet.parameters String[] [AccessKey, ConsistentRead, EndpointUrl, Key, Region, ReturnConsumedCapacity, SecretKey, TableName]'
                'aws.cmdlet.records Int64 1'
                "code.file.path String $script"
                'code.function.name String AWS.Tools.DynamoDBv2\Get-DDBItem'
                'code.line.number Int64 3'
            )
            $root.Name | Should -BeExactly item.ps1
        }

        It 'tell phases of an operation that are no longer than it is' {
            $operation = Get-SpanOf { Get-S3Bucket @S3 } | Where-Object Kind -EQ Client
            $phase = $operation.Attributes.Keys | Where-Object { $_ -like 'aws.phase.*' }
            $phase.Count | Should -Be 6
            ($phase.ForEach{ $operation.Attributes[$_] } | Measure-Object -Sum).Sum | Should -BeLessOrEqual ($operation.Duration.TotalSeconds + 0.001)
        }

        It 'have no file where there is none' {
            $cmdlet = (Get-SpanOf ([scriptblock]::Create('$null = Get-S3Bucket @S3'))) | Where-Object Name -EQ Get-S3Bucket
            $cmdlet.Attributes.ContainsKey('code.file.path') | Should -BeFalse
            $cmdlet.Attributes['code.line.number'] | Should -Be 1
        }

        It 'count records and calls exactly: <Case>' -ForEach @(
            @{ Case = 'a listing'; Block = { Get-S3ObjectV2 -BucketName $bucket @S3 }; Calls = 1 }
            @{ Case = 'an empty listing'; Block = { Get-S3ObjectV2 -BucketName $bucket -Prefix none/ @S3 }; Calls = 1 }
            @{ Case = 'two pages'; Block = { Get-S3ObjectV2 -BucketName $bucket -MaxKey 2 @S3 }; Calls = 2 }
            @{ Case = 'a whole response'; Block = { Get-S3ObjectV2 -BucketName $bucket -Select '*' @S3 }; Calls = 1 }
            @{ Case = 'one member of a response'; Block = { Get-S3ObjectV2 -BucketName $bucket -Select Name @S3 }; Calls = 1 }
            @{ Case = 'a parameter passed through'; Block = { Get-S3ObjectMetadata -BucketName $bucket -Key in/1.txt -Select ^Key @S3 }; Calls = 1 }
            @{ Case = 'no output'; Block = { Write-S3Object -BucketName $bucket -Key out/counted -Content x @S3 }; Calls = 1 }
            @{ Case = 'three records of the pipeline'; Block = { 1..3 | ForEach-Object { [pscustomobject]@{ Key = "in/$_.txt" } } | Get-S3ObjectMetadata -BucketName $bucket @S3 }; Calls = 3 }
            @{ Case = 'strings'; Block = { Get-DDBTableList @Ddb }; Calls = 1 }
            @{ Case = 'a map, which is one object'; Block = { Get-DDBItem -TableName $table -Key (@{ id = '1' } | ConvertTo-DDBItem) @Ddb }; Calls = 1 }
        ) {
            Start-OtelSession -Exporter Memory
            $output = @(. $Block)
            Stop-OtelSession 6>$null
            $cmdlet = Get-OtelSpan -Name *-*Object*, *-DDB* | Where-Object { $_.Attributes.ContainsKey('aws.cmdlet.calls') }
            $cmdlet.Attributes['aws.cmdlet.calls'] | Should -Be $Calls
            $cmdlet.Attributes['aws.cmdlet.records'] | Should -Be $output.Count
        }

        It 'tell the right number of records, or none, where a cmdlet that pages passes a parameter through' {
            $span = Get-SpanOf { @(Get-S3ObjectV2 -BucketName $bucket -Select ^BucketName @S3).Count | Should -Be 1 }
            ($span | Where-Object Name -EQ Get-S3ObjectV2).Attributes['aws.cmdlet.records'] | Should -BeIn $null, 1
        }

        It 'name the parameters, those of the pipeline too, sorted' {
            $span = Get-SpanOf { [pscustomobject]@{ Prefix = 'in/'; BucketName = $bucket } | Get-S3ObjectV2 @S3 }
            $names = ($span | Where-Object Name -EQ Get-S3ObjectV2).Attributes['aws.cmdlet.parameters']
            $names | Should -Contain BucketName
            $names -join ',' | Should -BeExactly (($names | Sort-Object) -join ',')
        }

        It 'never hold a value of a parameter that is not a resource''s name, wherever it is looked for' {
            Clear-Receiver
            $path = Join-Path $TestDrive searched.jsonl
            $secret = @{ EndpointUrl = $S3.EndpointUrl; Region = 'eu-central-1'; AccessKey = 'AKIACANARYACCESSKEY1'; SecretKey = 'canary-secret'; SessionToken = 'canary-session' }
            Start-OtelSession -Exporter Otlp, File, Memory -Endpoint $Local.otlp.grpcEndpoint -Header @{ 'api-key' = 'canary-header' } -Path $path
            Write-S3Object -BucketName $bucket -Key out/secret -Content 'canary-content' -Metadata @{ owner = 'canary-metadata' } @secret
            try { Get-S3ObjectV2 -BucketName no-such-bucket @secret } catch { $null = $_ }
            $secret.EndpointUrl = $Ddb.EndpointUrl
            $null = Set-DDBItem -TableName $table -Item (@{ id = 'canary-key'; name = 'canary-value' } | ConvertTo-DDBItem) @secret
            $null = Get-DDBItem -TableName $table -Key (@{ id = 'canary-key' } | ConvertTo-DDBItem) @secret
            $null = Invoke-DDBQuery -TableName $table -KeyConditionExpression 'id = :v' -ExpressionAttributeValue (@{ ':v' = 'canary-condition' } | ConvertTo-DDBItem) @secret
            try { Set-DDBItem -TableName no-such-table -Item (@{ id = 'canary-failing' } | ConvertTo-DDBItem) @secret } catch { $null = $_ }
            $text = Stop-OtelSession -PassThru 6>&1 3>&1 | Out-String

            $spans = Get-Content $path -Raw
            @(Get-OtelSpan).Count | Should -Be 13
            foreach ($place in $spans, (Get-ReceivedExport | ForEach-Object request | ConvertTo-Json -Depth 30), (Show-OtelTrace | Out-String), $text) {
                $place.Length | Should -BeGreaterThan 0
                $place | Should -Not -Match 'canary'
            }
        }
    }

    Context 'pipelines' {
        It 'are siblings in a pipeline, each with its own operations' {
            1..3 | ForEach-Object { Write-S3Object -BucketName $bucket -Key "piped/$_" -Content x @S3 }
            Get-TreeOf { Get-S3ObjectV2 -BucketName $bucket -Prefix piped/ @S3 | Remove-S3Object -Force @S3 } | Should -BeExactly (@(
                    'run', '  Get-S3ObjectV2', '    S3.ListObjectsV2'
                    '  Remove-S3Object', '    S3.DeleteObjects', '    S3.DeleteObjects', '    S3.DeleteObjects') -join "`n")
        }

        It 'are siblings of the cmdlet whose output they are called for, inside ForEach-Object' {
            Get-TreeOf { Get-S3ObjectV2 -BucketName $bucket -Prefix in/ @S3 | ForEach-Object { Get-S3ObjectMetadata -BucketName $bucket -Key $_.Key @S3 } } | Should -BeExactly (@(
                    'run', '  Get-S3ObjectV2', '    S3.ListObjectsV2'
                    '  Get-S3ObjectMetadata', '    S3.HeadObject', '  Get-S3ObjectMetadata', '    S3.HeadObject', '  Get-S3ObjectMetadata', '    S3.HeadObject') -join "`n")
        }

        It 'put the next page under the cmdlet that pages, not under the one that was called meanwhile' {
            $span = Get-SpanOf { Get-S3ObjectV2 -BucketName $bucket -Prefix in/ -MaxKey 2 @S3 | ForEach-Object { Get-S3ObjectMetadata -BucketName $bucket -Key $_.Key @S3 } }
            ($span | Where-Object Name -EQ S3.ListObjectsV2).ForEach{ $_.Attributes['aws.cmdlet.page'] } -join ',' | Should -BeExactly '1,2'
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly (@(
                    'run', '  Get-S3ObjectV2', '    S3.ListObjectsV2', '    S3.ListObjectsV2'
                    '  Get-S3ObjectMetadata', '    S3.HeadObject', '  Get-S3ObjectMetadata', '    S3.HeadObject', '  Get-S3ObjectMetadata', '    S3.HeadObject') -join "`n")
        }

        It 'end without error where Select-Object -First has enough' {
            $span = Get-SpanOf { Get-S3ObjectV2 -BucketName $bucket -MaxKey 2 @S3 | Select-Object -First 1 }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "run`n  Get-S3ObjectV2`n    S3.ListObjectsV2"
            $span.Status | Select-Object -Unique | Should -Be Unset
            $cmdlet = $span | Where-Object Name -EQ Get-S3ObjectV2
            $cmdlet.Attributes.ContainsKey('error.type') | Should -BeFalse
            $cmdlet.Duration | Should -BeGreaterThan ([timespan]::Zero)
        }

        It 'end without error where a downstream block throws' {
            $span = Get-SpanOf { try { Get-S3ObjectV2 -BucketName $bucket @S3 | ForEach-Object { throw 'enough' } } catch { $null = $_ } }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "run`n  Get-S3ObjectV2`n    S3.ListObjectsV2"
        }
    }

    Context 'transfers' {
        It 'have the parts of a large file under them, though these are sent by other threads' {
            $file = Join-Path $TestDrive large.bin
            [System.IO.File]::WriteAllBytes($file, [byte[]]::new(20MB))
            $span = Get-SpanOf { Write-S3Object -BucketName $bucket -Key out/large -File $file @S3 }
            $root, $cmdlet = ($span | Where-Object Name -EQ run), ($span | Where-Object Name -EQ Write-S3Object)
            $cmdlet.ParentSpanId | Should -BeExactly $root.SpanId
            $operation = $span | Where-Object Kind -EQ Client | Sort-Object StartTime
            $operation.ParentSpanId | Select-Object -Unique | Should -BeExactly $cmdlet.SpanId
            $operation[0].Name | Should -BeExactly S3.CreateMultipartUpload
            $operation[-1].Name | Should -BeExactly S3.CompleteMultipartUpload
            $part = @($operation | Where-Object Name -EQ S3.UploadPart)
            $operation.Count | Should -Be ($part.Count + 2)
            $part.ForEach{ $_.Attributes['aws.s3.part_number'] } | Sort-Object | Should -Be (1..$part.Count)
            $part.Count | Should -BeGreaterThan 1
            ($part.ForEach{ $_.Attributes['aws.s3.request_size'] } | Measure-Object -Sum).Sum | Should -Be 20MB
            $operation.ForEach{ $_.Attributes['aws.s3.upload_id'] } | Select-Object -Unique | Should -MatchExactly '^[0-9a-f]{32}$'
            $cmdlet.Attributes['aws.cmdlet.calls'] | Should -Be $operation.Count
            $cmdlet.Attributes['aws.s3.transfer_size'] | Should -Be 20MB

            $first = $part | Where-Object { $_.Attributes['aws.s3.part_number'] -eq 1 }
            Assert-Attribute $first ((Get-CommonAttribute S3 UploadPart $S3.EndpointUrl) + @(
                    "aws.s3.bucket String $bucket"
                    "aws.s3.etag String $($first.Attributes['aws.s3.etag'])"
                    'aws.s3.key String out/large'
                    'aws.s3.part_number Int64 1'
                    "aws.s3.request_size Int64 $($first.Attributes['aws.s3.request_size'])"
                    'aws.s3.upload_id String <upload id>'
                ))
        }

        It 'have every file of a folder under them, both ways' {
            $null = New-Item -ItemType Directory (Join-Path $TestDrive up)
            1..4 | ForEach-Object { Set-Content (Join-Path $TestDrive up "$_.txt") "file $_" }
            Get-TreeOf { Write-S3Object -BucketName $bucket -Folder (Join-Path $TestDrive up) -KeyPrefix folder @S3 } |
                Should -BeExactly ('run', '  Write-S3Object', '    S3.PutObject', '    S3.PutObject', '    S3.PutObject', '    S3.PutObject' -join "`n")
            $span = Get-SpanOf { Read-S3Object -BucketName $bucket -KeyPrefix folder -Folder (Join-Path $TestDrive down) @S3 }
            $cmdlet = $span | Where-Object Name -EQ Read-S3Object
            $operation = $span | Where-Object Kind -EQ Client
            $operation.ParentSpanId | Select-Object -Unique | Should -BeExactly $cmdlet.SpanId
            $operation.Where{ $_.Name -eq 'S3.GetObject' }.ForEach{ $_.Attributes['aws.s3.key'] } | Sort-Object |
                Should -BeExactly 'folder/1.txt', 'folder/2.txt', 'folder/3.txt', 'folder/4.txt'
            (Get-ChildItem (Join-Path $TestDrive down)).Count | Should -Be 4
        }

        It 'have the call of a small download, with its size, and tell what was read' {
            $span = Get-SpanOf { Read-S3Object -BucketName $bucket -Key in/1.txt -File (Join-Path $TestDrive small.txt) @S3 }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "run`n  Read-S3Object`n    S3.GetObject"
            $operation = $span | Where-Object Kind -EQ Client
            Assert-Attribute $operation ((Get-CommonAttribute S3 GetObject $S3.EndpointUrl) + @(
                    "aws.s3.bucket String $bucket"
                    "aws.s3.etag String $($operation.Attributes['aws.s3.etag'])"
                    'aws.s3.key String in/1.txt'
                    'aws.s3.response_size Int64 6'
                ))
            $cmdlet = $span | Where-Object Name -EQ Read-S3Object
            Assert-Attribute $cmdlet @(
                'aws.cmdlet.calls Int64 1'
                'aws.cmdlet.parameters String[] [AccessKey, BucketName, EndpointUrl, File, Key, Region, SecretKey]'
                'aws.cmdlet.records Int64 1'
                'aws.s3.transfer_rate Double <bytes per second>'
                'aws.s3.transfer_size Int64 6'
                "code.file.path String $PSCommandPath"
                'code.function.name String AWS.Tools.S3\Read-S3Object'
                "code.line.number Int64 $($cmdlet.Attributes['code.line.number'])"
            )
            $cmdlet.Events.Name | Should -BeExactly aws.s3.body
            $body = $cmdlet.Events[0].Attributes
            $body.Keys | Sort-Object | Should -BeExactly aws.s3.body.duration, aws.s3.body.rate, aws.s3.body.size
            $body['aws.s3.body.size'] | Should -Be 6
        }
    }

    Context 'ways to call a cmdlet' {
        It 'tell the alias that was typed, and have the name of the cmdlet: <Case>' -ForEach @(
            @{ Case = 'of AWS.Tools'; Typed = 'Get-DDBTables'; Name = 'Get-DDBTableList'; Block = { Get-DDBTables @Ddb } }
            @{ Case = 'of the user'; Typed = 'objects'; Name = 'Get-S3ObjectV2'; Block = { Set-Alias objects Get-S3ObjectV2; objects -BucketName $bucket @S3 } }
            @{ Case = 'of an alias'; Typed = 'things'; Name = 'Get-S3ObjectV2'; Block = { Set-Alias objects Get-S3ObjectV2; Set-Alias things objects; things -BucketName $bucket @S3 } }
        ) {
            $span = Get-SpanOf $Block
            $cmdlet = $span | Where-Object { $_.Attributes.ContainsKey('aws.cmdlet.calls') }
            $cmdlet.Name | Should -BeExactly $Name
            $cmdlet.Attributes['aws.cmdlet.alias'] | Should -BeExactly $Typed
            $cmdlet.Attributes['code.function.name'] | Should -Match "^AWS\.Tools\.\w+\\$Name$"
        }

        It 'tell no alias and have the name of the cmdlet: <Case>' -ForEach @(
            @{ Case = 'module-qualified'; Block = { AWS.Tools.S3\Get-S3Bucket @S3 } }
            @{ Case = 'in another case'; Block = { get-s3bucket @S3 } }
            @{ Case = 'by a string'; Block = { $name = 'Get-S3Bucket'; & $name @S3 } }
            @{ Case = 'dot-sourced'; Block = { . Get-S3Bucket @S3 } }
            @{ Case = 'in a block'; Block = { & { Get-S3Bucket @S3 } } }
            @{ Case = 'in a block in its own scope'; Block = { Invoke-Command { Get-S3Bucket @S3 } } }
            @{ Case = 'in an expression'; Block = { "$((Get-S3Bucket @S3).Count)" } }
            @{ Case = 'by Invoke-Expression'; Block = { Invoke-Expression 'Get-S3Bucket @S3' } }
        ) {
            $span = Get-SpanOf $Block
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "run`n  Get-S3Bucket`n    S3.ListBuckets"
            ($span | Where-Object Name -EQ Get-S3Bucket).Attributes.ContainsKey('aws.cmdlet.alias') | Should -BeFalse
        }

        It 'are there in functions, of the script and of a module, and in methods of classes' {
            $module = New-Script Callers.psm1 'function Get-FromModule($Call) { Get-S3Bucket @Call }'
            $script = New-Script callers.ps1 @'
param($Module, $Call)
class Caller { static [object[]] Get([hashtable] $Call) { return Get-S3Bucket @Call } }
function Get-FromScript($Call) { Get-S3Bucket @Call }
Import-Module $Module
Start-OtelSession -Name run -Exporter Memory
$null = Get-FromScript $Call
$null = Get-FromModule $Call
$null = [Caller]::Get($Call)
Stop-OtelSession 6>$null
Remove-Module Callers
'@
            & $script $module $S3
            $span = Get-OtelSpan
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly (
                'run', '  Get-S3Bucket', '    S3.ListBuckets', '  Get-S3Bucket', '    S3.ListBuckets', '  Get-S3Bucket', '    S3.ListBuckets' -join "`n")
            $cmdlet = $span | Where-Object Name -EQ Get-S3Bucket | Sort-Object StartTime
            $cmdlet.ForEach{ $_.Attributes['code.file.path'] } | Should -BeExactly $script, $module, $script
            $cmdlet.ForEach{ $_.Attributes['code.line.number'] } | Should -Be 3, 1, 2
        }

        It 'leave the operation under the script where a command object is called, which nobody looks up' {
            Get-TreeOf { & (Get-Command Get-S3Bucket) @S3 } | Should -BeExactly "run`n  S3.ListBuckets"
        }

        It 'have no operations with -WhatIf' {
            $span = Get-SpanOf { Remove-S3Object -BucketName $bucket -Key in/1.txt -WhatIf @S3 }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "run`n  Remove-S3Object"
            $cmdlet = $span | Where-Object Name -EQ Remove-S3Object
            $cmdlet.Attributes['aws.cmdlet.calls'] | Should -Be 0
            $cmdlet.Attributes['aws.cmdlet.parameters'] | Should -Contain WhatIf
            $cmdlet.Status | Should -Be Unset
            (Get-S3ObjectV2 -BucketName $bucket @S3).Key | Should -Contain in/1.txt
        }

        It 'are not made of cmdlets of others, nor of those of AWS that call nothing' {
            Get-TreeOf {
                Get-ChildItem $TestDrive
                @{ a = 1 } | ConvertTo-DDBItem
                New-DDBTableSchema
                Set-AWSCredential -AccessKey a -SecretKey b
                Clear-AWSCredential
                Get-AWSRegion
            } | Should -BeExactly run
        }

        It 'are not made where parameters do not bind: <Case>' -ForEach @(
            @{ Case = 'an unknown one'; Block = { Get-S3ObjectV2 -Nope 1 @S3 } }
            @{ Case = 'null'; Block = { Get-S3ObjectV2 -BucketName $null @S3 } }
            @{ Case = 'a wrong type'; Block = { Get-S3ObjectV2 -BucketName $bucket -MaxKey many @S3 } }
        ) {
            Start-OtelSession -Name run -Exporter Memory
            $Block | Should -Throw
            Stop-OtelSession 6>$null
            (Get-OtelSpan).Name | Should -BeExactly run
        }
    }

    Context 'failures' {
        It 'have the AWS error code, and one exception event in the trace, on the operation: <Case>' -ForEach @(
            @{ Case = 'S3'; Block = { Get-S3ObjectV2 -BucketName no-such-bucket @S3 }; Service = 'S3'; Operation = 'ListObjectsV2'; Cmdlet = 'Get-S3ObjectV2'; Code = 'NoSuchBucket'; Status = 404; Message = 'The specified bucket does not exist'; Type = '^Amazon\.S3\.' }
            @{ Case = 'S3 without a body'; Block = { Get-S3ObjectMetadata -BucketName $bucket -Key none @S3 }; Service = 'S3'; Operation = 'HeadObject'; Cmdlet = 'Get-S3ObjectMetadata'; Code = 'NotFound'; Status = 404; Message = '*NotFound*'; Type = '^Amazon\.S3\.' }
            @{ Case = 'S3 on a thread of the pool'; Block = { Read-S3Object -BucketName $bucket -Key none -File (Join-Path $TestDrive none.txt) @S3 }; Service = 'S3'; Operation = 'GetObject'; Cmdlet = 'Read-S3Object'; Code = 'NoSuchKey'; Status = 404; Message = 'The specified key does not exist.'; Type = '^Amazon\.S3\.' }
            @{ Case = 'DynamoDB'; Block = { Get-DDBTable -TableName no-such-table @Ddb }; Service = 'DynamoDB'; Operation = 'DescribeTable'; Cmdlet = 'Get-DDBTable'; Code = 'ResourceNotFoundException'; Status = 400; Message = '*resource not found*'; Type = '^Amazon\.DynamoDBv2\.' }
        ) {
            $span = Get-SpanOf { try { . $Block } catch { $null = $_ } }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "run`n  $Cmdlet !`n    $Service.$Operation !"
            $failed, $called = ($span | Where-Object Kind -EQ Client), ($span | Where-Object Name -EQ $Cmdlet)
            foreach ($one in $failed, $called) {
                $one.Attributes['error.type'] | Should -BeExactly $Code
                $one.StatusDescription | Should -BeLike $Message
            }
            $failed.Attributes['http.response.status_code'] | Should -Be $Status
            $failed.Attributes.ContainsKey('aws.request_id') | Should -BeTrue
            $event = @(Get-ExceptionEvent $span)
            $event.Count | Should -Be 1
            $event[0].On | Should -BeExactly "$Service.$Operation"
            $event[0].Attributes['exception.type'] | Should -Match $Type
            $event[0].Attributes['exception.message'] | Should -BeLike $Message
            $event[0].Attributes['exception.stacktrace'] | Should -Match '\bat Amazon\.'
            $called.Attributes['aws.cmdlet.records'] | Should -Be 0
        }

        It 'have exactly these attributes on the operation' {
            $span = Get-SpanOf { try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ } }
            Assert-Attribute ($span | Where-Object Kind -EQ Client) ((Get-CommonAttribute S3 ListObjectsV2 $S3.EndpointUrl 404) + @(
                    'aws.cmdlet.page Int64 1'
                    'aws.s3.bucket String no-such-bucket'
                    'error.type String NoSuchBucket'
                ))
        }

        It 'give a batch that goes on after failures an error for each failure' {
            $span = Get-SpanOf { foreach ($key in 'in/1.txt', 'none', 'in/2.txt') { try { Get-S3ObjectMetadata -BucketName $bucket -Key $key @S3 } catch { $null = $_ } } }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly (@(
                    'run', '  Get-S3ObjectMetadata', '    S3.HeadObject', '  Get-S3ObjectMetadata !', '    S3.HeadObject !', '  Get-S3ObjectMetadata', '    S3.HeadObject') -join "`n")
            @(Get-ExceptionEvent $span).Count | Should -Be 1
        }

        It 'count the pages before the failing one' {
            Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; pathContains = 'continuation-token'; status = 403; errorCode = 'AccessDenied'; errorMessage = 'No.' }
            $span = Get-SpanOf { try { Get-S3ObjectV2 -BucketName $bucket -Prefix in/ -MaxKey 2 @S3 } catch { $null = $_ } }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly "run`n  Get-S3ObjectV2 !`n    S3.ListObjectsV2`n    S3.ListObjectsV2 !"
            $cmdlet = $span | Where-Object Name -EQ Get-S3ObjectV2
            $cmdlet.Attributes['aws.cmdlet.calls'] | Should -Be 2
            $cmdlet.Attributes['aws.cmdlet.records'] | Should -Be 2
            $cmdlet.Attributes['error.type'] | Should -BeExactly AccessDenied
        }

        It 'before any call are errors of the cmdlet, with the exception event: <Case>' -ForEach @(
            @{ Case = 'the first error of the runspace'; Before = { $Error.Clear() } }
            @{ Case = 'after another error of the same cmdlet'; Before = { try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ } } }
        ) {
            $environment = @{}
            foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE') {
                $environment[$name] = [System.Environment]::GetEnvironmentVariable($name)
                [System.Environment]::SetEnvironmentVariable($name, [NullString]::Value)
            }
            $env:AWS_SHARED_CREDENTIALS_FILE = $env:AWS_CONFIG_FILE = Join-Path $TestDrive no-credentials
            try {
                $thrown = @{}
                $span = Get-SpanOf { & $Before; try { Get-S3ObjectV2 -BucketName $bucket -EndpointUrl $S3.EndpointUrl -Region eu-central-1 } catch { $thrown.Message = $_.Exception.Message } }
            }
            finally { $environment.GetEnumerator() | ForEach-Object { [System.Environment]::SetEnvironmentVariable($_.Key, $_.Value ?? [NullString]::Value) } }
            $message = $thrown.Message
            $message | Should -Match 'credentials'
            $cmdlet = $span | Where-Object Name -EQ Get-S3ObjectV2 | Select-Object -Last 1
            $span.ParentSpanId | Should -Not -Contain $cmdlet.SpanId -Because 'nothing was called'
            $cmdlet.Status | Should -Be Error
            $cmdlet.StatusDescription | Should -BeExactly $message
            $cmdlet.Attributes['error.type'] | Should -BeExactly System.InvalidOperationException
            $cmdlet.Attributes['aws.cmdlet.calls'] | Should -Be 0
            $event = @(Get-ExceptionEvent $cmdlet)
            $event.Count | Should -Be 1
            $event[0].Attributes['exception.message'] | Should -BeExactly $message
        }
    }

    Context 'retries' {
        It 'are attempts under the operation, the failed ones with their errors' {
            Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; count = 2; status = 503; errorCode = 'SlowDown'; errorMessage = 'Please reduce your request rate.' }
            $span = Get-SpanOf { Get-S3ObjectV2 -BucketName $bucket -Prefix in/ @S3 }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly (
                'run', '  Get-S3ObjectV2', '    S3.ListObjectsV2', '      attempt 1 !', '      attempt 2 !', '      attempt 3' -join "`n")
            $common = "server.address String 127.0.0.1", "server.port Int64 $(([uri]$S3.EndpointUrl).Port)", 'aws.request_id String <request id>',
            'aws.extended_request_id String <extended request id>', 'aws.retry.max_attempts Int64 3'
            $failed = 'error.type String SlowDown', 'http.response.status_code Int64 503', 'aws.retry.reason String throttling'
            $attempt = $span | Where-Object Name -Like 'attempt*' | Sort-Object Name
            Assert-Attribute $attempt[0] ($common + $failed + 'aws.retry.attempt Int64 1')
            Assert-Attribute $attempt[1] ($common + $failed + 'aws.retry.attempt Int64 2' + 'aws.retry.delay Double <seconds>')
            Assert-Attribute $attempt[2] ($common + 'http.response.status_code Int64 200' + 'aws.retry.attempt Int64 3' + 'aws.retry.delay Double <seconds>')
            $attempt.Kind | Select-Object -Unique | Should -Be Internal

            $operation = $span | Where-Object Kind -EQ Client
            Assert-Attribute $operation ((Get-CommonAttribute S3 ListObjectsV2 $S3.EndpointUrl) + @(
                    'aws.cmdlet.page Int64 1'
                    "aws.s3.bucket String $bucket"
                    'aws.s3.object_count Int64 3'
                    'aws.s3.prefix String in/'
                    'aws.retry.count Int64 2'
                    'aws.retry.mode String standard'
                    'aws.retry.delay Double <seconds>'
                ))
            $operation.Attributes['aws.request_id'] | Should -BeExactly $attempt[2].Attributes['aws.request_id']
            [math]::Round($attempt[1].Attributes['aws.retry.delay'] + $attempt[2].Attributes['aws.retry.delay'], 6) |
                Should -Be ([math]::Round($operation.Attributes['aws.retry.delay'], 6))
            @(Get-ExceptionEvent $span).Count | Should -Be 0
            ($span | Where-Object Name -EQ Get-S3ObjectV2).Attributes['aws.cmdlet.calls'] | Should -Be 1
        }

        It 'that are all in vain end as one error, told once' {
            Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; count = 9; status = 503; errorCode = 'SlowDown'; errorMessage = 'Please reduce your request rate.' }
            $span = Get-SpanOf { try { Get-S3ObjectV2 -BucketName $bucket @S3 } catch { $null = $_ } }
            Get-SpanTree $span | Join-String -Separator "`n" | Should -BeExactly (
                'run', '  Get-S3ObjectV2 !', '    S3.ListObjectsV2 !', '      attempt 1 !', '      attempt 2 !', '      attempt 3 !' -join "`n")
            $event = @(Get-ExceptionEvent $span)
            $event.Count | Should -Be 1
            $event[0].On | Should -BeExactly S3.ListObjectsV2
        }

        It 'lie in time as they happened: inside the operation, one after the other' {
            Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; count = 1; status = 503; errorCode = 'SlowDown' }
            $span = Get-SpanOf { Get-S3ObjectV2 -BucketName $bucket @S3 }
            $first, $second = $span | Where-Object Name -Like 'attempt*' | Sort-Object Name
            $operation = $span | Where-Object Kind -EQ Client
            $first.StartTime | Should -BeGreaterOrEqual $operation.StartTime
            $second.StartTime | Should -BeGreaterOrEqual $first.EndTime
            $second.EndTime | Should -BeLessOrEqual $operation.EndTime
        }

        It 'of a broken connection tell that it was transient' {
            # The HTTP client itself tries again up to three times where the connection ends before an answer began.
            Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; count = 4; disconnect = $true }
            $span = Get-SpanOf { Get-S3ObjectV2 -BucketName $bucket @S3 }
            $first = $span | Where-Object Name -EQ 'attempt 1'
            $first.Attributes['aws.retry.reason'] | Should -BeExactly transient
            $first.Attributes['error.type'] | Should -Match '^System\.Net\.Http\.'
            $first.Attributes.ContainsKey('http.response.status_code') | Should -BeFalse
        }
    }

    Context 'a cmdlet with an end of its own' {
        BeforeAll {
            # None of AWS.Tools has one so far; a module on its base may.
            $library = Join-Path $TestDrive tail.dll
            # That AWS.Tools refers to an older PowerShell is a warning.
            Add-Type -OutputAssembly $library -IgnoreWarnings -ReferencedAssemblies @(
                (Get-Command Set-AWSCredential).ImplementingType.Assembly.Location
                [psobject].Assembly.Location
                [System.Diagnostics.Activity].Assembly.Location
                'System.Runtime', 'netstandard'
            ) -TypeDefinition @'
using System.Diagnostics;
using System.Management.Automation;
using Amazon.PowerShell.Common;

[Cmdlet("Get", "Tail")]
public class GetTailCmdlet : AnonymousServiceCmdlet
{
    [Parameter] public SwitchParameter Fails { get; set; }

    protected override void ProcessRecord() { }

    protected override void EndProcessing()
    {
        WriteObject(Activity.Current == null ? "" : Activity.Current.DisplayName);
        if (Fails)
            throw new System.InvalidOperationException("at the end");
    }
}
'@ 3>$null
            Import-Module $library
        }
        AfterAll { Remove-Module tail }

        It 'has its span around that too' {
            Start-OtelSession -Name run -Exporter Memory
            $current = Get-Tail
            { Get-Tail -Fails } | Should -Throw 'at the end'
            Stop-OtelSession 6>$null
            $current | Should -BeExactly Get-Tail
            Get-OtelSpan Get-Tail | ForEach-Object { "$($_.Status) $($_.StatusDescription)" } | Should -BeExactly 'Unset ', 'Error at the end'
            [System.Diagnostics.Activity]::Current | Should -BeNullOrEmpty
        }
    }

    Context 'elsewhere' {
        It 'let calls of the SDK itself go under the script' {
            Get-TreeOf {
                $configuration = [Amazon.S3.AmazonS3Config]@{ ServiceURL = $S3.EndpointUrl; ForcePathStyle = $true; AuthenticationRegion = 'eu-central-1' }
                $client = [Amazon.S3.AmazonS3Client]::new('test', 'test', $configuration)
                $client.ListBucketsAsync().GetAwaiter().GetResult()
                $client.Dispose()
            } | Should -BeExactly "run`n  S3.ListBuckets"
        }

        It 'let ForEach-Object -Parallel work, with its operations in the trace' {
            $env:AWSOTEL_TEST_ENDPOINT, $env:AWSOTEL_TEST_BUCKET = $S3.EndpointUrl, $bucket
            try {
                Start-OtelSession -Name run -Exporter Memory
                $trace = (Get-OtelSession).TraceId
                $key = 1..4 | ForEach-Object -ThrottleLimit 2 -Parallel {
                    (Get-S3ObjectV2 -BucketName $env:AWSOTEL_TEST_BUCKET -Prefix in/ -EndpointUrl $env:AWSOTEL_TEST_ENDPOINT -AccessKey test -SecretKey test -Region eu-central-1).Key
                }
                $null = Get-S3Bucket @S3
                Stop-OtelSession 6>$null
            }
            finally { Remove-Item env:AWSOTEL_TEST_* }
            $key.Count | Should -Be 12
            $operation = @(Get-OtelSpan S3.ListObjectsV2)
            $operation.Count | Should -Be 4
            $operation.TraceId | Select-Object -Unique | Should -BeExactly $trace
            $ids = (Get-OtelSpan).SpanId
            $operation.ParentSpanId | ForEach-Object { $_ | Should -BeIn $ids }
            (Get-OtelSpan Get-S3Bucket).ParentSpanId | Should -BeExactly (Get-OtelSpan run).SpanId
        }

        It 'are not made of a trace that is sampled out, and the calls give what they always give' {
            $plain = (Get-S3ObjectV2 -BucketName $bucket -Prefix in/ @S3).Key
            Start-OtelSession -Exporter Memory -SampleRatio 0
            $traced = (Get-S3ObjectV2 -BucketName $bucket -Prefix in/ @S3).Key
            { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } | Should -Throw -ExpectedMessage 'The specified bucket does not exist'
            Stop-OtelSession 6>$null
            $traced | Should -BeExactly $plain
            Get-OtelSpan | Should -BeNullOrEmpty
        }

        It 'go under a span that the script opened itself' {
            $source = [System.Diagnostics.ActivitySource]::new('Script')
            $listener = [System.Diagnostics.ActivityListener]@{
                ShouldListenTo = { param($any) $any.Name -eq 'Script' }
                Sample         = { [System.Diagnostics.ActivitySamplingResult]::AllDataAndRecorded }
            }
            [System.Diagnostics.ActivitySource]::AddActivityListener($listener)
            try {
                Start-OtelSession -Name run -Exporter Memory
                $own = $source.StartActivity('own')
                $null = Get-S3Bucket @S3
                $own.Stop()
                Stop-OtelSession 6>$null
                (Get-OtelSpan Get-S3Bucket).ParentSpanId | Should -BeExactly $own.SpanId.ToHexString()
                [System.Diagnostics.Activity]::Current | Should -BeNullOrEmpty
            }
            finally {
                $listener.Dispose()
                $source.Dispose()
            }
        }
    }
}
