# A failure of AwsOtel itself, in whatever step, changes nothing for the script, and is told of once. The steps are those of the sources.

BeforeDiscovery {
    $sources = Get-ChildItem ([System.IO.Path]::Combine($PSScriptRoot, '..', 'src', 'AwsOtel.Engine')) -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]' |
        # No module of a service with messages is there: those steps fail in tests/units/Session/FaultPointTests.cs.
        Where-Object Name -NotLike '*Message*'
    # The texts of a line that names a step, for example: OwnFailures.Record("end a span", e);
    function Find-Step([string] $Line) {
        $sources | Select-String $Line | ForEach-Object { [regex]::Matches($_.Line, '"([^"]*)"').ForEach{ $_.Groups[1].Value } } | Sort-Object -Unique
    }
    $named = '\b(Run|Show)\((state, )?"'
    # What is composed is no step, but a hook of the user that failed.
    $recorded = @(Find-Step "\bOwnFailures\.Record\((?!\$)|$named")
    $reached = @(Find-Step "\bFaultPoint\.Reach\(|$named")
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module AWS.Tools.S3
    $Runner = [System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'FaultRunner.ps1')

    function Start-Runner([string[]] $Step, [string[]] $More) {
        $bucket = "faults-$([guid]::NewGuid().ToString('n'))"
        $null = New-S3Bucket -BucketName $bucket @S3
        'a', 'b' | ForEach-Object { Write-S3Object -BucketName $bucket -Key "$_.txt" -Content written @S3 }
        $work = New-Item -ItemType Directory (Join-Path $TestDrive $bucket)
        # As many old traces of processes that have ended as it takes for one to be removed.
        $state = New-Item -ItemType Directory ([System.IO.Path]::Combine($work, 'awsotel', 'traces'))
        1..120 | ForEach-Object { $null = New-Item (Join-Path $state ('20200101T000000.{0:d3}Z-2147483647-old.jsonl' -f $_)) }
        $result = Join-Path $work result.json
        $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; RedirectStandardOutput = $true; RedirectStandardError = $true; UseShellExecute = $false }
        if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
        @('-NoProfile', '-NonInteractive', '-File', $Runner, $result, $bucket, ($Step -join ',')) + $More | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.Environment['XDG_STATE_HOME'] = $work.FullName
        $process = [System.Diagnostics.Process]::Start($start)
        @{ Process = $process; Result = $result; Bucket = $bucket; Out = $process.StandardOutput.ReadToEndAsync(); Err = $process.StandardError.ReadToEndAsync() }
    }

    function Read-Runner($Run) {
        $Run.Process.WaitForExit()
        if (-not (Test-Path $Run.Result)) { throw "The steps did not run to their end: $($Run.Err.Result)$($Run.Out.Result)" }
        $records = Get-Content $Run.Result -Raw | ConvertFrom-Json -AsHashtable
        foreach ($record in $records.Values) {
            $record.Said = @($record.Said -replace $Run.Bucket, 'bucket')
            $record.ExitCode = $Run.Process.ExitCode
            $record.Err = $Run.Err.Result
            # Of the session that was left to the end of the process.
            $record.LeftSpan = (Test-Path "$($Run.Result).left") ? (Get-Content "$($Run.Result).left" | ConvertFrom-Json | ConvertFrom-OtlpRequest).Name : $null
        }
        $records
    }

    function Get-Record([hashtable[]] $Wanted) {
        # All at the same time: most of it is waiting for the SDK's backoff.
        $runs = $Wanted | ForEach-Object { Start-Runner @_ }
        $all = @{}
        foreach ($run in $runs) { (Read-Runner $run).GetEnumerator() | ForEach-Object { $all[$_.Key] = $_.Value } }
        $all
    }
}

Describe 'A step of AwsOtel that fails' -ForEach @{ Steps = $reached; Recorded = $recorded } {
    BeforeAll {
        # After a step that failed, all is well again: 'nothing' comes last.
        $part = [int][Math]::Ceiling(($Steps.Count + 2) / 4)
        $all = @('no session') + $Steps + 'nothing'
        $Session = Get-Record (0..3 | ForEach-Object { @{ Step = $all[($_ * $part)..(($_ + 1) * $part - 1)] } })
        # What a session does not reach, a process does.
        $OfProcess = @($Steps | Where-Object { $_ -notin $Session[$_].Reached })
        $AtEnd = Get-Record (@('no session', 'nothing') + $OfProcess | ForEach-Object { @{ Step = $_; More = '-Process' } })
    }

    It 'is in the table as soon as it is in the sources: whatever is recorded can be made to fail' {
        $Steps.Count | Should -BeGreaterThan 30
        $Recorded | Should -BeExactly $Steps
    }

    It 'is none, and all is well: to know what to compare with' {
        foreach ($records in $Session, $AtEnd) {
            $records.nothing.Said | Should -BeExactly $records.'no session'.Said
            $records.nothing.Said[0] | Should -BeExactly 'keys: a.txt b.txt, True'
            $records.nothing.Warnings | Should -BeNullOrEmpty
            $records.nothing.Spans | Should -BeGreaterThan 10
        }
        $Session.nothing.Said[-1] | Should -BeExactly 'stopped: Stopped'
        $AtEnd.nothing.LeftSpan | Should -BeExactly left
    }

    It 'is counted however often it fails, and the last 20 times are kept' {
        $record = $Session.'read '
        $record.Failures | Should -BeGreaterThan 20
        $record.Kept | Should -HaveCount 20
        $record.Kept | Where-Object { $_ -cnotlike 'Could not read *: InvalidOperationException: injected' } | Should -BeNullOrEmpty
        $Session.nothing.Failures | Should -Be 0
    }

    It '<_>: the script is as without, and one warning is given' -ForEach $reached {
        $name = $_
        $records = $name -in $OfProcess ? $AtEnd : $Session
        $record = $records[$name]
        $record.Said | Should -BeExactly $records.'no session'.Said
        $record.ExitCode | Should -Be $records.'no session'.ExitCode
        $record.Err | Should -BeExactly $records.'no session'.Err
        $record.Left | Should -Be 0
        if ($name -in $record.Reached) {
            $record.Warnings | Should -HaveCount 1
            $record.Warnings | Should -BeLike "*Could not $name*: InvalidOperationException: injected*"
        }
        else {
            # At the end of the process nobody is there to be warned.
            $record.LeftSpan | Should -BeNullOrEmpty
            $records.nothing.LeftSpan | Should -Be left
        }
    }
}
