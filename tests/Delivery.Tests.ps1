# A receiver that is down, slow, wrong or rude, seen from a script: what it waits for, what arrives, what is kept, and what it is told.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $target = @{ Grpc = $Local.otlp.grpcEndpoint; HttpProtobuf = $Local.otlp.httpEndpoint }
    $unauthorized = @{ Grpc = @{ grpcStatus = 16 }; HttpProtobuf = @{ status = 401 } }
    # Who waits for a time-out shall see it; how much longer a busy machine takes is no defect.
    $slack = [timespan]::FromSeconds(8)

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function New-SpoolPath { Join-Path $TestDrive "spool-$([guid]::NewGuid().ToString('n'))" }

    function Get-Kept([string] $SpoolPath) { Get-ChildItem $SpoolPath | Get-Content | ConvertFrom-Json }
}

Describe 'Delivery over <_>' -ForEach 'Grpc', 'HttpProtobuf' {
    BeforeAll { $protocol = $_ }

    BeforeEach {
        Clear-Fault
        Clear-Receiver
        $spool = New-SpoolPath
        $receiver = @{ Endpoint = $target[$protocol]; Protocol = $protocol; SpoolPath = $spool }
    }

    AfterEach {
        Stop-AllSession
        Clear-Fault
        Get-ChildItem env:OTEL_*, env:TRACESTATE, env:TRACEPARENT -ErrorAction Ignore | Remove-Item
    }

    It 'brings what was kept span for span and attribute for attribute, once' {
        Add-Fault (@{ service = 'otlp'; operation = 'traces'; count = 1 } + $unauthorized[$protocol])
        $env:TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        $env:TRACESTATE = 'vendor=1'
        Start-OtelSession first @receiver -ResourceAttribute @{ text = "ü 日本 🚀`n"; whole = -9007199254740993; ratio = 0.1; flag = $false }
        $null = Get-S3Bucket @S3
        try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
        $result.ExportedCount, $result.SpooledCount, $result.DroppedCount | Should -Be 0, 5, 0
        @($warning) | Should -HaveCount 1
        $warning | Should -BeLike "AwsOtel: 5 spans of 5 could not be delivered to Otlp ($($target[$protocol])*: *. They are kept in ${spool}: the next session that reaches this endpoint sends them."
        Get-ReceivedExport | Should -BeNullOrEmpty
        $kept = Get-SpanText (Get-Kept $spool)
        $kept.Count | Should -Be 5

        Start-OtelSession second @receiver
        $result = Stop-OtelSession -PassThru -WarningVariable warning -InformationVariable information 6>$null
        $warning | Should -BeNullOrEmpty
        $information | Should -BeLike '* 5 spans of earlier sessions went there from the spool.'
        $result.ExportedCount, $result.SpooledCount, $result.DroppedCount | Should -Be 1, 0, 0
        Get-ChildItem $spool | Should -BeNullOrEmpty
        $export = @(Get-ReceivedExport)
        $export | Should -HaveCount 2
        $export.transport | Should -BeExactly (@(@{ Grpc = 'grpc'; HttpProtobuf = 'http/protobuf' }[$protocol]) * 2)
        $received = Get-SpanText $export[1].request
        $received.Keys | Sort-Object | Should -BeExactly ($kept.Keys | Sort-Object)
        foreach ($id in $kept.Keys) { $received[$id] | Should -BeExactly $kept[$id] }
        $kept.Values -join "`n" | Should -Match 'whole/intValue = String -9007199254740993'
    }

    It 'tries again where the receiver is busy' {
        Add-Fault (@{ service = 'otlp'; operation = 'traces'; count = 1 } + ($protocol -eq 'Grpc' ? @{ grpcStatus = 14 } : @{ status = 503 }))
        Start-OtelSession @receiver
        $result = Stop-OtelSession -PassThru -WarningVariable warning 6>$null
        $warning | Should -BeNullOrEmpty
        $result.ExportedCount, $result.SpooledCount, $result.DroppedCount | Should -Be 1, 0, 0
        @(Get-ReceivedExport) | Should -HaveCount 1
    }

    It 'does not keep what the receiver does not want, and says that it is lost' {
        Add-Fault (@{ service = 'otlp'; operation = 'traces'; count = 1 } + ($protocol -eq 'Grpc' ? @{ grpcStatus = 3 } : @{ status = 400 }))
        Start-OtelSession @receiver
        $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
        $result.ExportedCount, $result.SpooledCount, $result.DroppedCount | Should -Be 0, 0, 1
        @($warning) | Should -HaveCount 1
        $warning | Should -Match "1 span of 1 could not be delivered to Otlp .*: $($protocol -eq 'Grpc' ? 'gRPC status 3' : '400 Bad Request')\. They are lost\.$"
        Get-ChildItem $spool | Should -BeNullOrEmpty
    }

    It 'keeps what is answered after the timeout' {
        Add-Fault @{ service = 'otlp'; operation = 'traces'; count = 1; delayMs = 20000 }
        Start-OtelSession @receiver -TimeoutSec 1
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
        $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(1) + $slack)
        $result.ExportedCount, $result.SpooledCount, $result.DroppedCount | Should -Be 0, 1, 0
        $warning | Should -BeLike '*: no answer in time. They are kept in *'
        @(Get-Kept $spool) | Should -HaveCount 1
    }

    It 'never holds up the script: nobody answers, and the queue is full' {
        $hole = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $hole.Start()
        try {
            $env:OTEL_BSP_MAX_EXPORT_BATCH_SIZE = '4'
            $env:OTEL_BSP_MAX_QUEUE_SIZE = '8'
            Start-OtelSession -Endpoint "http://$($hole.LocalEndpoint)" -Protocol $protocol -SpoolPath $spool -TimeoutSec 20
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            1..25 | ForEach-Object { $null = Get-S3Bucket @S3 }
            $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(20)) -Because 'one wait for the receiver takes that long'
            $hole.Stop()
            $result = Stop-OtelSession -PassThru 3>$null 6>$null
            $result.ExportedCount, $result.SpooledCount, $result.DroppedCount | Should -Be 0, 51, 0
            @(Get-Kept $spool) | Should -HaveCount 51
        }
        finally { $hole.Stop() }
    }
}

Describe 'A script whose receiver' {
    BeforeDiscovery {
        $rude = @(
            @{ Name = 'refuses connections'; Endpoint = 'http://127.0.0.1:1'; Kept = $true }
            @{ Name = 'never answers'; Endpoint = 'hole'; Kept = $true }
            @{ Name = 'speaks no TLS'; Endpoint = 'tls'; Kept = $true }
            @{ Name = 'is busy: 503 with Retry-After'; Fault = @{ status = 503; headers = @{ 'Retry-After' = '60' } }; Kept = $true }
            @{ Name = 'is busy: 429'; Fault = @{ status = 429 }; Kept = $true }
            @{ Name = 'answers after the timeout'; Fault = @{ delayMs = 20000 }; Kept = $true }
            @{ Name = 'breaks every connection off'; Fault = @{ disconnect = $true }; Kept = $true }
            @{ Name = 'points elsewhere: 307'; Fault = @{ status = 307; headers = @{ Location = 'http://127.0.0.1:1' } }; Kept = $true }
            @{ Name = 'answers with a web page'; Fault = @{ status = 200; body = '<html>'; headers = @{ 'Content-Type' = 'text/html' } }; Kept = $true }
            @{ Name = 'knows nobody: 401'; Fault = @{ status = 401 }; Kept = $true }
            @{ Name = 'wants nothing of it: 400'; Fault = @{ status = 400 }; Kept = $false }
        )
    }

    AfterEach {
        Stop-AllSession
        Clear-Fault
    }

    It '<Name> takes as long as without telemetry, but for the stated timeout at its end' -ForEach $rude {
        $hole = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $hole.Start()
        try {
            $address = switch ($Endpoint) {
                hole { "http://$($hole.LocalEndpoint)" }
                tls { $Local.otlp.httpEndpoint -replace '^http:', 'https:' }
                default { $_ ? $_ : $Local.otlp.httpEndpoint }
            }
            if ($Fault) { Add-Fault (@{ service = 'otlp'; operation = 'traces'; count = 100 } + $Fault) }
            $timeout = [timespan]::FromSeconds(1)
            $spool = New-SpoolPath
            $null = Get-S3Bucket @S3
            $plain = Measure-Command { 1..10 | ForEach-Object { $null = Get-S3Bucket @S3 } }
            Start-OtelSession -Endpoint $address -Protocol HttpProtobuf -SpoolPath $spool -TimeoutSec $timeout.TotalSeconds
            $traced = Measure-Command { 1..10 | ForEach-Object { $null = Get-S3Bucket @S3 } }
            $end = Measure-Command { $script:Result = Stop-OtelSession -PassThru -WarningVariable script:Warned 3>$null 6>$null }
            $traced - $plain | Should -BeLessThan $slack
            $end | Should -BeLessThan ($timeout + $slack)
            # Ten cmdlets, ten calls, the script: none is lost that can be kept.
            $Result.ExportedCount, $Result.SpooledCount, $Result.DroppedCount | Should -Be ($Kept ? (0, 21, 0) : (0, 0, 21))
            @($Warned) | Should -HaveCount 1
            @(Get-Kept $spool) | Should -HaveCount ($Kept ? 21 : 0)
        }
        finally { $hole.Stop() }
    }
}

Describe 'The spool' {
    AfterEach { Stop-AllSession }

    It 'is in the user''s state folder, for the user alone, and Get-OtelSession tells where' {
        $session = Start-OtelSession -Endpoint $Local.otlp.grpcEndpoint -PassThru
        $session.SpoolPath | Should -BeExactly ([System.IO.Path]::Combine($env:XDG_STATE_HOME, 'awsotel', 'spool'))
        $session.Source['SpoolPath'] | Should -BeExactly default
        $session.ExportedCount, $session.SpooledCount, $session.DroppedCount | Should -Be 0, 0, 0
        if (-not $IsWindows) { (Get-Item $session.SpoolPath).UnixFileMode | Should -Be ([System.IO.UnixFileMode]'UserRead, UserWrite, UserExecute') }
    }

    It 'is not there where it is switched off, or for other exporters' {
        (Start-OtelSession -Endpoint $Local.otlp.grpcEndpoint -SpoolPath '' -PassThru).SpoolPath | Should -BeNullOrEmpty
        Stop-AllSession
        (Start-OtelSession -Exporter Memory -PassThru).SpoolPath | Should -BeNullOrEmpty
    }

    It 'that cannot be written to is an error' {
        $file = Join-Path $TestDrive file
        Set-Content $file x
        { Start-OtelSession -Endpoint $Local.otlp.grpcEndpoint -SpoolPath (Join-Path $file spool) } | Should -Throw -ErrorId 'InvalidSpoolPath,*' -ExpectedMessage "-SpoolPath: '*' cannot be written to: *"
        { Start-OtelSession -Exporter File -SpoolPath $TestDrive } | Should -Throw -ErrorId 'InvalidSpoolPath,*' -ExpectedMessage '-SpoolPath is for the Otlp exporter*'
        Get-OtelSession | Should -BeNullOrEmpty
    }
}
