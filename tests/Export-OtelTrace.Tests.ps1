BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    $fixture = Join-Path $PSScriptRoot fixtures two-traces.jsonl
    $older, $newer = ('a' * 32), ('b' * 32)

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    # What the report's script reads.
    function Get-ReportData([string] $Path) {
        $null = (Get-Content -LiteralPath $Path -Raw) -match '(?s)<script type="application/json" id="data">(.*?)</script>'
        $Matches[1] | ConvertFrom-Json
    }
}

Describe 'Export-OtelTrace' {
    BeforeEach { $report = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).html" }
    AfterEach { Stop-AllSession }

    Context 'of which trace' {
        It 'writes the last run' {
            $session = Start-OtelSession -Name kept -Exporter Memory -PassThru
            Stop-OtelSession 6>$null
            Export-OtelTrace $report | Should -BeNullOrEmpty
            $trace = (Get-ReportData $report).traces
            @($trace).Count | Should -Be 1
            $trace.id | Should -BeExactly $session.TraceId
            $trace.spans.name | Should -BeExactly kept
        }

        It 'writes every trace of the pipeline, or the one that is asked for' {
            Import-OtelTrace $fixture | Export-OtelTrace $report
            (Get-ReportData $report).traces.id | Should -BeExactly $older, $newer
            Import-OtelTrace $fixture | Export-OtelTrace $report -TraceId $newer.ToUpperInvariant()
            (Get-ReportData $report).traces.id | Should -BeExactly $newer
        }

        It 'writes nothing where there are no spans: <Case>' -ForEach @(
            @{ Case = 'an empty pipeline'; Run = { @() | Export-OtelTrace $report }; Message = 'There are no spans in the input.' }
            @{ Case = 'another trace'; Run = { Import-OtelTrace $fixture | Export-OtelTrace $report -TraceId ('e' * 32) }; Message = "There is no trace $('e' * 32) in the input." }
        ) {
            $ErrorActionPreference = 'Continue'
            $failure = & $Run 2>&1
            "$failure" | Should -BeExactly $Message
            $failure.FullyQualifiedErrorId | Should -BeExactly 'TraceNotFound,AwsOtel.Engine.Commands.ExportOtelTraceCommand'
            $report | Should -Not -Exist
        }
    }

    Context 'what is written' {
        It 'has each span under its parent, with times from the start of the trace in microseconds' {
            Import-OtelTrace $fixture | Export-OtelTrace $report -TraceId $newer
            $trace = (Get-ReportData $report).traces
            $trace.spans.ForEach{ "$($_.depth) $($_.name) $($_.start) $($_.duration)" } | Should -BeExactly @(
                '0 nightly-backup.ps1 0 1000000'
                '1 Get-S3Object 0 400000'
                '2 S3.ListObjectsV2 10000 190000'
                '2 S3.ListObjectsV2 200000 190000'
                '1 Copy-S3Object 400000 350000'
                '2 S3.CopyObject 410000 330000'
                '3 attempt 1 410000 90000'
                '3 attempt 2 700000 40000'
                '1 Get-DDBItem 750000 2500'
                '2 DynamoDB.GetItem 750100 150'
            )
            $trace.totals.operation.name | Should -BeExactly 'S3.ListObjectsV2', 'S3.CopyObject', 'DynamoDB.GetItem'
        }

        It 'is UTF-8 without a mark before it, and one file alone' {
            Import-OtelTrace $fixture | Export-OtelTrace $report
            [System.IO.File]::ReadAllBytes($report)[0..4] | Should -Be ([byte[]][char[]]'<!DOC')
            @(Get-ChildItem $TestDrive -Force | Where-Object Name -Like "*$(Split-Path $report -LeafBase)*").Count | Should -Be 1
        }
    }

    Context 'to which file' {
        It 'takes a path relative to the location' {
            Push-Location $TestDrive
            try { Import-OtelTrace $fixture | Export-OtelTrace relative.html }
            finally { Pop-Location }
            Join-Path $TestDrive relative.html | Should -Exist
        }

        It 'takes a name that looks like a wildcard' {
            Import-OtelTrace $fixture | Export-OtelTrace (Join-Path $TestDrive '[a].html')
            Test-Path -LiteralPath (Join-Path $TestDrive '[a].html') | Should -BeTrue
        }

        It 'gives the file with -PassThru' {
            $file = Import-OtelTrace $fixture | Export-OtelTrace $report -PassThru
            $file | Should -BeOfType System.IO.FileInfo
            $file.FullName | Should -BeExactly (Get-Item $report).FullName
            $file.Length | Should -BeGreaterThan 0
        }

        It 'replaces a file that is there' {
            Set-Content $report old
            Import-OtelTrace $fixture | Export-OtelTrace $report
            (Get-ReportData $report).traces.Count | Should -Be 2
        }

        It 'does not with -NoClobber' {
            Set-Content $report old
            { Import-OtelTrace $fixture | Export-OtelTrace $report -NoClobber } | Should -Throw -ErrorId 'NoClobber,AwsOtel.Engine.Commands.ExportOtelTraceCommand'
            Get-Content $report | Should -BeExactly old
        }

        It 'replaces a read-only file with -Force alone' {
            Set-Content $report old
            Set-ItemProperty $report IsReadOnly $true
            { Import-OtelTrace $fixture | Export-OtelTrace $report } | Should -Throw -ErrorId 'FileIsReadOnly,*' -ExpectedMessage '*-Force.'
            Get-Content $report | Should -BeExactly old
            Import-OtelTrace $fixture | Export-OtelTrace $report -Force
            (Get-ReportData $report).traces.Count | Should -Be 2
        }

        It 'writes what a link points to' -Skip:$IsWindows {
            Set-Content $report old
            $link = New-Item -ItemType SymbolicLink (Join-Path $TestDrive "link-$(Split-Path $report -Leaf)") -Target $report
            Import-OtelTrace $fixture | Export-OtelTrace $link.FullName
            (Get-Item $link.FullName).LinkType | Should -Be SymbolicLink
            (Get-ReportData $report).traces.Count | Should -Be 2
        }

        It 'writes nothing with -WhatIf' {
            # What would be done goes to the host; a host of its own keeps it out of the tests' output.
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript('param($module, $fixture, $report) Import-Module $module; Import-OtelTrace $fixture | Export-OtelTrace $report -WhatIf').AddArgument($ModulePath).AddArgument($fixture).AddArgument($report).Invoke()
                $shell.HadErrors | Should -BeFalse
            }
            finally { $shell.Dispose() }
            $report | Should -Not -Exist
        }

        It 'says before the pipeline runs that it cannot write to <Case>' -ForEach @(
            @{ Case = 'a folder'; Path = 'TestDrive:/'; Id = 'InvalidPath' }
            @{ Case = 'a folder that is not there'; Path = 'TestDrive:/none/report.html'; Id = 'InvalidPath' }
            @{ Case = 'variables'; Path = 'Variable:report'; Id = 'InvalidPath' }
            @{ Case = 'a drive that is not there'; Path = 'Nowhere:/report.html'; Id = 'InvalidPath' }
            @{ Case = 'nothing'; Path = ''; Id = 'ParameterArgumentValidationError' }
        ) {
            $ran = @{}
            { & { $ran.Yes = $true; Import-OtelTrace $fixture } | Export-OtelTrace $Path } | Should -Throw -ErrorId "$Id,AwsOtel.Engine.Commands.ExportOtelTraceCommand"
            $ran.Count | Should -Be 0
        }
    }
}
