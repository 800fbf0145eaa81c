# Builds modules that stand in for those of AWS.Tools that are not installed here; see tests/standins/README.md.

Set-StrictMode -Version 3

function Get-StandInName {
    <#
    .SYNOPSIS
        The modules of AWS.Tools that have a stand-in.
    #>
    (Get-ChildItem (Join-Path $PSScriptRoot standins) -Directory -Filter AWS.Tools.*).Name
}

function Get-StandInPath {
    <#
    .SYNOPSIS
        The folder of the stand-ins for modules that are not installed, for the end of PSModulePath. It is built once in a run of tests, and empty where all modules are there.
    #>
    $ErrorActionPreference = 'Stop'
    if (-not $env:AWSOTEL_STANDINS -or -not (Test-Path $env:AWSOTEL_STANDINS)) {
        $folder = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'standins'))
        if (Test-Path $folder) { Remove-Item $folder -Recurse -Force }
        $null = New-Item -ItemType Directory $folder
        foreach ($name in Get-StandInName | Where-Object { -not (Get-Module -ListAvailable $_) }) { New-StandIn $name (Join-Path $folder $name) }
        $env:AWSOTEL_STANDINS = $folder
    }
    $env:AWSOTEL_STANDINS
}

function New-StandIn([string] $Name, [string] $Path) {
    $common = Get-Module -ListAvailable AWS.Tools.Common | Sort-Object Version -Descending | Select-Object -First 1
    Write-Host "$Name is not installed. Building its stand-in."
    $project = [System.IO.Path]::Combine($PSScriptRoot, 'standins', $Name)
    dotnet build $project --nologo -v q -c Release -o $Path "-p:AwsToolsCommon=$($common.ModuleBase)" "-p:AwsToolsVersion=$($common.Version)" | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "The stand-in for $Name did not build: dotnet ended with exit code $LASTEXITCODE." }
    $manifest = Get-Content (Join-Path $project "$Name.psd1") -Raw
    Set-Content (Join-Path $Path "$Name.psd1") $manifest.Replace("'0.0.0'", "'$($common.Version)'") -NoNewline
}

Export-ModuleMember -Function Get-StandInName, Get-StandInPath
