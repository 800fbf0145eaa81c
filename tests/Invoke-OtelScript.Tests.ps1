BeforeDiscovery {
    $all = & ([System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'ScriptCases.ps1'))
    $cases = $all | Where-Object Name -NotLike 'Planted:*'
    $planted = $all | Where-Object Name -Like 'Planted:*'
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    # For the processes that are given one command and no more.
    $BeforePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Split-Path (Split-Path (Resolve-Path $ModulePath)))) + [System.IO.Path]::PathSeparator + $env:PSModulePath
    $env:OTEL_TRACES_EXPORTER = 'memory'

    function Invoke-Case([string] $Module) {
        $result = Join-Path $TestDrive "cases-$([bool]$Module).json"
        $work = Join-Path $TestDrive work
        $null = New-Item -ItemType Directory $work
        $text = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot fixtures ScriptRunner.ps1) $result $work $Module 2>&1 | Out-String
        Remove-Item $work -Recurse
        if (-not (Test-Path $result)) { throw "The cases did not run to their end:`n$text" }
        Get-Content $result -Raw | ConvertFrom-Json -AsHashtable
    }

    function Start-Pwsh([string[]] $ArgumentList, [string] $In) {
        # A process in the folder of the test's files; what it came to when Receive-Pwsh is called.
        $start = [System.Diagnostics.ProcessStartInfo]@{
            FileName = [System.Environment]::ProcessPath; WorkingDirectory = "$TestDrive"; UseShellExecute = $false
            RedirectStandardInput = $true; RedirectStandardOutput = $true; RedirectStandardError = $true
        }
        if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
        '-NoProfile', '-NonInteractive' + $ArgumentList | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.Environment['NO_COLOR'] = '1'
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardInput.Write($In)
        $process.StandardInput.Close()
        @{ Process = $process; Out = $process.StandardOutput.ReadToEndAsync(); Err = $process.StandardError.ReadToEndAsync() }
    }

    function Receive-Pwsh($Running) {
        $Running.Process.WaitForExit()
        [ordered]@{ Out = $Running.Out.Result; Err = $Running.Err.Result; ExitCode = $Running.Process.ExitCode } | ConvertTo-Json
    }

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function New-Script([string] $Body) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).ps1"
        Set-Content $file $Body
        $file
    }

    $Plain = Invoke-Case
    $Run = Invoke-Case $ModulePath
}

AfterAll {
    $env:PSModulePath = $BeforePath
    Remove-Item env:OTEL_TRACES_EXPORTER
}

Describe 'Run by Invoke-OtelScript, a script does the same' {
    It '<Name>' -ForEach $cases {
        $Plain[$Name] | Should -Not -BeNullOrEmpty
        Compare-Object $Plain[$Name] $Run[$Name] -CaseSensitive -SyncWindow 0 | ForEach-Object { "$($_.SideIndicator -eq '<=' ? '-' : '+') $($_.InputObject)" } | Should -BeNullOrEmpty
    }

    It 'and the comparison sees a difference: <Name>' -ForEach $planted {
        $Run[$Name] -join "`n" | Should -Not -Be ($Plain[$Name] -join "`n")
    }
}

Describe 'As the one command of pwsh -Command' {
    BeforeDiscovery {
        $binding = '[CmdletBinding()] param() '
        $ownError = '$PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new("own"), "id", 0, $null)); '
        $native = '& ([System.Environment]::ProcessPath) -NoProfile -Command "exit 3"; '
        $processes = @(
            @{ Name = 'a program that fails, and an error of its own'; Body = "$binding$native$ownError"; Code = 0 }
            @{ Name = 'an error of its own, and a program that fails'; Body = "$binding$ownError$native"; Code = 0 }
            @{ Name = 'an error of its own'; Body = "$binding$ownError"; Code = 0 }
            @{ Name = 'an error of its own, and exit 5'; Body = "$binding$native${ownError}exit 5"; Code = 5 }
            @{ Name = 'an error of its own, and exit 0'; Body = "$binding$native${ownError}exit 0"; Code = 0 }
            @{ Name = 'a program that fails'; Body = $native; Code = 0 }
            @{ Name = 'exit 3'; Body = '"before"; exit 3; "after"'; Code = 3 }
            @{ Name = 'throw'; Body = '"before"; throw "mine"; "after"'; Code = 1 }
            @{ Name = 'the end'; Body = 'Write-Error e; Write-Warning w; "end"'; Code = 0 }
            @{ Name = 'a mandatory parameter that is missing'; Body = 'param([Parameter(Mandatory)] $Name) $Name'; Code = 1 }
            @{ Name = 'input'; Body = '$input | ForEach-Object { "in $_" }'; Code = 0; In = "one`ntwo`n"; Before = '$input | ' }
            @{ Name = 'standard input that it reads itself'; Body = '[Console]::In.ReadToEnd(); exit 2'; Code = 2; In = "one`ntwo`n" }
        )
    }

    It 'ends, writes and fails as with pwsh -File: <Name>' -ForEach $processes {
        Set-Content (Join-Path $TestDrive run.ps1) $Body
        $plain = Start-Pwsh '-File', './run.ps1' -In $In
        $run = Start-Pwsh '-Command', "$($Before)Invoke-OtelScript ./run.ps1" -In $In
        $before = Receive-Pwsh $plain
        Receive-Pwsh $run | Should -Be $before
        $run.Process.ExitCode | Should -Be $Code
    }

    It 'leaves the exit code to what comes after it' {
        Set-Content (Join-Path $TestDrive run.ps1) 'exit 3'
        $run = Start-Pwsh '-Command', 'Invoke-OtelScript ./run.ps1; "after $LASTEXITCODE"'
        Receive-Pwsh $run | ConvertFrom-Json | ForEach-Object { "$($_.Out.Trim()) $($_.ExitCode)" } | Should -Be 'after 3 0'
    }
}

Describe 'The trace of a script' {
    AfterEach { Stop-AllSession }

    It 'has a span for the script with its file, and the AWS cmdlets under it' {
        $file = New-Script 'param($S3) $null = Get-S3Bucket @S3; exit 3'
        Invoke-OtelScript $file $S3 -Exporter Memory
        Get-SpanTree (Get-OtelSpan) | Should -Be @("$(Split-Path $file -Leaf) !", '  Get-S3Bucket', '    S3.ListBuckets')
        $span = Get-OtelSpan *.ps1
        $span.StatusDescription | Should -BeExactly 'Exit code 3'
        $span.Attributes.Count | Should -Be 3
        $span.Attributes['code.file.path'] | Should -BeExactly $file
        $span.Attributes['process.exit.code'] | Should -Be 3
        $span.Attributes['error.type'] | Should -BeExactly '3'
        $span.Resource['service.name'] | Should -BeExactly (Split-Path $file -LeafBase)
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'has no exit code that was there before the script' {
        $file = New-Script '[CmdletBinding()] param() $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new("own"), "id", 0, $null))'
        $global:LASTEXITCODE = 3
        try { Invoke-OtelScript $file -Exporter Memory -ErrorAction SilentlyContinue }
        finally { $global:LASTEXITCODE = 0 }
        $span = Get-OtelSpan
        $span.Status | Should -Be Unset
        $span.Attributes.Keys | Should -BeExactly code.file.path
    }

    It 'has the error that the script failed of, once' {
        $file = New-Script 'throw [System.InvalidOperationException]::new("mine")'
        { Invoke-OtelScript $file -Exporter Memory } | Should -Throw mine
        $span = Get-OtelSpan
        $span.Status | Should -Be Error
        $span.StatusDescription | Should -BeExactly mine
        $span.Events | ForEach-Object { "$($_.Name) $($_.Attributes['exception.message'])" } | Should -Be 'exception mine'
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'is no failure where the pipeline had enough' {
        $file = New-Script '1..3'
        Invoke-OtelScript $file -Exporter Memory | Select-Object -First 1 | Should -Be 1
        (Get-OtelSpan).Status | Should -Be Unset
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'is one with a session that the script starts and does not stop' {
        $file = New-Script 'Start-OtelSession -Name inner'
        Invoke-OtelScript $file -Name outer -Exporter Memory
        Get-SpanTree (Get-OtelSpan) | Should -Be 'outer', '  inner'
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'is one with the session that is on' {
        Start-OtelSession -Name outer -Exporter Memory
        Invoke-OtelScript (New-Script 1) -Name script | Should -Be 1
        (Get-OtelSession).Name | Should -Be outer
        Stop-OtelSession 6>$null
        Get-SpanTree (Get-OtelSpan) | Should -Be 'outer', '  script'
    }

    It 'takes a script block, in a scope of its own' {
        $kept = 1
        Invoke-OtelScript { param($Add) $kept = $kept + $Add; $kept } 2 -Name block -Exporter Memory | Should -Be 3
        $kept | Should -Be 1
        (Get-OtelSpan).Name | Should -BeExactly block
    }

    It 'goes to the file of -TracePath' {
        $trace = Join-Path $TestDrive trace.jsonl
        Invoke-OtelScript (New-Script 1) -TracePath $trace | Should -Be 1
        Get-Content $trace | Should -HaveCount 1
    }

    It 'that cannot be delivered is a warning, and the script is not held up by it' {
        $file = New-Script '"out"; exit 4'
        $output = Invoke-OtelScript $file -Endpoint http://127.0.0.1:1 -TimeoutSec 1 -WarningVariable said 3>$null
        $output | Should -Be out
        $LASTEXITCODE | Should -Be 4
        $said | Should -Match '^AwsOtel: 1 span of 1 could not be delivered'
    }
}

Describe 'What Invoke-OtelScript refuses, before anything has run' {
    It '<Case>' -ForEach @(
        @{ Case = 'a script that is not there'; Parameter = @{ Path = './no-such.ps1' }; Id = 'ScriptNotFound'; Message = "-Path: there is no script './no-such.ps1'. Give the path of a .ps1 file." }
        @{ Case = 'a file that is no script'; Parameter = @{ Path = 'README.md' }; Id = 'ScriptNotFound'; Message = "-Path: 'README.md' is not a PowerShell script. Give the path of a .ps1 file." }
        @{ Case = 'a path of variables'; Parameter = @{ Path = 'Variable:x' }; Id = 'InvalidPath'; Message = "-Path: 'Variable:x' is a path of Variable. Give the path of a file." }
        @{ Case = 'a trace file that cannot be written'; Parameter = @{ TracePath = 'Variable:x' }; Id = 'InvalidTracePath'; Message = "-TracePath: 'Variable:x' is a path of Variable. Give the path of a file." }
        @{ Case = 'a trace file for another exporter'; Parameter = @{ TracePath = 'x.jsonl'; Exporter = 'Memory' }; Id = 'InvalidTracePath'; Message = '-TracePath is for the File exporter, and -Exporter does not name it. Add File to -Exporter, or leave -TracePath out.' }
        @{ Case = 'an argument without a name'; Parameter = @{ ArgumentList = @{ '' = 1 } }; Id = 'InvalidArgumentList'; Message = "-ArgumentList: '' is not the name of a parameter. Give @{ Name = 'value' }, or an array for values by position." }
        @{ Case = 'input that does not come through the pipeline'; Parameter = @{ InputObject = 1 }; Id = 'InvalidInputObject'; Message = '-InputObject: a script takes its input from the pipeline. Use: $input | Invoke-OtelScript ./script.ps1' }
    ) {
        $ran = New-Script '$global:Ran = $true'
        Set-Content (Join-Path $TestDrive README.md) text
        Push-Location $TestDrive
        try {
            if (-not $Parameter.Path) { $Parameter.Path = $ran }
            $failure = { Invoke-OtelScript @Parameter } | Should -Throw -PassThru
        }
        finally { Pop-Location }
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,AwsOtel.Engine.Commands.InvokeOtelScriptCommand"
        $failure.Exception.Message | Should -BeExactly $Message
        Get-Variable Ran -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-OtelSession | Should -BeNullOrEmpty
    }
}
