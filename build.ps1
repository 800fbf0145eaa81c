#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, packages and shows AwsOtel.
.DESCRIPTION
    Build      the module into this checkout: Import-Module ./AwsOtel.psd1 then works as an installed one does
    Package    the folder and the zip that a user installs, in out/
    Test       every suite, against the package
    Demo       a runbook of real AWS cmdlets against a local S3 and DynamoDB, traced and drawn
    Benchmark  the cost of a traced call, of a cmdlet and of a cold start, as ratios and differences in one run
    Soak       long runs in flat memory, with every span accounted for; takes its time
    Clean      removes everything that the other tasks made in this checkout
.PARAMETER Filter
    For Test: only Pester files whose names match this wildcard; the engine's tests run all the same.
.PARAMETER UpdateReadme
    For Benchmark: writes the table into the README.
.PARAMETER SdkCalls
    For Soak: traced calls of the AWS SDK, in process.
.PARAMETER CmdletCalls
    For Soak: traced calls of a cmdlet, against the local servers.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Benchmark', 'Soak', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateNotNullOrEmpty()]
    [string] $Filter = '*',

    [switch] $UpdateReadme,

    [ValidateRange(1000, [int]::MaxValue)]
    [int] $SdkCalls = 1000000,

    [ValidateRange(100, [int]::MaxValue)]
    [int] $CmdletCalls = 50000
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

$root = $PSScriptRoot
$out = Join-Path $root out
$version = (Import-PowerShellDataFile (Join-Path $root AwsOtel.psd1)).ModuleVersion
$package = Join-Path $out AwsOtel $version

function Invoke-Native {
    # Runs a program and stops the build when it fails.
    $command, $arguments = $args
    & $command @arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$command $arguments ended with exit code $LASTEXITCODE" }
}

function Invoke-PowerShell {
    # Runs a script in a process of its own: a module once imported keeps its assemblies.
    param([string] $Script)
    $program = [System.Environment]::ProcessPath
    # PowerShell as a .NET tool has no program of its own.
    $arguments = (Split-Path $program -LeafBase) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()
    Invoke-Native $program @arguments -NoProfile -NoLogo -NonInteractive -File $Script
}

function Invoke-AheadOfTimeCompiler {
    # Without the compiler's package the module is the same, and a cold process takes longer to start a session.
    param([string] $BinFolder)
    dotnet build (Join-Path $root build ahead) -t:CompileAhead "-p:BinFolder=$BinFolder" --nologo -v q | Out-Host
    if ($LASTEXITCODE -eq 0) { return }
    Write-Warning 'The assemblies could not be compiled ahead of time: .NET does it in each process.'
    Get-ChildItem $BinFolder -Directory -Exclude engine | Remove-Item -Recurse
}

function Invoke-Build {
    Invoke-Native dotnet build (Join-Path $root src AwsOtel.Engine) --nologo -v q -c Release
    $bin = Join-Path $root module bin
    if (Test-Path $bin) { Remove-Item $bin -Recurse -Force }
    $engine = New-Item -ItemType Directory (Join-Path $bin engine)
    Copy-Item (Join-Path $root src AwsOtel bin Release net8.0 AwsOtel.dll) $bin
    Get-ChildItem (Join-Path $root src AwsOtel.Engine bin Release net8.0) -Filter *.dll |
        Where-Object Name -NE AwsOtel.dll |
        Copy-Item -Destination $engine
    Invoke-AheadOfTimeCompiler $bin
    Invoke-PowerShell (Join-Path $root build help Build-Help.ps1)
}

function New-Package {
    Invoke-Build
    if (Test-Path $package) { Remove-Item $package -Recurse -Force }
    $null = New-Item -ItemType Directory $package
    foreach ($part in 'AwsOtel.psd1', 'module', 'en-US', 'README.md', 'CHANGELOG.md', 'LICENSE') {
        Copy-Item (Join-Path $root $part) $package -Recurse
    }
    & (Join-Path $root build New-ThirdPartyNotice.ps1) -Assets (Join-Path $root src AwsOtel.Engine obj project.assets.json) -Shipped (Join-Path $package module bin engine) -Path (Join-Path $package THIRD-PARTY-NOTICES.txt)
    $zip = Join-Path $out "AwsOtel-$version.zip"
    if (Test-Path $zip) { Remove-Item $zip }
    [System.IO.Compression.ZipFile]::CreateFromDirectory((Split-Path $package), $zip, 'Optimal', $true)
    Write-Host "Packaged $package and $zip"
}

function Install-Prerequisite {
    # Modules that a user of AwsOtel has, and that the tests and the demo need.
    param([string[]] $Name)
    foreach ($module in $Name | Where-Object { -not (Get-Module -ListAvailable $_) }) {
        Write-Host "Installing $module from the PowerShell Gallery"
        if (Get-Command Install-PSResource -ErrorAction Ignore) {
            Install-PSResource $module -Scope CurrentUser -TrustRepository
        }
        elseif (Get-Command Install-Module -ErrorAction Ignore) {
            Install-Module $module -Scope CurrentUser -Force
        }
        else {
            throw "The module $module is not installed, and this PowerShell has no Install-PSResource to get it with."
        }
    }
}

switch ($Task) {
    Build { Invoke-Build }
    Package { New-Package }
    Test {
        # MSBuild takes it as its property: no package but those of the lock files.
        $env:RestoreLockedMode = 'true'
        Install-Prerequisite Pester, AWS.Tools.S3, AWS.Tools.DynamoDBv2
        New-Package
        & (Join-Path $root tests Invoke-Tests.ps1) -ModulePath (Join-Path $package AwsOtel.psd1) -Filter $Filter
        exit $LASTEXITCODE
    }
    Demo {
        Install-Prerequisite AWS.Tools.S3, AWS.Tools.DynamoDBv2
        New-Package
        & (Join-Path $root examples Invoke-Demo.ps1) -ModulePath (Join-Path $package AwsOtel.psd1)
    }
    Benchmark {
        Install-Prerequisite AWS.Tools.S3, AWS.Tools.DynamoDBv2
        New-Package
        & (Join-Path $root tests benchmarks Invoke-Benchmark.ps1) -ModulePath (Join-Path $package AwsOtel.psd1) -OutPath (Join-Path $out benchmark.json) -UpdateReadme:$UpdateReadme
    }
    Soak {
        Install-Prerequisite Pester, AWS.Tools.S3, AWS.Tools.DynamoDBv2
        New-Package
        Invoke-Native dotnet run --project (Join-Path $root tests soak) -c Release -- $SdkCalls
        $env:AWSOTEL_SOAK_CALLS = $CmdletCalls
        & (Join-Path $root tests Invoke-Tests.ps1) -ModulePath (Join-Path $package AwsOtel.psd1) -Soak
        exit $LASTEXITCODE
    }
    Clean {
        $projects = Get-ChildItem (Join-Path $root src), (Join-Path $root build), (Join-Path $root tests), (Join-Path $root examples) -Recurse -Filter *.csproj | ForEach-Object Directory
        $made = @($out, (Join-Path $root module bin), (Join-Path $root en-US))
        $made += 'local', 'browser', 'benchmarks/node' | ForEach-Object { Join-Path $root tests $_ node_modules }
        $made += $projects | ForEach-Object { Join-Path $_ bin; Join-Path $_ obj }
        $made | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
    }
}
