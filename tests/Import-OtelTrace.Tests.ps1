BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $fixture = Join-Path $PSScriptRoot fixtures two-traces.jsonl
    $older, $newer = ('a' * 32), ('b' * 32)
    $one = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"one","startTimeUnixNano":"1","endTimeUnixNano":"2"}]}]}]}'

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe 'Import-OtelTrace' {
    AfterEach { Stop-AllSession }

    It 'gives the spans of a file, as they stand in it' {
        $span = Import-OtelTrace $fixture
        $span | Should -BeOfType AwsOtel.OtelSpan
        $span.Name -join ',' | Should -BeExactly 'first.ps1,Get-S3Object,S3.ListObjectsV2,S3.ListObjectsV2,Copy-S3Object,S3.CopyObject,attempt 1,attempt 2,Get-DDBItem,DynamoDB.GetItem,nightly-backup.ps1'
        $attempt = $span | Where-Object Name -EQ 'attempt 1'
        $attempt.TraceId | Should -BeExactly $newer
        $attempt.SpanId | Should -BeExactly 0000000000000008
        $attempt.ParentSpanId | Should -BeExactly 0000000000000007
        $attempt.Status | Should -Be Error
        $attempt.StatusDescription | Should -BeExactly 'Please reduce your request rate.'
        $attempt.Duration | Should -Be ([timespan]::FromMilliseconds(90))
        $attempt.Attributes['aws.retry.attempt'] | Should -BeOfType long
        $attempt.Resource['service.name'] | Should -BeExactly backup
    }

    It 'gives what a session wrote as the Memory exporter kept it' {
        $path = Join-Path $TestDrive both.jsonl
        Start-OtelSession -Name run -Exporter File, Memory -Path $path
        $null = Get-S3Bucket @S3
        try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        Stop-OtelSession 6>$null
        $kept, $read = (Get-OtelSpan), (Import-OtelTrace $path)
        $read | ConvertTo-Json -Depth 6 | Should -BeExactly ($kept | ConvertTo-Json -Depth 6)
    }

    It 'reads what a collector wrote: many spans a line, of several resources and scopes' {
        $path = Join-Path $TestDrive collector.jsonl
        $span = '{{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"{0}","name":"{1}","kind":"SPAN_KIND_SERVER","startTimeUnixNano":1544712660000000000,"endTimeUnixNano":"1544712661000000000","status":{{"code":"STATUS_CODE_ERROR"}}}}'
        $resource = '{{"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"{0}"}}}}]}},"scopeSpans":[{1}]}}'
        $scope = '{{"scope":{{"name":"{0}","version":"1"}},"spans":[{1}]}}'
        Set-Content $path @(
            '{"resourceSpans":[' + ($resource -f 'shop', (($scope -f 'web', (($span -f '0000000000000001', 'a'), ($span -f '0000000000000002', 'b') -join ',')), ($scope -f 'db', ($span -f '0000000000000003', 'c')) -join ',')) + ',' +
            ($resource -f 'stock', ($scope -f 'web', ($span -f '0000000000000004', 'd'))) + ']}'
            '{"resourceLogs":[]}'
        )
        $read = Import-OtelTrace $path
        ($read | ForEach-Object { "$($_.Name) $($_.Scope) $($_.Resource['service.name']) $($_.Kind) $($_.Status) $($_.Duration.TotalSeconds)" }) -join '; ' | Should -BeExactly (
            'a web shop Server Error 1; b web shop Server Error 1; c db shop Server Error 1; d web stock Server Error 1')
        $read[0].TraceId | Should -BeExactly 5b8efff798038103d269b633813fc60c
    }

    It 'gives the spans of a trace, in capitals too' {
        (Import-OtelTrace $fixture -TraceId $older).Name | Should -BeExactly first.ps1
        @(Import-OtelTrace $fixture -TraceId $newer.ToUpperInvariant()).Count | Should -Be 10
        Import-OtelTrace $fixture -TraceId ('c' * 32) | Should -BeNullOrEmpty
    }

    Context 'which files' {
        BeforeAll {
            $folder = (New-Item -ItemType Directory (Join-Path $TestDrive files)).FullName
            foreach ($name in 'one', 'two', '[x]') { Set-Content -LiteralPath (Join-Path $folder "$name.jsonl") $one.Replace('"one"', """$name""") }
        }

        It 'reads <Case>' -ForEach @(
            @{ Case = 'a path'; Read = { Import-OtelTrace (Join-Path $folder one.jsonl) }; Expected = 'one' }
            @{ Case = 'several paths'; Read = { Import-OtelTrace (Join-Path $folder two.jsonl), (Join-Path $folder one.jsonl) }; Expected = 'two,one' }
            @{ Case = 'wildcards'; Read = { Import-OtelTrace (Join-Path $folder ?[nw]?.jsonl) }; Expected = 'one,two' }
            @{ Case = 'a path with wildcards by its very name'; Read = { Import-OtelTrace -LiteralPath (Join-Path $folder '[x].jsonl') }; Expected = '[x]' }
            @{ Case = 'paths of the pipeline'; Read = { (Join-Path $folder one.jsonl), (Join-Path $folder two.jsonl) | Import-OtelTrace }; Expected = 'one,two' }
            @{ Case = 'files of the pipeline'; Read = { Get-ChildItem $folder | Sort-Object Name | Import-OtelTrace }; Expected = '[x],one,two' }
            @{ Case = 'a path relative to the location'; Read = { Push-Location $folder; try { Import-OtelTrace one.jsonl } finally { Pop-Location } }; Expected = 'one' }
        ) {
            (& $Read).Name -join ',' | Should -BeExactly $Expected
        }

        It 'goes on after <Case>' -ForEach @(
            @{ Case = 'a file that is not there'; Path = 'missing.jsonl'; Id = 'InvalidPath' }
            @{ Case = 'a folder'; Path = '.'; Id = 'TraceFileNotRead' }
            @{ Case = 'a path of variables'; Path = 'Variable:PSHOME'; Id = 'InvalidPath' }
        ) {
            $path = $Path -like '*:*' ? $Path : (Join-Path $folder $Path)
            $read = Import-OtelTrace $path, (Join-Path $folder one.jsonl) -ErrorVariable failure -ErrorAction SilentlyContinue
            $read.Name | Should -BeExactly one
            @($failure).Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,AwsOtel.Engine.Commands.ImportOtelTraceCommand"
        }
    }

    Context 'of lines that are broken' {
        It 'says which line and why, and goes on' {
            $path = Join-Path $TestDrive broken.jsonl
            Set-Content $path $one, 'not json', '', $one.Replace('b7ad6b7169203331', 'QUJDREVGR0g='), $one, '{"level":"info"}', $one.Substring(0, 100)
            $read = Import-OtelTrace $path -ErrorVariable failure -ErrorAction SilentlyContinue
            @($read).Count | Should -Be 2
            $failure.FullyQualifiedErrorId | Select-Object -Unique | Should -BeExactly 'InvalidTraceLine,AwsOtel.Engine.Commands.ImportOtelTraceCommand'
            $text = $failure.ForEach{ "$_" }
            $text[0] | Should -BeLike "Line 2 of $path is not JSON: *"
            $text[1] | Should -BeExactly "Line 4 of $path is not OTLP JSON: 'spanId' is not 16 hex digits."
            $text[2] | Should -BeExactly "Line 6 of $path is not an OTLP request: it has no 'resourceSpans'."
            $text[3] | Should -BeLike "Line 7 of $path is not JSON: *"
            $text.Count | Should -Be 4
        }

        It 'stops at the first where errors stop' {
            $path = Join-Path $TestDrive stops.jsonl
            Set-Content $path 'no', $one
            { Import-OtelTrace $path -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidTraceLine,*'
        }
    }

    It 'streams: a reader that has enough ends it' {
        $path = Join-Path $TestDrive stream.jsonl
        Set-Content $path $one, 'this line would be an error'
        Import-OtelTrace $path -ErrorVariable failure | Select-Object -First 1 | ForEach-Object Name | Should -BeExactly one
        @($failure).Count | Should -Be 0
    }

    It 'refuses an empty -<_>' -ForEach 'Path', 'LiteralPath' {
        $arguments = @{ $_ = '' }
        { Import-OtelTrace @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }
}
