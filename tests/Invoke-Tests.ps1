<#
.SYNOPSIS
    Runs every suite and ends with one line: N passed, N failed, N skipped.
.PARAMETER ModulePath
    The manifest of the packaged module that the Pester files test.
.PARAMETER Filter
    Only Pester files whose names match.
.PARAMETER Soak
    Only the Pester tests that take long, which are left out otherwise.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [string] $Filter = '*',

    [switch] $Soak
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
# Colours in a message would be characters that a result file cannot hold.
$PSStyle.OutputRendering = 'PlainText'
$env:NO_COLOR = '1'
$sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
$results = New-Item -ItemType Directory -Force (Join-Path $PSScriptRoot .. out test-results)

function Add-Result {
    # A suite in which nothing passed has not run, and has failed.
    param([string] $Suite, [int] $Passed, [int] $Failed, [int] $Skipped)
    if ($Passed -eq 0 -and $Failed -eq 0) { $Failed = 1 }
    Write-Host "$Suite`: $Passed passed, $Failed failed, $Skipped skipped`n"
    $sum.Passed += $Passed
    $sum.Failed += $Failed
    $sum.Skipped += $Skipped
}

function Invoke-EngineSuite {
    $project = Join-Path $PSScriptRoot units
    dotnet build $project --nologo -v q -c Release | Out-Host
    if ($LASTEXITCODE -ne 0) { Add-Result 'Engine (did not build)' 0 1 0; return }
    $report = Join-Path $results units.xml
    if (Test-Path $report) { Remove-Item $report }
    dotnet (Join-Path $project bin Release net8.0 AwsOtel.Tests.dll) -noLogo -noColor -xml $report | Out-Host
    $exit = $LASTEXITCODE
    if (-not (Test-Path $report)) { Add-Result "Engine (ended with exit code $exit)" 0 1 0; return }
    $assembly = ([xml](Get-Content $report -Raw)).assemblies.assembly
    Add-Result Engine $assembly.passed ([int]$assembly.failed + [int]$assembly.errors) $assembly.skipped
}

function Invoke-LocalServerSuite {
    $folder = Join-Path $PSScriptRoot local
    # File by file: what a folder stands for is not the same in every version of Node.
    $lines = node --test --test-reporter tap (Get-ChildItem (Join-Path $folder test) -Filter *.test.mjs).FullName 2>&1
    $exit = $LASTEXITCODE
    $count = @{}
    $lines | Select-String '^# (pass|fail|skipped) (\d+)$' | ForEach-Object { $count[$_.Matches[0].Groups[1].Value] = [int]$_.Matches[0].Groups[2].Value }
    if ($exit -ne 0 -or $count.Count -ne 3) { $lines | Out-Host }
    if ($count.Count -ne 3) { Add-Result "Local servers (ended with exit code $exit)" 0 1 0; return }
    Add-Result 'Local servers' $count.pass $count.fail $count.skipped
}

function Invoke-PesterSuite {
    # The tests are to run as users' scripts do, not under the strictness of this one.
    Set-StrictMode -Off
    $env:AWSOTEL_MODULE = (Resolve-Path $ModulePath).Path
    $env:AWSOTEL_LOCAL = $local.StatePath
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = @(Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1 | Where-Object Name -Like $Filter | ForEach-Object FullName)
    $configuration.Run.PassThru = $true
    if ($Soak) { $configuration.Filter.Tag = 'Soak' } else { $configuration.Filter.ExcludeTag = 'Soak' }
    $configuration.Output.Verbosity = 'Normal'
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = Join-Path $results pester.xml
    $run = Invoke-Pester -Configuration $configuration
    # A writer of results that fails takes the run's result with it.
    if (-not $run -or $run.TotalCount -eq 0) { Add-Result 'Pester (gave no result)' 0 1 0; return }
    $run.Skipped | ForEach-Object { Write-Host "skipped: $($_.ExpandedPath)" }
    # A file that cannot be read, or a container that fails before its tests, has no failed test of its own; it fails all the same.
    $broken = $run.FailedBlocksCount + $run.FailedContainersCount
    Add-Result Pester $run.PassedCount ($run.FailedCount + $broken) ($run.SkippedCount + $run.InconclusiveCount + @($run.NotRun | Where-Object { 'Soak' -notin $_.Block.Tag }).Count)
}

Import-Module (Join-Path $PSScriptRoot LocalAws.psm1)
Import-Module Pester -MinimumVersion 5.5
$local = try { Start-LocalAws } catch { $_ | Out-Host; Add-Result 'Local servers (did not start)' 0 1 0 }
try {
    if (-not $Soak) { Invoke-EngineSuite }
    if ($local -and $Filter -eq '*' -and -not $Soak) { Invoke-LocalServerSuite }
    if ($local) { Invoke-PesterSuite }
}
finally {
    if ($local) { Stop-LocalAws $local }
}

'{0} passed, {1} failed, {2} skipped' -f $sum.Passed, $sum.Failed, $sum.Skipped | Out-Host
exit [int]($sum.Failed -gt 0)
