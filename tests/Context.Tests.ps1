Describe 'The context of a session' {
    BeforeAll {
        . (Join-Path $PSScriptRoot common.ps1)
        Import-Module $ModulePath
        $pattern = '^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$'

        function Get-FileSpan([string] $Path) { Get-Content $Path | ConvertFrom-Json | ConvertFrom-OtlpRequest }
    }

    AfterEach {
        while (Get-OtelSession) { Stop-OtelSession 6>$null }
        Remove-Item env:TRACEPARENT, env:TRACESTATE -ErrorAction Ignore
    }

    It 'is nothing without a session' {
        Get-OtelContext | Should -BeNullOrEmpty
        Get-OtelContext -AsHeader | Should -BeNullOrEmpty
    }

    It 'is that of the script span' {
        $session = Start-OtelSession -Exporter None -PassThru
        $context = Get-OtelContext
        $context.TraceId | Should -BeExactly $session.TraceId
        $context.SpanId | Should -BeExactly $session.SpanId
        $context.IsSampled | Should -BeTrue
        "$context" | Should -BeExactly "00-$($session.TraceId)-$($session.SpanId)-01"
        $context.TraceParent | Should -BeExactly "$context"
        $context.TraceState | Should -BeExactly ''
    }

    It 'goes on as headers, with the state that came in' {
        $env:TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        $env:TRACESTATE = 'vendor=1'
        Start-OtelSession -Exporter None
        $header = Get-OtelContext -AsHeader
        $header.Keys | Sort-Object | Should -BeExactly traceparent, tracestate
        $header.traceparent | Should -Match '^00-0af7651916cd43dd8448eb211c80319c-'
        $header.tracestate | Should -BeExactly 'vendor=1'
        # As a receiver sees them.
        Clear-ServerRequest
        $null = Invoke-WebRequest $Local.s3.endpoint -Headers $header -SkipHttpErrorCheck
        (Get-ServerRequest s3).headers.traceparent | Should -BeExactly $header.traceparent
    }

    It 'tells that the trace is sampled out' {
        Start-OtelSession -Exporter None -SampleRatio 0
        (Get-OtelContext).IsSampled | Should -BeFalse
        $env:TRACEPARENT | Should -Match '-00$'
    }

    It 'is in the environment while a session is on, the innermost, and then what was there before: <Before>' -ForEach @(
        @{ Before = 'nothing'; Parent = $null; State = $null }
        @{ Before = 'a parent'; Parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'; State = 'a=b' }
        @{ Before = 'something malformed'; Parent = 'x'; State = $null }
    ) {
        if ($Parent) { $env:TRACEPARENT = $Parent }
        if ($State) { $env:TRACESTATE = $State }
        Start-OtelSession -Exporter None 3>$null
        $outer = $env:TRACEPARENT
        $outer | Should -BeExactly "$(Get-OtelContext)"
        Start-OtelSession -Exporter None
        $env:TRACEPARENT | Should -BeExactly "$(Get-OtelContext)"
        $env:TRACEPARENT | Should -Not -Be $outer
        Stop-OtelSession
        $env:TRACEPARENT | Should -BeExactly $outer
        Stop-OtelSession
        [System.Environment]::GetEnvironmentVariable('TRACEPARENT') | Should -BeExactly $Parent
        [System.Environment]::GetEnvironmentVariable('TRACESTATE') | Should -BeExactly $State
    }

    It 'makes one trace with one root of three processes' {
        $file = Join-Path $TestDrive chain.jsonl
        $begin = "Import-Module '$ModulePath'; Start-OtelSession -Path '$file' -Name"
        $child = Join-Path $TestDrive child.ps1
        Set-Content $child "$begin child; Stop-OtelSession"
        $run = Invoke-ChildPwsh "$begin runbook; & '$([System.Environment]::ProcessPath)' -NoProfile -File '$child'; Start-Job { $begin job; Stop-OtelSession } | Receive-Job -Wait; Stop-OtelSession" -Environment @{
            TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        }
        $run.ExitCode | Should -Be 0 -Because $run.Err
        $spans = @(Get-FileSpan $file)
        $spans.Name | Sort-Object | Should -BeExactly child, job, runbook
        $spans.TraceId | Sort-Object -Unique | Should -BeExactly 0af7651916cd43dd8448eb211c80319c
        $runbook = $spans | Where-Object Name -EQ runbook
        $runbook.ParentSpanId | Should -BeExactly b7ad6b7169203331
        ($spans | Where-Object Name -NE runbook).ParentSpanId | Should -BeExactly $runbook.SpanId, $runbook.SpanId
    }

    It 'is a parent for Start-OtelSession' {
        Start-OtelSession -Exporter None
        $context = Get-OtelContext
        Stop-OtelSession
        Start-OtelSession -Exporter Memory -Name later -Parent $context
        Stop-OtelSession 6>$null
        (Get-OtelSpan later).ParentSpanId | Should -BeExactly $context.SpanId
    }

    It 'makes sessions of -Parallel items part of the script, and not of each other' {
        Start-OtelSession -Exporter Memory -Name script
        1..6 | ForEach-Object -Parallel { Import-Module $using:ModulePath; Start-OtelSession -Name "item $_"; Start-Sleep -Milliseconds 50; Stop-OtelSession } -ThrottleLimit 3
        Stop-OtelSession 6>$null
        Get-SpanTree (Get-OtelSpan) | Sort-Object | Should -BeExactly @('  item 1', '  item 2', '  item 3', '  item 4', '  item 5', '  item 6', 'script')
    }
}
