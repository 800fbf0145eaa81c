# Nothing changes for the script: every case of fixtures/TransparencyCases.ps1, without a session, with one, and run by Invoke-OtelScript, in
# processes of their own.

BeforeDiscovery {
    $all = & ([System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'TransparencyCases.ps1'))
    $cases = $all | Where-Object { -not $_.Planted }
    $planted = $all | Where-Object { $_.Planted }
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $Bucket = "transparency-$([guid]::NewGuid().ToString('n'))"
    $Table = "transparency-$([guid]::NewGuid().ToString('n'))"

    function Invoke-Case([ValidateSet('Plain', 'Session', 'Script')] $By) {
        # All cases in one process: what each shows, by its name, with the host's text.
        $result = Join-Path $TestDrive "$By.json"
        $work = New-Item -ItemType Directory (Join-Path $TestDrive work)
        $runner = [System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'TransparencyRunner.ps1')
        $arguments = ($runner, $result, $Bucket, $Table, $work.FullName | ForEach-Object { "'$_'" }) -join ' '
        # Called on one line of one file, as the call stack shows who called.
        $caller = Join-Path $TestDrive caller.ps1
        Set-Content $caller $(switch ($By) {
                Plain { "& $arguments" }
                Session { "& $arguments -Traced" }
                Script { "Import-Module '$ModulePath'; Invoke-OtelScript $arguments -Traced -Exporter Memory" }
            })
        $text = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -File $caller 2>&1 | Out-String
        Remove-Item $work -Recurse
        if (-not (Test-Path $result)) { throw "The cases did not run to their end:`n$text" }
        $records = Get-Content $result -Raw | ConvertFrom-Json -AsHashtable
        foreach ($part in $text -split '(?m)^=====> ' | Where-Object { $_.Trim() }) {
            $name, $lines = $part.TrimEnd() -split '\r?\n'
            if ($records.ContainsKey($name)) { $records[$name].Lines += $lines | ForEach-Object { "host: $_" } }
        }
        $records
    }

    function Get-Difference([string] $Name, $With = $Watched) {
        # What is only in one of the two runs: "-" without a session, "+" with one.
        Compare-Object @($Plain[$Name].Lines) @($With[$Name].Lines) -CaseSensitive -SyncWindow 0 |
            ForEach-Object { "$($_.SideIndicator -eq '<=' ? '-' : '+') $($_.InputObject)" }
    }

    New-S3Bucket -BucketName $Bucket @S3 | Out-Null
    1..5 | ForEach-Object { Write-S3Object -BucketName $Bucket -Key "a/$_.txt" -Content ('x' * $_) @S3 }
    $schema = New-DDBTableSchema | Add-DDBKeySchema -KeyName Id -KeyDataType S
    New-DDBTable -TableName $Table -Schema $schema -BillingMode PAY_PER_REQUEST @Ddb | Out-Null
    while ((Get-DDBTable -TableName $Table @Ddb).TableStatus -ne 'ACTIVE') { Start-Sleep -Milliseconds 50 }
    $Plain = Invoke-Case Plain
    $Watched = Invoke-Case Session
    $Run = Invoke-Case Script
}

AfterAll {
    Clear-Fault
    Get-S3Object -BucketName $Bucket @S3 | ForEach-Object { Remove-S3Object -BucketName $Bucket -Key $_.Key -Force @S3 | Out-Null }
    Remove-S3Bucket -BucketName $Bucket -Force @S3 | Out-Null
    Remove-DDBTable -TableName $Table -Force @Ddb | Out-Null
}

Describe 'With a session on, a script sees the same' {
    It '<Name>' -ForEach $cases {
        $Plain[$Name].Lines | Should -Not -BeNullOrEmpty
        $Plain[$Name].Errors -gt 0 | Should -Be $Fails -Because "this was seen: $($Plain[$Name].Lines -match '^(error|output)\[\d+\] =' -join '; ')"
        Get-Difference $Name | Should -BeNullOrEmpty
        Get-Difference $Name $Run | Should -BeNullOrEmpty -Because 'Invoke-OtelScript changes nothing either'
    }

    It 'and the cases that call AWS are traced' -ForEach @{ Callers = $cases | Where-Object { -not $_.CallsNothing } | ForEach-Object { $_.Name } } {
        $Callers | Where-Object { $Watched[$_].Spans -lt 1 } | Should -BeNullOrEmpty
        $Callers | Where-Object { $Run[$_].Spans -lt 1 } | Should -BeNullOrEmpty
    }

    It 'and the module itself had no failure' {
        $Watched['*'].OwnFailure | Should -BeNullOrEmpty
        $Run['*'].OwnFailure | Should -BeNullOrEmpty
    }
}

Describe 'The comparison sees a difference' {
    It '<Name>' -ForEach $planted {
        Get-Difference $Name | Should -Not -BeNullOrEmpty
        Get-Difference $Name $Run | Should -Not -BeNullOrEmpty
    }
}

Describe 'Lookup actions of the user' {
    BeforeAll {
        $run = Invoke-ChildPwsh -ArgumentList (Join-Path $PSScriptRoot common.ps1), $Bucket @'
param($Common, $Bucket)
. $Common
Import-Module $ModulePath, AWS.Tools.S3
$commands = $ExecutionContext.InvokeCommand
$global:Seen = [System.Collections.Generic.List[string]]::new()
function New-Action($Label) { [System.EventHandler[System.Management.Automation.CommandLookupEventArgs]] { param($name, $lookup) if ("$name" -eq 'Get-S3Object') { $global:Seen.Add($Label) } }.GetNewClosure() }
function Get-Seen { $global:Seen.Clear(); $null = Get-S3Object -BucketName $Bucket @S3; $global:Seen -join ',' }
function Get-CmdletSpanCount { @(Get-OtelSpan Get-S3Object).Count }

$facts = [ordered]@{}
$mine = New-Action mine
$commands.PostCommandLookupAction = $mine
Start-OtelSession -Exporter Memory
$facts.SetBefore = Get-Seen
$facts.SetBeforeSpans = Get-CmdletSpanCount
Stop-OtelSession
$facts.SetBeforeAfterStop = Get-Seen
$facts.SetBeforeIsBack = [object]::ReferenceEquals($mine, $commands.PostCommandLookupAction)

Start-OtelSession -Exporter Memory
$added = New-Action added
$commands.PostCommandLookupAction = [System.Delegate]::Combine($commands.PostCommandLookupAction, $added)
$facts.AddedAfter = Get-Seen
$facts.AddedAfterSpans = Get-CmdletSpanCount
Stop-OtelSession
$facts.AddedAfterStop = Get-Seen
$facts.AddedList = @($commands.PostCommandLookupAction.GetInvocationList()).Count

Start-OtelSession -Exporter Memory
$commands.PostCommandLookupAction = $mine
$facts.ReplacedAfter = Get-Seen
Stop-OtelSession
$facts.ReplacedAfterStop = Get-Seen
$facts.ReplacedStays = [object]::ReferenceEquals($mine, $commands.PostCommandLookupAction)

$pre = New-Action pre
$commands.PostCommandLookupAction = $null
$commands.PreCommandLookupAction = $pre
Start-OtelSession -Exporter Memory
$facts.Pre = Get-Seen
Stop-OtelSession
$facts.PreAfterStop = Get-Seen
$facts | ConvertTo-Json
'@
        $Facts = $run.Out | ConvertFrom-Json
    }

    It 'fire beside ours when they were set before, and are back after Stop' {
        $Facts.SetBefore | Should -Be mine
        $Facts.SetBeforeSpans | Should -Be 1
        $Facts.SetBeforeAfterStop | Should -Be mine
        $Facts.SetBeforeIsBack | Should -BeTrue
    }

    It 'fire beside ours when they were added in a session, and stay after Stop' {
        $Facts.AddedAfter | Should -Be 'mine,added'
        $Facts.AddedAfterSpans | Should -Be 1
        $Facts.AddedAfterStop | Should -Be 'mine,added'
        $Facts.AddedList | Should -Be 2
    }

    It 'fire when they took the place of ours, and stay after Stop' {
        $Facts.ReplacedAfter | Should -Be mine
        $Facts.ReplacedAfterStop | Should -Be mine
        $Facts.ReplacedStays | Should -BeTrue
    }

    It 'before the lookup fire too' {
        $Facts.Pre | Should -Be pre
        $Facts.PreAfterStop | Should -Be pre
    }
}

Describe 'A slow call that is stopped' {
    BeforeAll {
        $Start = "Import-Module '$ModulePath'; Start-OtelSession -Exporter Memory"

        function Invoke-StoppedCall([string] $Prefix) {
            # Stops a pipeline in a runspace of its own, as Ctrl-C does, while the server is taking its time.
            $run = Invoke-ChildPwsh -ArgumentList (Join-Path $PSScriptRoot common.ps1), $Bucket, $Prefix @'
param($Common, $Bucket, $Prefix)
. $Common
$runspace = [runspacefactory]::CreateRunspace()
$runspace.Open()
$runspace.SessionStateProxy.SetVariable('S3', $S3)
$runspace.SessionStateProxy.SetVariable('Bucket', $Bucket)
function New-PowerShell($Script) { $shell = [powershell]::Create($runspace); $shell.AddScript($Script) }
$null = (New-PowerShell "Import-Module AWS.Tools.S3; ``$null = Get-S3Object -BucketName `$Bucket @S3; $Prefix").Invoke()
Clear-ServerRequest
Add-Fault @{ service = 's3'; operation = 'ListObjects'; delayMs = 10000 }
$shell = New-PowerShell 'try { "before"; Get-S3Object -BucketName $Bucket @S3; "not here" } finally { $global:Finally = $true }'
$output = [System.Management.Automation.PSDataCollection[psobject]]::new()
$running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
while (-not @(Get-ServerRequest s3).Count) { Start-Sleep -Milliseconds 20 }
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$shell.Stop()
$elapsed = $clock.ElapsedMilliseconds
$ended = try { $null = $shell.EndInvoke($running); 'ended' } catch { $_.Exception.GetBaseException().GetType().FullName }
$next = (New-PowerShell '(Get-S3Object -BucketName $Bucket @S3).Count; $Finally; $Error.Count').Invoke()
$facts = [ordered]@{
    Output = @($output); State = "$($shell.InvocationStateInfo.State)"; Reason = "$($shell.InvocationStateInfo.Reason.GetType())"
    HadErrors = $shell.HadErrors; Errors = $shell.Streams.Error.Count; Ended = $ended; Next = @($next)
}
$spans = if ($Prefix) { (New-PowerShell 'Stop-OtelSession; Get-OtelSpan Get-S3Object | ForEach-Object { "$($_.Status) $($_.StatusDescription)" }').Invoke() }
@{ Facts = $facts; Elapsed = $elapsed; Spans = @($spans) } | ConvertTo-Json -Depth 4
'@
            Clear-Fault
            $run.Out | ConvertFrom-Json
        }

        function Invoke-Interrupt([string] $Prefix) {
            # The signal of Ctrl-C to a script that waits for a slow call.
            $script = Join-Path $TestDrive interrupted.ps1
            Set-Content $script @"
. '$PSScriptRoot/common.ps1'
Import-Module AWS.Tools.S3
$Prefix
try { 'before'; Get-S3Object -BucketName '$Bucket' @S3; 'not here' } catch { 'caught' } finally { [Console]::Out.WriteLine('finally') }
'nor here'
"@
            Clear-ServerRequest
            Add-Fault @{ service = 's3'; operation = 'ListObjects'; delayMs = 10000 }
            $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; RedirectStandardOutput = $true; RedirectStandardError = $true; UseShellExecute = $false }
            if ($IsLinux) {
                # Whoever runs the tests in the background has them ignore SIGINT, and so would the child.
                '--default-signal=INT', $start.FileName | ForEach-Object { $start.ArgumentList.Add($_) }
                $start.FileName = 'env'
            }
            '-NoProfile', '-NonInteractive', '-File', $script | ForEach-Object { $start.ArgumentList.Add($_) }
            $process = [System.Diagnostics.Process]::Start($start)
            $out = $process.StandardOutput.ReadToEndAsync()
            $err = $process.StandardError.ReadToEndAsync()
            while (-not @(Get-ServerRequest s3).Count -and -not $process.HasExited) { Start-Sleep -Milliseconds 50 }
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            kill -INT $process.Id
            $process.WaitForExit()
            Clear-Fault
            [pscustomobject]@{ Facts = [ordered]@{ Out = $out.Result; Err = $err.Result; ExitCode = $process.ExitCode }; Elapsed = $clock.ElapsedMilliseconds }
        }
    }

    It 'ends as it does without a session, at once, and its span is no failure' {
        $plain = Invoke-StoppedCall
        $traced = Invoke-StoppedCall $Start
        $plain.Facts.State | Should -Be Stopped
        $traced.Facts | ConvertTo-Json | Should -Be ($plain.Facts | ConvertTo-Json)
        $traced.Elapsed | Should -BeLessThan ([Math]::Max(8000, 2 * $plain.Elapsed))
        $traced.Spans | Should -HaveCount 2
        $traced.Spans | Should -Not -Match '^Error'
    }

    It 'ends the process as it does without a session' -Skip:$IsWindows {
        $plain = Invoke-Interrupt
        $plain.Facts.Out | Should -Match 'before'
        $plain.Facts.Out | Should -Not -Match 'not here'
        $traced = Invoke-Interrupt $Start
        $traced.Facts.Out | Should -Be $plain.Facts.Out
        $traced.Facts.Err | Should -Be $plain.Facts.Err
        # PowerShell's own race decides between these two: its break handler closes the runspace where it wakes after the main thread has set
        # ShouldEndSession, and then `$global:?`, which gives the exit code, cannot be read any more (ConsoleHost.HandleBreak, DoRunspaceLoop).
        $plain.Facts.ExitCode | Should -BeIn 0, 1
        $traced.Facts.ExitCode | Should -BeIn 0, 1
        $traced.Elapsed | Should -BeLessThan ([Math]::Max(8000, 2 * $plain.Elapsed))
    }
}
