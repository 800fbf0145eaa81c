# What the cmdlets that read and write traces show of long work. When it is long is the engine's own test.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $line = Get-Content (Join-Path $PSScriptRoot fixtures two-traces.jsonl) -TotalCount 1

    function Read-Slowly([string] $Script, [string] $Path) {
        # Runs it on a pipe that gives line after line until it has said how far it is, or has gone on for two seconds after its first output.
        mkfifo $Path
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddArgument($ModulePath).Invoke()
            $shell.Commands.Clear()
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.AddScript($Script).AddArgument($Path).BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            # To read as well: opening it waits for nobody.
            $pipe = [System.IO.StreamWriter]::new([System.IO.FileStream]::new($Path, 'Open', 'ReadWrite', 'ReadWrite'))
            $written = 0
            $last = [int]::MaxValue
            while ($shell.Streams.Progress.Count -eq 0 -and $written -lt $last -and -not $running.IsCompleted) {
                if ($output.Count -gt 0) { $last = [Math]::Min($last, $written + 10) }
                $pipe.WriteLine($line)
                $pipe.Flush()
                $written++
                Start-Sleep -Milliseconds 200
            }
            $pipe.Dispose()
            $null = $shell.EndInvoke($running)
            [pscustomobject]@{ Written = $written; Output = @($output); Progress = @($shell.Streams.Progress); Error = @($shell.Streams.Error) }
        }
        finally { $shell.Dispose() }
    }
}

Describe 'Progress' -Skip:$IsWindows {
    It 'of <Name> says what is read, and that it is over' -ForEach @(
        @{ Name = 'Import-OtelTrace'; Script = 'param($Path) (Import-OtelTrace $Path).Count'; Output = { $run.Written } }
        @{ Name = 'Show-OtelTrace'; Script = 'param($Path) @(Show-OtelTrace $Path).Count -gt 1'; Output = { $true } }
    ) {
        $path = Join-Path $TestDrive $Name
        $run = Read-Slowly $Script $path
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -BeExactly (& $Output)
        $run.Progress.Count | Should -BeGreaterOrEqual 2
        $run.Progress.Activity | Select-Object -Unique | Should -BeExactly 'Reading the trace'
        # A pipe has no length.
        $run.Progress[0].PercentComplete, $run.Progress[0].SecondsRemaining | Should -Be -1, -1
        $run.Progress[0].StatusDescription | Should -BeExactly $path
        $run.Progress.RecordType | Select-Object -Unique | Should -Be Processing, Completed
        $run.Progress[-1].RecordType | Should -Be Completed
    }

    It 'is not shown where $ProgressPreference is <_>' -ForEach SilentlyContinue, Stop {
        $run = Read-Slowly "param(`$Path) `$ProgressPreference = '$_'; Import-OtelTrace `$Path" (Join-Path $TestDrive "as-$_")
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -HaveCount $run.Written
        $run.Progress | Should -BeNullOrEmpty
    }
}
