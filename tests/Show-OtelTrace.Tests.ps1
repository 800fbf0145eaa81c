BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $stateHomeBefore = $env:XDG_STATE_HOME
    $noColorBefore = $env:NO_COLOR
    $fixture = Join-Path $PSScriptRoot fixtures two-traces.jsonl
    # Colours are asked for where they are tested; everything else is compared as text.
    $env:NO_COLOR = '1'
    $older, $newer = ('a' * 32), ('b' * 32)

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    # The names in a drawn tree, with their branches; without durations and bars, which depend on the width,
    # and without what stands around the tree: headline, axis, where the time went.
    function Get-DrawnName {
        param([Parameter(ValueFromPipeline)][string] $Line)
        begin { $ended = $false }
        process {
            $ended = $ended -or -not $Line
            if (-not $ended -and $Line -notmatch '^(trace |\d{4}-|\s+0 )') { $Line -replace '\s{2,}[\d.]+ (µs|ms|s|min)\b.*' }
        }
    }

    # Many calls of one script: every tenth failed where told, the fiftieth was slow.
    function New-LargeTrace([string] $Path, [int] $Calls = 200) {
        $start = 1760000000000000000
        $format = '{{"traceId":"dddddddddddddddddddddddddddddddd","spanId":"{0:x16}","parentSpanId":"{1}","name":"{2}","kind":3,"startTimeUnixNano":"{3}","endTimeUnixNano":"{4}","status":{5}}}'
        $span = @($format -f 1, '', 'loop.ps1', $start, ($start + 11000000L * $Calls), '{}')
        $span += foreach ($i in 1..$Calls) {
            $from = $start + 10000000L * $i
            $format -f (1 + $i), '0000000000000001', 'S3.GetObject', $from, ($from + ($i -eq 50 ? 90000000 : 1000000)), ($i -eq 100 ? '{"code":2}' : '{}')
        }
        Set-Content $Path ('{"resourceSpans":[{"scopeSpans":[{"spans":[' + ($span -join ',') + ']}]}]}')
    }

    # Runs a script on a terminal of this width.
    function Invoke-OnTerminal([int] $Columns, [string] $Script, [string] $Environment = 'NO_COLOR=1') {
        $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).ps1"
        $out = "$file.out"
        Set-Content $file "Import-Module '$ModulePath'`n& { $Script } | Set-Content '$out'"
        $null = script -qec "stty cols $Columns rows 50; $Environment '$([System.Environment]::ProcessPath)' -NoProfile -File '$file'" /dev/null
        Get-Content $out
    }
}

BeforeDiscovery {
    $noTerminal = -not ($IsLinux -and (Get-Command script, stty -ErrorAction Ignore).Count -eq 2)
}

AfterAll {
    [System.Environment]::SetEnvironmentVariable('XDG_STATE_HOME', $stateHomeBefore ?? [NullString]::Value)
    [System.Environment]::SetEnvironmentVariable('NO_COLOR', $noColorBefore ?? [NullString]::Value)
}

Describe 'Show-OtelTrace' {
    BeforeEach { $env:XDG_STATE_HOME = Join-Path $TestDrive "state-$([guid]::NewGuid().ToString('n'))" }
    AfterEach { Stop-AllSession }

    Context 'of a file' {
        It 'draws the newest trace: a headline, and the tree with what failed and what was retried' {
            $line = Show-OtelTrace $fixture -Width 200
            $line[0] | Should -BeExactly "trace $newer  backup  2025-10-09 08:53:21Z  10 spans, 3 errors"
            $line | Get-DrawnName | Join-String -Separator "`n" | Should -BeExactly (@(
                    'nightly-backup.ps1  ✗ Rate exceeded'
                    '├─ Get-S3Object'
                    '│  ├─ S3.ListObjectsV2  logs'
                    '│  └─ S3.ListObjectsV2  page 2'
                    '├─ Copy-S3Object'
                    '│  └─ S3.CopyObject  1 retry  2025/a.log'
                    '│     ├─ attempt 1  ✗ 503  SlowDown'
                    '│     └─ attempt 2  200'
                    '└─ Get-DDBItem  ✗ ThrottlingException'
                    '   └─ DynamoDB.GetItem  ✗ ThrottlingException  runs'
                ) -join "`n")
        }

        It 'draws the trace that -TraceId names, in capitals too' {
            foreach ($id in $older, $older.ToUpperInvariant()) {
                $line = Show-OtelTrace -Path $fixture -TraceId $id -Width 200
                $line[0] | Should -BeLike "trace $older  first  *1 span, 0 errors"
                $line | Get-DrawnName | Should -BeExactly first.ps1
            }
        }

        It 'takes a path relative to the location' {
            Push-Location (Split-Path $fixture)
            try { (Show-OtelTrace two-traces.jsonl)[0] | Should -BeLike "trace $newer*" }
            finally { Pop-Location }
        }

        It 'takes a file whose name looks like a wildcard' {
            Copy-Item $fixture (Join-Path $TestDrive '[a].jsonl')
            (Show-OtelTrace (Join-Path $TestDrive '[a].jsonl'))[0] | Should -BeLike "trace $newer*"
        }

        It 'draws each file of the pipeline: <Case>' -ForEach @(
            @{ Case = 'files'; Source = { Get-ChildItem $TestDrive/piped } }
            @{ Case = 'paths'; Source = { (Get-ChildItem $TestDrive/piped).FullName } }
            @{ Case = 'objects with a Path'; Source = { Get-ChildItem $TestDrive/piped | ForEach-Object { [pscustomobject]@{ Path = $_.FullName } } } }
        ) {
            $null = New-Item -ItemType Directory $TestDrive/piped -Force
            Copy-Item $fixture $TestDrive/piped/1.jsonl
            Get-Content $fixture -TotalCount 1 | Set-Content $TestDrive/piped/2.jsonl
            $headline = & $Source | Show-OtelTrace | Where-Object { $_ -like 'trace *' }
            @($headline).Count | Should -Be 2
            $headline[0] | Should -BeLike "trace $newer*"
            $headline[1] | Should -BeLike "trace $older*"
        }

        It 'draws what a session wrote as it draws what it kept in memory' {
            $path = Join-Path $TestDrive both.jsonl
            Start-OtelSession -Name run -Exporter File, Memory -Path $path
            $null = Get-S3Bucket @S3
            try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
            Stop-OtelSession 6>$null
            $kept = Show-OtelTrace
            @($kept | Get-DrawnName).Count | Should -Be 5
            Show-OtelTrace $path | Should -BeExactly $kept
        }
    }

    Context 'of the last run' {
        It 'draws what is in memory' {
            $session = Start-OtelSession -Name kept -Exporter Memory -PassThru
            Stop-OtelSession 6>$null
            $line = Show-OtelTrace -Width 200
            $line[0] | Should -BeLike "trace $($session.TraceId)*1 span*"
            $line | Get-DrawnName | Should -BeExactly kept
        }

        It 'draws what has ended while the session is on' {
            Start-OtelSession -Exporter Memory
            $null = Get-S3Bucket @S3
            Show-OtelTrace | Get-DrawnName | Should -BeExactly 'Get-S3Bucket', '└─ S3.ListBuckets'
        }

        It 'draws the file that this process wrote' {
            Start-OtelSession -Name written -Path (Join-Path $TestDrive written.jsonl)
            Stop-OtelSession 6>$null
            Show-OtelTrace | Get-DrawnName | Should -BeExactly written
        }

        It 'draws the newest file of the state folder where this process has traced nothing' {
            $null = New-Item -ItemType Directory (Join-Path $env:XDG_STATE_HOME awsotel traces)
            Copy-Item $fixture (Join-Path $env:XDG_STATE_HOME awsotel traces 20250101T000000.000Z-1-b.jsonl)
            Get-Content $fixture -TotalCount 1 | Set-Content (Join-Path $env:XDG_STATE_HOME awsotel traces 20250102T000000.000Z-1-a.jsonl)
            $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Show-OtelTrace"
            $run.Out | Should -BeLike "trace $older*"
        }

        It 'draws, in another process, the run that kept to the defaults' {
            $null = Invoke-ChildPwsh "Import-Module '$ModulePath'; Start-OtelSession -Name yesterday; Stop-OtelSession"
            $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Show-OtelTrace"
            $run.Err | Should -BeExactly ''
            $run.Out -split '\r?\n' | Where-Object { $_ } | Get-DrawnName | Should -BeExactly yesterday
        }

        It 'says what to do where nothing was ever traced' {
            $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; try { Show-OtelTrace } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
            $said = $run.Out.Trim() -split '\r?\n'
            $said[0] | Should -BeExactly 'NoTraceFile,AwsOtel.Engine.Commands.ShowOtelTraceCommand'
            $said[1] | Should -Match 'Start-OtelSession'
        }
    }

    Context 'of what cannot be drawn' {
        It 'says that a trace is not there, and goes on with the next file' {
            $line = $fixture, $fixture | Show-OtelTrace -TraceId ('c' * 32) -ErrorVariable failure -ErrorAction SilentlyContinue
            $line | Should -BeNullOrEmpty
            $failure.Count | Should -Be 2
            $failure[0].FullyQualifiedErrorId | Should -BeExactly 'TraceNotFound,AwsOtel.Engine.Commands.ShowOtelTraceCommand'
            "$($failure[0])" | Should -BeExactly "There is no trace $('c' * 32) in $fixture."
        }

        It 'says that a file has no spans' {
            $empty = (New-Item (Join-Path $TestDrive empty.jsonl) -Force).FullName
            { Show-OtelTrace $empty -ErrorAction Stop } | Should -Throw -ErrorId 'TraceNotFound,*' -ExpectedMessage "*no spans in $empty."
        }

        It 'stops at <Case>' -ForEach @(
            @{ Case = 'a file that is not there'; Path = 'TestDrive:/missing.jsonl'; Id = 'TraceFileNotRead' }
            @{ Case = 'a folder'; Path = 'TestDrive:/'; Id = 'TraceFileNotRead' }
            @{ Case = 'a path of variables'; Path = 'Variable:trace'; Id = 'InvalidPath' }
            @{ Case = 'a path of a drive that is not there'; Path = 'Nowhere:/trace.jsonl'; Id = 'InvalidPath' }
            @{ Case = 'an empty path'; Path = ''; Id = 'ParameterArgumentValidationError' }
        ) {
            { Show-OtelTrace $Path } | Should -Throw -ErrorId "$Id,AwsOtel.Engine.Commands.ShowOtelTraceCommand"
        }

        It 'says what is wrong with the path of <Case>' -ForEach @(
            @{ Case = 'a file that is not there'; Name = 'missing.jsonl'; Says = "-Path: there is no file '{0}'. Give the path of a file; Import-OtelTrace also takes wildcards." }
            @{ Case = 'wildcards'; Name = 'm*.jsonl'; Says = "-Path: there is no file '{0}'. Give the path of a file; Import-OtelTrace also takes wildcards." }
            @{ Case = 'a folder'; Name = '.'; Says = "-Path: '{0}' is a folder. Give the path of a file; Import-OtelTrace also takes wildcards." }
        ) {
            $path = [System.IO.Path]::GetFullPath((Join-Path $TestDrive $Name))
            { Show-OtelTrace $path } | Should -Throw -ErrorId 'TraceFileNotRead,*' -ExpectedMessage ([WildcardPattern]::Escape($Says -f $path))
        }

        It 'passes over lines that are not OTLP JSON with one warning, and draws the others' {
            $path = Join-Path $TestDrive mixed.jsonl
            @('not json', '{"resourceSpans":5}', '{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}', '{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"x"}]}]}]}') +
            @(Get-Content $fixture) + @('', '"', '1e999') | Set-Content $path
            $line = Show-OtelTrace $path -WarningVariable warning 3>$null
            @($warning).Count | Should -Be 1
            $warning | Should -Match "^\d lines of $([regex]::Escape($path)) "
            $line | Should -BeExactly (Show-OtelTrace $fixture)
        }

        It 'passes over the last line of a process that was killed with a warning' {
            $path = Join-Path $TestDrive cut.jsonl
            $text = Get-Content $fixture -Raw
            Set-Content $path $text.Substring(0, $text.TrimEnd().LastIndexOf("`n") + 200) -NoNewline
            $line = Show-OtelTrace $path -WarningVariable warning 3>$null
            $warning | Should -BeExactly "1 line of $path is not OTLP JSON and was passed over; Import-OtelTrace says why."
            $line | Get-DrawnName | Select-Object -First 2 | Should -BeExactly 'Get-S3Object', '├─ S3.ListObjectsV2  logs'
            $line[1] | Should -Match '\b9 spans\b'
        }

        It 'draws nothing of a file that is no text at all' {
            $path = Join-Path $TestDrive noise.jsonl
            [System.IO.File]::WriteAllBytes($path, [byte[]](0..255) * 20)
            $line = Show-OtelTrace $path -WarningVariable warning -ErrorVariable failure -ErrorAction SilentlyContinue 3>$null
            $line | Should -BeNullOrEmpty
            @($warning).Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'TraceNotFound,*'
        }
    }

    Context 'of the pipeline' {
        It 'draws every trace of the spans, by their start' {
            $headline = Import-OtelTrace $fixture | Show-OtelTrace | Where-Object { $_ -like 'trace *' }
            $headline | Should -BeLike 'trace *'
            $headline[0] | Should -BeLike "trace $older*"
            $headline[1] | Should -BeLike "trace $newer*"
            @($headline).Count | Should -Be 2
        }

        It 'draws the same as of the file: <Case>' -ForEach @(
            @{ Case = 'piped'; Draw = { Import-OtelTrace $fixture | Show-OtelTrace -TraceId $newer -Width 100 } }
            @{ Case = 'as an argument'; Draw = { Show-OtelTrace -InputObject (Import-OtelTrace $fixture) -TraceId $newer -Width 100 } }
        ) {
            & $Draw | Should -BeExactly (Show-OtelTrace $fixture -Width 100)
        }

        It 'draws the spans that the Memory exporter kept' {
            Start-OtelSession -Name kept -Exporter Memory
            $null = Get-S3Bucket @S3
            Stop-OtelSession 6>$null
            Get-OtelSpan Get-S3Bucket, S3.* | Show-OtelTrace | Get-DrawnName | Should -BeExactly 'Get-S3Bucket', '└─ S3.ListBuckets'
        }

        It 'says that there are no spans rather than to draw the last run' {
            Start-OtelSession -Name kept -Exporter Memory
            Stop-OtelSession 6>$null
            Get-OtelSpan no-such-span | Show-OtelTrace -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            "$failure" | Should -BeExactly 'There are no spans in the input.'
        }
    }

    Context 'of many spans' {
        BeforeAll {
            $large = Join-Path $TestDrive large.jsonl
            New-LargeTrace $large
        }

        It 'puts like siblings into one line, and never what failed or was slow' {
            $drawn = Show-OtelTrace $large -Width 100
            $drawn | Get-DrawnName | Should -BeExactly @(
                'loop.ps1'
                '├─ S3.GetObject  49 ×'
                '├─ S3.GetObject'
                '├─ S3.GetObject  49 ×'
                '├─ S3.GetObject  ✗ error'
                '└─ S3.GetObject  100 ×'
                '198 spans are in lines with ×; Show-OtelTrace -All draws each.'
            )
            $drawn[3] | Should -MatchExactly '^├─ S3\.GetObject  49 ×  1\.00 ms\s+49\.0 ms  ░+$'
        }

        It 'draws each with -All' {
            @(Show-OtelTrace $large -All | Get-DrawnName).Count | Should -Be 201
        }

        It 'says where the time went' {
            $line = Show-OtelTrace $large -Width 100
            $from = [array]::IndexOf($line, '')
            $line[$from + 1] | Should -BeExactly 'where the time went, without what is under each'
            $line[($from + 2)..($line.Count - 1)] -replace '\s+█.*' | Should -BeExactly @(
                ' 87 %  loop.ps1                     1.92 s'
                ' 13 %  S3.GetObject  200 ×          289 ms'
            )
        }
    }

    Context 'with -Width' {
        It 'draws to <_> columns' -ForEach 50, 70, 200 {
            $line = Show-OtelTrace $fixture -Width $_
            $line | Should -BeExactly (Get-Content (Join-Path $PSScriptRoot fixtures "two-traces.$_-columns.txt"))
            ($line | Select-Object -Skip 1 | Measure-Object Length -Maximum).Maximum | Should -BeLessThan $_
        }

        It 'draws every span, in the narrowest and the widest there is: <_>' -ForEach 30, 1000 {
            @(Show-OtelTrace $fixture -Width $_ | Get-DrawnName).Count | Should -Be 10
        }

        It 'refuses <_>' -ForEach 29, 1001, 0, -1 {
            { Show-OtelTrace $fixture -Width $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,AwsOtel.Engine.Commands.ShowOtelTraceCommand'
        }
    }

    Context 'on a terminal' {
        It 'draws to its width of <_> columns' -ForEach 50, 200 -Skip:$noTerminal {
            Invoke-OnTerminal $_ "Show-OtelTrace '$fixture'" | Should -BeExactly (Get-Content (Join-Path $PSScriptRoot fixtures "two-traces.$_-columns.txt"))
        }

        It 'colours what failed and what was retried' -Skip:$noTerminal {
            $line = Invoke-OnTerminal 100 "Show-OtelTrace '$fixture'" 'NO_COLOR= TERM=xterm'
            $escape = [char]27
            $line[2] | Should -Match "^$escape\[31mnightly-backup\.ps1"
            $line[7] | Should -Match "S3\.CopyObject$escape\[33m  1 retry"
            $line[3] | Should -Not -Match "$escape\[3[13]m"
            $line -replace "$escape\[\d*m" | Should -BeExactly (Invoke-OnTerminal 100 "Show-OtelTrace '$fixture'")
        }

        It 'draws without colours for <Case>' -Skip:$noTerminal -ForEach @(
            @{ Case = 'NO_COLOR'; Environment = 'NO_COLOR=1 TERM=xterm' }
            @{ Case = 'a terminal that is dumb'; Environment = 'NO_COLOR= TERM=dumb' }
        ) {
            Invoke-OnTerminal 100 "Show-OtelTrace '$fixture'" $Environment | Should -Not -Match ([char]27)
        }

        It 'draws without colours where the output is redirected' {
            $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Show-OtelTrace '$fixture'" @{ NO_COLOR = ''; TERM = 'xterm' }
            $run.Out | Should -Match nightly-backup
            $run.Out | Should -Not -Match ([char]27)
        }
    }
}
