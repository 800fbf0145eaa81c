BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe 'Get-OtelSession' {
    AfterEach { Stop-AllSession }

    It 'gives nothing, and no error, where no session is on' {
        Get-OtelSession -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 0
    }

    It 'gives what Start-OtelSession -PassThru gave' {
        $started = Start-OtelSession shop -Name run -Exporter Memory -PassThru
        $session = Get-OtelSession
        foreach ($property in 'Name', 'ServiceName', 'TraceId', 'SpanId', 'StartTime', 'Depth', 'AwsSdk', 'Endpoint', 'Path') {
            $session.$property | Should -BeExactly $started.$property -Because $property
        }
        $session.Exporter | Should -Be $started.Exporter
        $session.Source.Count | Should -Be $started.Source.Count
    }

    It 'counts spans and errors up to now' {
        Start-OtelSession -Exporter Memory
        (Get-OtelSession).SpanCount | Should -Be 0
        $null = Get-S3Bucket @S3
        (Get-OtelSession).SpanCount | Should -Be 2
        (Get-OtelSession).ErrorCount | Should -Be 0
        try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        (Get-OtelSession).SpanCount | Should -Be 4
        (Get-OtelSession).ErrorCount | Should -Be 2
    }

    It 'counts what is in the trace of others: <Case>' -ForEach @(
        @{ Case = 'a message'; Spans = 4; Errors = 2; Run = { Invoke-OtelSpan -Message @{ messageAttributes = @{ traceparent = @{ stringValue = $Elsewhere } } } { & $Fail; Invoke-OtelSpan inner { } } } }
        @{ Case = 'a context'; Spans = 3; Errors = 2; Run = { Use-OtelContext $Elsewhere { & $Fail; Invoke-OtelSpan inner { } } } }
        @{ Case = '-Parent'; Spans = 4; Errors = 2; Run = { Invoke-OtelSpan outer -Parent $Elsewhere { & $Fail; Invoke-OtelSpan inner { } } } }
        @{ Case = 'a span that has ended'; Spans = 4; Errors = 2; Run = { Invoke-OtelSpan outer -Parent $Elsewhere { $script:Ended = Get-OtelContext }; Use-OtelContext $Ended { & $Fail; Invoke-OtelSpan inner { } } } }
        @{ Case = 'a nested session with a parent of its own'; Spans = 4; Errors = 2; Run = { Start-OtelSession -Name inner -Parent $Elsewhere; & $Fail; Invoke-OtelSpan inner { }; Stop-OtelSession 6>$null } }
        @{ Case = 'a span of another library'; Spans = 3; Errors = 2; Run = { $other = [System.Diagnostics.Activity]::new('other').SetParentId($Elsewhere).Start(); & $Fail; Invoke-OtelSpan inner { }; $other.Stop() } }
        @{ Case = 'another runspace'; Spans = 3; Errors = 2; Run = { $fail = "$Fail"; $s3 = $S3; $elsewhere = $Elsewhere; 1 | ForEach-Object -Parallel { Import-Module $using:ModulePath; $S3 = $using:s3; Use-OtelContext $using:elsewhere { & ([scriptblock]::Create($using:fail)); Invoke-OtelSpan inner { } } } } }
    ) {
        $Elsewhere = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        # A cmdlet and its call, both failed; who catches it is not.
        $Fail = { try { $null = Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ } }
        Start-OtelSession -Name outer -Exporter Memory
        . $Run
        $session = Get-OtelSession
        $session.SpanCount, $session.ErrorCount | Should -Be $Spans, $Errors
        $foreign = @(Get-OtelSpan -TraceId '0af7651916cd43dd8448eb211c80319c')
        $foreign.Count | Should -Be $Spans
        $result = Stop-OtelSession -PassThru 6>$null
        $result.SpanCount, $result.ErrorCount | Should -Be ($Spans + 1), $Errors
    }

    It 'counts each span once, in its own session and those around' {
        Start-OtelSession -Name outer -Exporter Memory
        1..2 | ForEach-Object -Parallel { Import-Module $using:ModulePath; Start-OtelSession -Name "item $_"; 1..$_ | ForEach-Object { Invoke-OtelSpan x { } }; Stop-OtelSession -PassThru 6>$null } -ThrottleLimit 2 |
            Sort-Object Name | ForEach-Object { "$($_.Name): $($_.SpanCount)" } | Should -BeExactly 'item 1: 2', 'item 2: 3'
        (Get-OtelSession).SpanCount | Should -Be 5
    }

    It 'gives nested sessions, the innermost first, each with its own count' {
        Start-OtelSession -Name outer -Exporter Memory
        $null = Get-S3Bucket @S3
        Start-OtelSession -Name middle
        Start-OtelSession -Name inner
        $null = Get-S3Bucket @S3
        $session = Get-OtelSession
        $session.Name -join ',' | Should -BeExactly 'inner,middle,outer'
        $session.Depth -join ',' | Should -BeExactly '2,1,0'
        $session.SpanCount -join ',' | Should -BeExactly '2,2,4'
        @($session.TraceId | Select-Object -Unique).Count | Should -Be 1
        Stop-OtelSession 6>$null
        (Get-OtelSession).Name -join ',' | Should -BeExactly 'middle,outer'
    }

    It 'gives nothing after the last Stop-OtelSession' {
        Start-OtelSession -Exporter None
        Stop-OtelSession 6>$null
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'gives the sessions of its own runspace only' {
        Start-OtelSession -Exporter None
        $shell = [powershell]::Create()
        try {
            $shell.AddScript('param($module) Import-Module $module; @(Get-OtelSession).Count').AddArgument($ModulePath).Invoke() | Should -Be 0
            $shell.HadErrors | Should -BeFalse
        }
        finally { $shell.Dispose() }
    }

    It 'does not give the values of headers away' {
        Start-OtelSession -Endpoint http://127.0.0.1:1 -Header @{ 'api-key' = 'canary-value' } -SampleRatio 0
        Get-OtelSession | ConvertTo-Json -Depth 5 | Should -Not -Match canary-value
        Get-OtelSession | Format-List * | Out-String | Should -Not -Match canary-value
    }

    It 'shows each setting with its value and where that came from' {
        $env:OTEL_EXPORTER_OTLP_HEADERS = 'api-key=canary-value'
        try { Start-OtelSession shop -Name run -Endpoint http://127.0.0.1:1 -SampleRatio 0 -ResourceAttribute @{ team = 'ops' } }
        finally { Remove-Item env:OTEL_EXPORTER_OTLP_HEADERS }
        (Get-OtelSession).Setting -split '\r?\n' | Should -BeExactly @(
            'BaggageAttribute = none (default)'
            'Endpoint = http://127.0.0.1:1/ (parameter)'
            'Exporter = Otlp (default)'
            'Header = api-key (OTEL_EXPORTER_OTLP_HEADERS)'
            'KeepWhen = every trace (default)'
            'LegacyAttribute = False (default)'
            'LogExporter = none (default)'
            'MetricExporter = none (default)'
            'Name = run (parameter)'
            'Parent = none (default)'
            'Propagator = tracecontext, baggage (default)'
            'Protocol = Grpc (default)'
            'ResourceAttribute = team (parameter)'
            'SampleRatio = 0 (parameter)'
            'ServiceName = shop (parameter)'
            "SpoolPath = $(Join-Path $env:XDG_STATE_HOME awsotel spool) (default)"
            'TimeoutSec = 10 (default)'
        )
        Get-OtelSession | Format-List * | Out-String | Should -Match '(?m)ServiceName = shop \(parameter\)\s*$'
    }

    It 'counts what the exporters took, and names the modules that are traced' {
        Start-OtelSession -Exporter Memory
        $null = Get-S3Bucket @S3
        $session = Get-OtelSession
        $session.ExportedCount | Should -Be 2
        $session.DroppedCount | Should -Be 0
        $session.AwsModule | Where-Object { $_ -match '^AWS\.Tools\.S3 \d' } | Should -HaveCount 1
    }

    It 'says that the AWS SDK is not loaded yet, and which one as soon as it is' {
        $run = Invoke-ChildPwsh @"
Import-Module '$ModulePath'
Start-OtelSession -Exporter Memory
(Get-OtelSession).AwsSdk
Import-Module AWS.Tools.Common
(Get-OtelSession).AwsSdk
"@
        $run.Err | Should -BeExactly ''
        $said = $run.Out.Trim() -split '\r?\n'
        $said[0] | Should -BeExactly 'not loaded yet'
        $said[1] | Should -MatchExactly '^AWSSDK\.Core 4\.'
    }
}
