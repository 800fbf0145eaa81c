# Wherever a script runs: the module imports, a session runs, and the script sees the same. One child process for each surrounding.

BeforeDiscovery {
    # PowerShell itself does not start there: the script moves.
    $nowhere = $IsWindows ? 'Z:\no\such\drive' : '/dev/null/home'
    $surroundings = @(
        @{ Name = 'nothing special'; Before = '' }
        @{ Name = 'strict mode, and errors that stop'; Before = 'Set-StrictMode -Version Latest; $ErrorActionPreference = "Stop"; $WarningPreference = "Stop"; $InformationPreference = "Stop"' }
        @{ Name = 'variables of the script that have names of ours'; Before = '$engine = 1; $lifetime = 2; $importModule = 3; $PSDefaultParameterValues = @{ "Start-OtelSession:Name" = "named by default"; "*:Verbose" = $true }' }
        @{ Name = 'a dumb terminal'; Environment = @{ TERM = 'dumb'; COLUMNS = '20'; LINES = '1' }; Before = '' }
        @{ Name = 'no terminal type'; Environment = @{ TERM = $null; LANG = 'C'; LC_ALL = 'C' }; Before = '' }
        @{ Name = 'a home that is not there'; Before = "`$env:HOME = `$env:USERPROFILE = `$env:LOCALAPPDATA = '$nowhere'; Remove-Item env:XDG_STATE_HOME"; Untold = 'this user has no home folder to keep traces in. Give -Path*' }
        @{ Name = 'a home that cannot be written'; Before = '$env:XDG_STATE_HOME = $PSCommandPath'; Untold = '*traces* cannot be written: *. Give the path of a file in a folder that you may write to.' }
        @{ Name = 'no home variable'; Environment = @{ HOME = $null; USERPROFILE = $null; LOCALAPPDATA = $null }; Before = '' }
        @{ Name = 'Turkish, whose I is another letter'; Before = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "tr-TR"' }
        @{ Name = 'German, whose numbers have a comma'; Before = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "de-DE"' }
        @{ Name = 'Arabic, whose calendar is another'; Before = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "ar-SA"' }
        @{ Name = 'settings in capitals under a Turkish I'; Environment = @{ OTEL_TRACES_EXPORTER = 'FILE'; OTEL_TRACES_SAMPLER = 'TRACEIDRATIO'; OTEL_TRACES_SAMPLER_ARG = '1.0'; OTEL_METRICS_EXPORTER = 'NONE' }; Before = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "tr-TR"' }
        @{ Name = 'a location that is no folder'; Before = 'Set-Location env:' }
        @{ Name = 'a profile of output that is redirected to nothing'; Before = '$PSStyle.OutputRendering = "Ansi"; $ProgressPreference = "SilentlyContinue"; [Console]::OutputEncoding = [System.Text.Encoding]::ASCII' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $Common = Join-Path $PSScriptRoot common.ps1

    # Strict in itself: it also runs under strict mode.
    $Script = @'
param($Common, $FactFile, $Bucket)
. $Common
BEFORE
Import-Module $ModulePath
Import-Module AWS.Tools.S3
Start-OtelSession -ServiceName shop -ResourceAttribute @{ 'service.version' = '2.1'; ratio = 1.5 } -WarningVariable startWarning -WarningAction SilentlyContinue
$buckets = @(Get-S3Bucket @S3).BucketName
$caught = try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $_.FullyQualifiedErrorId }
$session = Get-OtelSession
$shown = $session | Format-List * | Out-String
$result = Stop-OtelSession -PassThru -WarningVariable stopWarning -WarningAction SilentlyContinue -InformationAction SilentlyContinue
$drawn = $session.Path ? @(Show-OtelTrace $session.Path -Width 120) : @()
[ordered]@{
    HasBucket = $buckets -ccontains $Bucket
    Caught = $caught
    SpanCount = $result.SpanCount
    ErrorCount = $result.ErrorCount
    OwnFailure = @($session.OwnFailure)
    Warnings = @(@($startWarning) + @($stopWarning) | ForEach-Object { "$_" })
    Shown = $shown.Length -gt 100
    Drawn = $drawn
    Spans = $session.Path ? @([System.IO.File]::ReadAllLines($session.Path)) : @()
    Left = @(Get-OtelSession).Count
    Culture = [cultureinfo]::CurrentCulture.Name
} | ConvertTo-Json -Depth 5 | ForEach-Object { [System.IO.File]::WriteAllText($FactFile, $_) }
exit 5
'@

    function Start-Child([string] $Before, [hashtable] $Environment) {
        $id = [guid]::NewGuid().ToString('n')
        $file = Join-Path $TestDrive "$id.ps1"
        Set-Content $file $Script.Replace('BEFORE', $Before)
        $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; RedirectStandardInput = $true; RedirectStandardOutput = $true; RedirectStandardError = $true; UseShellExecute = $false }
        if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
        '-NoProfile', '-NonInteractive', '-File', $file, $Common, "$file.json", $Bucket | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.Environment['XDG_STATE_HOME'] = Join-Path $TestDrive $id
        foreach ($variable in $Environment.GetEnumerator()) {
            if ($null -eq $variable.Value) { $null = $start.Environment.Remove($variable.Key) } else { $start.Environment[$variable.Key] = $variable.Value }
        }
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        @{ Process = $process; FactFile = "$file.json"; Out = $process.StandardOutput.ReadToEndAsync(); Err = $process.StandardError.ReadToEndAsync() }
    }
}

Describe 'A session' -ForEach @{ Surroundings = $surroundings } {
    BeforeAll {
        $Bucket = "surroundings-$([guid]::NewGuid().ToString('n'))"
        Import-Module AWS.Tools.S3
        $null = New-S3Bucket -BucketName $Bucket @S3
        # Few processes at the same time: more only stand in each other's way.
        $Runs = @{}
        foreach ($surrounding in $Surroundings) {
            $running = @($Runs.Values | Where-Object { -not $_.Process.HasExited })
            if ($running.Count -ge 3) { $running[0].Process.WaitForExit() }
            $Runs[$surrounding.Name] = Start-Child $surrounding.Before ($surrounding.Environment ?? @{})
        }
        foreach ($run in $Runs.Values) {
            $run.Process.WaitForExit()
            if (Test-Path $run.FactFile) { $run.Facts = Get-Content $run.FactFile -Raw | ConvertFrom-Json }
        }
    }

    Context 'under <Name>' -ForEach $surroundings {
        BeforeAll {
            $run = $Runs[$Name]
            $Facts = $run.Facts
        }

        It 'runs, and the script sees what it always sees' {
            $run.Process.ExitCode | Should -Be 5 -Because "$($run.Err.Result)$($run.Out.Result)"
            $run.Err.Result | Should -BeNullOrEmpty
            $Facts.HasBucket, $Facts.Caught | Should -BeExactly $true, 'Amazon.S3.Model.NoSuchBucketException,Amazon.PowerShell.Cmdlets.S3.GetS3ObjectV2Cmdlet'
            $Facts.SpanCount, $Facts.ErrorCount, $Facts.Left | Should -Be 5, 2, 0
            $Facts.OwnFailure | Should -BeNullOrEmpty
            $Facts.Shown | Should -BeTrue
        }

        It 'keeps its trace, the same in every language, or says once why not' {
            if ($Untold) {
                $Facts.Warnings | Should -HaveCount 1
                $Facts.Warnings | Should -BeLike "The trace is not kept in a file. -Path: $Untold"
                return
            }
            $Facts.Warnings | Should -BeNullOrEmpty
            $spans = $Facts.Spans | ConvertFrom-Json | ConvertFrom-OtlpRequest
            $spans.Name | Select-Object -SkipLast 1 | Should -BeExactly 'S3.ListBuckets', 'Get-S3Bucket', 'S3.ListObjectsV2', 'Get-S3ObjectV2'
            $spans[0].Resource.ratio, $spans[0].Resource.'service.version' | Should -Be 1.5, '2.1'
            $spans[0].Attributes.'aws.phase.first_byte' | Should -BeOfType double
            # Digits, points and dates of no language.
            $Facts.Drawn[0] | Should -MatchExactly '^trace [0-9a-f]{32}  shop  \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  5 spans, 2 errors$'
            $Facts.Drawn[0] | Should -BeLike "*  $([datetime]::UtcNow.Year)-*"
            $Facts.Drawn | Select-Object -Skip 2 | Where-Object { $_ -notmatch ' [0-9]+(\.[0-9]+)? (µs|ms|s|min)' } | Should -BeNullOrEmpty
        }
    }
}

Describe 'Two versions of the module, side by side' {
    BeforeAll {
        $modules = Join-Path $TestDrive modules
        $shipped = Split-Path (Resolve-Path $ModulePath)
        foreach ($version in '0.1.0', '0.99.0') {
            $folder = [System.IO.Path]::Combine($modules, 'AwsOtel', $version)
            $null = New-Item -ItemType Directory $folder
            Copy-Item (Join-Path $shipped AwsOtel.psd1), (Join-Path $shipped module) $folder -Recurse
            $manifest = Join-Path $folder AwsOtel.psd1
            (Get-Content $manifest -Raw) -replace "(?<=ModuleVersion\s*= ')[^']+", $version | Set-Content $manifest
        }
        $file = Join-Path $TestDrive both.json
        $run = Invoke-ChildPwsh -Environment @{ PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath } -ArgumentList $Common, $file @'
param($Common, $FactFile)
. $Common
$facts = [ordered]@{}
Import-Module AWS.Tools.S3
function Invoke-Traced {
    Start-OtelSession -Name run -Exporter Memory
    $null = Get-S3Bucket @S3
    Stop-OtelSession 6>$null
    "$((Get-OtelSpan).Name)"
}
Import-Module AwsOtel -RequiredVersion 0.1.0
$facts.First = Invoke-Traced
Import-Module AwsOtel -RequiredVersion 0.99.0
$facts.Versions = @((Get-Module AwsOtel).Version | Sort-Object | ForEach-Object ToString)
$facts.Both = Invoke-Traced
$facts.Engines = @([System.AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'AwsOtel.Engine' }).Count
Get-Module AwsOtel | Where-Object Version -EQ 0.99.0 | Remove-Module
$facts.Left = @((Get-Module AwsOtel).Version | ForEach-Object ToString)
Import-Module AwsOtel -RequiredVersion 0.1.0 -Force
$facts.Again = Invoke-Traced
$facts.Errors = @($Error | ForEach-Object { "$_" })
$facts | ConvertTo-Json | Set-Content $FactFile
'@
        $Facts = (Test-Path $file) ? (Get-Content $file -Raw | ConvertFrom-Json) : $null
    }

    It 'work in one process, with one engine' {
        $run.Err | Should -BeNullOrEmpty
        $Facts.Errors | Should -BeNullOrEmpty
        $Facts.First, $Facts.Both, $Facts.Again | Should -BeExactly (@('S3.ListBuckets Get-S3Bucket run') * 3)
        $Facts.Versions | Should -BeExactly '0.1.0', '0.99.0'
        $Facts.Left | Should -BeExactly '0.1.0'
        $Facts.Engines | Should -Be 1
    }
}
