# A long runbook: what the process holds after the first tenth it holds at the end, and every span is accounted for. Run by build.ps1 -Task Soak.

BeforeDiscovery { $calls = $env:AWSOTEL_SOAK_CALLS ? [int]$env:AWSOTEL_SOAK_CALLS : 50000 }

BeforeAll { . (Join-Path $PSScriptRoot common.ps1) }

Describe '<_> cmdlet calls' -Tag Soak -ForEach $calls {
    BeforeAll {
        Clear-Receiver
        $spans = 2 * $_ + 1
        # Each method is compiled once: else those that are called often are compiled anew in the first 10,000 calls, and the process is a tenth larger
        # after them, without a session, too.
        $compileOnce = @{ DOTNET_TieredCompilation = '0' }
        $run = Invoke-ChildPwsh -Environment $compileOnce -ArgumentList (Join-Path $PSScriptRoot common.ps1), $_, (Join-Path $TestDrive spool) @'
param($Common, [int] $Calls, $SpoolPath)
. $Common
Import-Module $ModulePath, AWS.Tools.S3
function Get-Footprint([int] $Made) {
    # Spans that wait for their turn are no leak: the queue is as long as it is.
    while (($now = Get-OtelSession).ExportedCount + $now.SpooledCount + $now.DroppedCount -lt 2 * $Made) { Start-Sleep -Milliseconds 100 }
    # How much of what is free the collector keeps for itself changes from one collection to the next; this one gives it back.
    1..3 | ForEach-Object { [GC]::Collect(2, 'Aggressive', $true, $true); [GC]::WaitForPendingFinalizers() }
    $process = Get-Process -Id $PID
    # .NET counts no handles on Linux and macOS.
    $handles = (Test-Path /proc/self/fd) ? [System.IO.Directory]::GetFiles('/proc/self/fd').Length : $process.HandleCount
    @{ WorkingSet = $process.WorkingSet64; Heap = [GC]::GetTotalMemory($false); Threads = $process.Threads.Count; Handles = $handles }
}
function Invoke-Call([int] $Count) { for ($i = 0; $i -lt $Count; $i++) { $null = Get-S3Bucket @S3 } }
Start-OtelSession -Name soak -Endpoint $Local.otlp.httpEndpoint -Protocol HttpProtobuf -SpoolPath $SpoolPath -TimeoutSec 300
Invoke-Call ($Calls / 10)
$before = Get-Footprint ($Calls / 10)
Invoke-Call ($Calls - $Calls / 10)
$after = Get-Footprint $Calls
$result = Stop-OtelSession -PassThru
@{ Before = $before; After = $after; Result = $result } | ConvertTo-Json -Depth 4
'@
        $facts = $run.Out | ConvertFrom-Json
        $received = [System.Collections.Generic.HashSet[string]]::new()
        foreach ($line in [System.IO.File]::ReadLines((Join-Path $Local.otlp.dataDirectory traces.jsonl))) {
            foreach ($found in [regex]::Matches($line, '"spanId":"([0-9a-f]{16})"')) { $null = $received.Add($found.Groups[1].Value) }
        }
    }

    It 'disturb nobody' {
        $run.Err | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
    }

    It 'are all delivered' {
        $facts.Result.SpanCount | Should -Be $spans
        $facts.Result.ExportedCount, $facts.Result.SpooledCount, $facts.Result.DroppedCount | Should -Be $spans, 0, 0
        $received.Count | Should -Be $spans
    }

    It 'leave the process no larger than the first tenth did' {
        $facts.After.WorkingSet / $facts.Before.WorkingSet | Should -BeLessOrEqual 1.05
        # To the span: nothing but the calls was there in between.
        $facts.After.Heap - $facts.Before.Heap | Should -BeLessThan 1MB
        # Pools of threads and connections breathe; what every call leaves behind would be thousands.
        $facts.After.Threads | Should -BeLessOrEqual ($facts.Before.Threads + 8)
        $facts.After.Handles | Should -BeLessOrEqual ($facts.Before.Handles + 8)
    }
}
