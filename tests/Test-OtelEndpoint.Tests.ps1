BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    $At = @{ Grpc = $Local.otlp.grpcEndpoint; HttpProtobuf = $Local.otlp.httpEndpoint }
}

Describe 'Test-OtelEndpoint' {
    BeforeEach { Clear-Fault; Clear-Receiver }
    AfterAll { Clear-Fault; Clear-Receiver }

    It 'sends one span, and says that it was taken: <_>' -ForEach 'Grpc', 'HttpProtobuf' {
        $test = Test-OtelEndpoint $At[$_] -Protocol $_ -Header @{ 'api-key' = 'one,two' }
        $test.Succeeded | Should -BeTrue
        $test.Reason | Should -Be Delivered
        $test.Message | Should -BeExactly "$($test.Endpoint) took the span."
        $test.Advice | Should -BeExactly ''
        $test.StatusCode | Should -Be 200
        $test.Duration | Should -BeGreaterThan ([timespan]::Zero)
        $export = Get-ReceivedExport
        $export.headers.'api-key' | Should -BeExactly 'one,two'
        $span = $export.request | ConvertFrom-OtlpRequest
        $span.Name | Should -BeExactly 'Test-OtelEndpoint'
        $span.TraceId | Should -BeExactly $test.TraceId
        $span.Attributes.Count | Should -Be 0
        $span.Resource.Keys | Should -BeExactly 'service.name'
    }

    It 'takes the settings that a session would, and says where each came from' {
        $env:OTEL_EXPORTER_OTLP_ENDPOINT = "$($At.HttpProtobuf)"
        $env:OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf'
        try { $test = Test-OtelEndpoint -TimeoutSec 5 }
        finally { Remove-Item env:OTEL_EXPORTER_OTLP_ENDPOINT, env:OTEL_EXPORTER_OTLP_PROTOCOL }
        $test.Endpoint | Should -Be "$($At.HttpProtobuf)/v1/traces"
        ($test.Source.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ' ' |
            Should -BeExactly 'Endpoint=OTEL_EXPORTER_OTLP_ENDPOINT Header=default Protocol=OTEL_EXPORTER_OTLP_PROTOCOL TimeoutSec=parameter'
    }

    It 'says what happened: <Case>' -ForEach @(
        @{ Case = 'nothing listens'; Protocol = 'Grpc'; Endpoint = 'http://127.0.0.1:1'; Reason = 'ConnectionRefused' }
        @{ Case = 'nothing listens, HTTP'; Protocol = 'HttpProtobuf'; Endpoint = 'http://127.0.0.1:1'; Reason = 'ConnectionRefused' }
        @{ Case = 'no such host'; Protocol = 'Grpc'; Endpoint = 'http://no-such-host.invalid:4317'; Reason = 'HostNotFound' }
        @{ Case = 'gRPC to a port for HTTP'; Protocol = 'Grpc'; Server = 'HttpProtobuf'; Reason = 'WrongProtocol' }
        @{ Case = 'HTTP to a port for gRPC'; Protocol = 'HttpProtobuf'; Server = 'Grpc'; Reason = 'WrongProtocol' }
        @{ Case = 'https to a port without TLS'; Protocol = 'HttpProtobuf'; Tls = $true; Reason = 'TlsFailed' }
        @{ Case = 'https to a port without TLS, gRPC'; Protocol = 'Grpc'; Tls = $true; Reason = 'TlsFailed' }
        @{ Case = '401'; Protocol = 'HttpProtobuf'; Fault = @{ status = 401 }; Reason = 'Unauthorized' }
        @{ Case = '403'; Protocol = 'HttpProtobuf'; Fault = @{ status = 403 }; Reason = 'Forbidden' }
        @{ Case = '404'; Protocol = 'HttpProtobuf'; Fault = @{ status = 404 }; Reason = 'PathNotFound' }
        @{ Case = '503'; Protocol = 'HttpProtobuf'; Fault = @{ status = 503 }; Reason = 'Busy' }
        @{ Case = '500'; Protocol = 'HttpProtobuf'; Fault = @{ status = 500 }; Reason = 'Rejected' }
        @{ Case = 'a web page'; Protocol = 'HttpProtobuf'; Fault = @{ status = 200; headers = @{ 'content-type' = 'text/html' }; body = '<html>' }; Reason = 'WrongProtocol' }
        @{ Case = 'a partial success'; Protocol = 'HttpProtobuf'; Fault = @{ status = 200; headers = @{ 'content-type' = 'application/json' }; body = '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}' }; Reason = 'PartialSuccess' }
        @{ Case = 'hung up on'; Protocol = 'HttpProtobuf'; Fault = @{ disconnect = $true }; Reason = 'WrongProtocol' }
        @{ Case = 'UNAUTHENTICATED'; Protocol = 'Grpc'; Fault = @{ grpcStatus = 16; errorMessage = 'no key' }; Reason = 'Unauthorized' }
        @{ Case = 'UNIMPLEMENTED'; Protocol = 'Grpc'; Fault = @{ grpcStatus = 12 }; Reason = 'PathNotFound' }
        @{ Case = 'no answer'; Protocol = 'HttpProtobuf'; Fault = @{ delayMs = 30000; status = 503 }; Reason = 'Timeout' }
        @{ Case = 'no answer, gRPC'; Protocol = 'Grpc'; Fault = @{ delayMs = 30000; grpcStatus = 14 }; Reason = 'Timeout' }
    ) {
        if ($Fault) { Add-Fault ($Fault + @{ service = 'otlp' }) }
        $address = $Endpoint ? $Endpoint : $At[$Server ? $Server : $Protocol]
        if ($Tls) { $address = $address -replace '^http:', 'https:' }
        $test = Test-OtelEndpoint $address -Protocol $Protocol -TimeoutSec ($Reason -eq 'Timeout' ? 1 : 10)
        "$($test.Reason)" | Should -BeExactly $Reason
        $test.Succeeded | Should -BeFalse
        $test.Message | Should -Match '\.$'
        $test.Advice | Should -Match '\.$'
    }

    It 'refuses what Start-OtelSession refuses: <Parameter>' -ForEach @(
        @{ Parameter = 'Endpoint'; Value = 'localhost:4317' }
        @{ Parameter = 'TimeoutSec'; Value = 0 }
    ) {
        $splat = @{ $Parameter = $Value }
        $failure = { Test-OtelEndpoint @splat } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly "Invalid$Parameter,AwsOtel.Engine.Commands.TestOtelEndpointCommand"
    }

    It 'refuses where OTEL_SDK_DISABLED is set, as nothing would be sent' {
        $env:OTEL_SDK_DISABLED = 'true'
        try { $failure = { Test-OtelEndpoint $At.HttpProtobuf } | Should -Throw -PassThru }
        finally { Remove-Item env:OTEL_SDK_DISABLED }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'SdkDisabled,AwsOtel.Engine.Commands.TestOtelEndpointCommand'
        $failure.Exception.Message | Should -BeExactly 'OTEL_SDK_DISABLED is true: a session would send nothing. Remove the variable to test the endpoint.'
    }

    It 'ends at once where it is stopped' {
        Clear-ServerRequest
        Add-Fault @{ service = 'otlp'; delayMs = 600000; status = 503 }
        $shell = [powershell]::Create().AddCommand('Import-Module').AddArgument($ModulePath).AddStatement()
        $null = $shell.AddCommand('Test-OtelEndpoint').AddParameters(@{ Endpoint = $At.HttpProtobuf; Protocol = 'HttpProtobuf'; TimeoutSec = 600 })
        try {
            $null = $shell.BeginInvoke()
            while (-not (Get-ServerRequest otlp)) { Start-Sleep -Milliseconds 20 }
            $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            "$($shell.InvocationStateInfo.State)" | Should -BeExactly Stopped
        }
        finally { $shell.Dispose() }
    }

    It 'is no part of a session that is on' {
        Start-OtelSession -Exporter Memory
        $null = Test-OtelEndpoint $At.HttpProtobuf -Protocol HttpProtobuf
        Stop-OtelSession 6>$null
        Get-OtelSpan Test-OtelEndpoint | Should -BeNullOrEmpty
    }
}
