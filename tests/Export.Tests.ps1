BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3, AWS.Tools.DynamoDBv2
    $bucket = "export-$([guid]::NewGuid().ToString('n'))"
    $null = New-S3Bucket -BucketName $bucket @S3
    $target = @{ Grpc = $Local.otlp.grpcEndpoint; HttpProtobuf = $Local.otlp.httpEndpoint }

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe 'Export' {
    BeforeEach {
        Clear-Fault
        Clear-Receiver
    }

    AfterEach {
        Stop-AllSession
        Clear-Fault
        Get-ChildItem env:OTEL_*, env:TRACEPARENT, env:TRACESTATE -ErrorAction Ignore | Remove-Item
    }

    Context 'over <_>' -ForEach 'Grpc', 'HttpProtobuf' {
        BeforeAll { $protocol = $_ }

        It 'gives the receiver span for span and attribute for attribute what it writes to the file' {
            $path = Join-Path $TestDrive "$protocol.jsonl"
            $env:TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
            $env:TRACESTATE = 'vendor=1,other=2'
            Start-OtelSession shop -Exporter Otlp, File -Endpoint $target[$protocol] -Protocol $protocol -Path $path -ResourceAttribute @{
                'text' = "a `"quoted`" \ line`n— ü 日本 🚀"; 'whole' = 9007199254740993; 'ratio' = 0.1; 'flag' = $false
            }
            Write-S3Object -BucketName $bucket -Key 'ü/日本 🚀.txt' -Content hello @S3
            $null = Get-S3ObjectV2 -BucketName $bucket @S3
            $null = Get-DDBTableList @Ddb
            try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
            Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; count = 1; status = 503; errorCode = 'SlowDown' }
            $null = Get-S3ObjectV2 -BucketName $bucket @S3
            Stop-OtelSession 6>$null

            $sent = Get-SpanText (Get-ReceivedExport | ForEach-Object request)
            $written = Get-SpanText (Get-Content $path | ConvertFrom-Json)
            $written.Count | Should -Be 13
            $sent.Keys | Sort-Object | Should -BeExactly ($written.Keys | Sort-Object)
            foreach ($id in $written.Keys) { $sent[$id] | Should -BeExactly $written[$id] }

            # That the comparison compares.
            $all = $written.Values -join "`n"
            foreach ($part in 'span/events/0/attributes/exception.type/stringValue', 'span/status/code = .* 2', 'span/status/message', 'span/parentSpanId', 'span/flags', 'span/traceState',
                'span/startTimeUnixNano = String \d{19}', 'span/endTimeUnixNano = String \d{19}', 'span/kind = .* 3', 'scope/name = String AwsOtel', 'scope/version',
                'span/attributes/aws.cmdlet.parameters/arrayValue/values/0/stringValue', 'span/attributes/aws.retry.delay/doubleValue', 'resource/attributes/whole/intValue = String 9007199254740993') {
                $all | Should -Match $part
            }
        }

        It 'sends by the transport that it was told' {
            Start-OtelSession -Endpoint $target[$protocol] -Protocol $protocol
            Stop-OtelSession 6>$null
            $export = @(Get-ReceivedExport)
            $export.Count | Should -Be 1
            $export[0].transport | Should -BeExactly @{ Grpc = 'grpc'; HttpProtobuf = 'http/protobuf' }[$protocol]
        }

        It 'sends the headers of -Header: <Case>' -ForEach @(
            @{ Case = 'a plain value'; Value = 'secret-1' }
            @{ Case = 'a value with an equals sign'; Value = 'dXNlcjpwYXNz==' }
            @{ Case = 'a value with blanks'; Value = 'Bearer a b' }
            @{ Case = 'a value with a percent sign'; Value = '100%25' }
            @{ Case = 'a value with a comma'; Value = 'a,b=c' }
            @{ Case = 'a number'; Value = 42 }
        ) {
            Start-OtelSession -Endpoint $target[$protocol] -Protocol $protocol -Header @{ 'x-api-key' = $Value; 'x-team' = 'a' }
            Stop-OtelSession 6>$null
            $headers = (Get-ReceivedExport).headers
            $headers.'x-api-key' | Should -BeExactly "$Value"
            $headers.'x-team' | Should -BeExactly a
            $headers.psobject.Properties.Name | Should -Not -Contain b
        }

        It 'sends the headers of the variable, decoded' {
            $env:OTEL_EXPORTER_OTLP_HEADERS = 'x-api-key=a%20b, x-team = c '
            Start-OtelSession -Endpoint $target[$protocol] -Protocol $protocol
            Stop-OtelSession 6>$null
            $headers = (Get-ReceivedExport).headers
            $headers.'x-api-key' | Should -BeExactly 'a b'
            $headers.'x-team' | Should -BeExactly c
        }

        It 'follows the variables alone' {
            $env:OTEL_EXPORTER_OTLP_ENDPOINT = $target[$protocol]
            $env:OTEL_EXPORTER_OTLP_PROTOCOL = @{ Grpc = 'grpc'; HttpProtobuf = 'http/protobuf' }[$protocol]
            $env:OTEL_SERVICE_NAME = 'by-variable'
            Start-OtelSession -Name run
            Stop-OtelSession 6>$null
            $export = Get-ReceivedExport
            $export.request.resourceSpans.scopeSpans.spans.name | Should -BeExactly run
            ($export.request.resourceSpans.resource.attributes | Where-Object key -EQ service.name).value.stringValue | Should -BeExactly by-variable
        }
    }

    Context 'of the file' {
        It 'is a line of OTLP JSON for each span' {
            $path = Join-Path $TestDrive lines.jsonl
            Start-OtelSession -Path $path
            try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
            Stop-OtelSession 6>$null
            $bytes = [System.IO.File]::ReadAllBytes($path)
            $bytes[-1] | Should -Be 10
            $bytes[0] | Should -Be ([byte][char]'{') -Because 'there is no byte order mark'
            foreach ($line in Get-Content $path) { ($line | ConvertFrom-Json).resourceSpans.scopeSpans.spans.Count | Should -Be 1 }
        }
    }

    Context 'to the console' {
        It 'prints the tree to the host and nothing into the output stream' {
            $result = Invoke-ChildPwsh @"
Import-Module '$ModulePath', AWS.Tools.S3
`$captured = & {
    Start-OtelSession -Name run -Exporter Console
    `$null = Get-S3Bucket -EndpointUrl $($S3.EndpointUrl) -AccessKey test -SecretKey test -Region eu-central-1
    Stop-OtelSession
}
"captured: [`$captured]"
"@
            $result.Err | Should -BeExactly ''
            $line = $result.Out.Trim() -split '\r?\n'
            $line.Count | Should -Be 5
            $line[0] | Should -Match '^trace [0-9a-f]{32}\b.*\b3 spans, 0 errors$'
            $line[1] | Should -Match '^run {2,}[\d.]+ (µs|ms|s)\b'
            $line[2] | Should -Match '^└─ Get-S3Bucket {2,}[\d.]+ (µs|ms|s)\b'
            $line[3] | Should -Match '^   └─ S3\.ListBuckets {2,}[\d.]+ (µs|ms|s)\b'
            $line[4] | Should -BeExactly 'captured: []'
        }

        It 'prints once, when the outermost session stops' {
            $result = Invoke-ChildPwsh @"
Import-Module '$ModulePath'
Start-OtelSession -Name outer -Exporter Console
Start-OtelSession -Name inner
Stop-OtelSession
'between'
Stop-OtelSession
"@
            $line = $result.Out.Trim() -split '\r?\n'
            $line.Count | Should -Be 4
            $line[0] | Should -BeExactly between
            $line[2] | Should -Match '^outer '
            $line[3] | Should -Match '^└─ inner '
        }
    }
}
