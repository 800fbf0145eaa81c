#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3, AWS.Tools.DynamoDBv2
<#
.SYNOPSIS
    Runs the examples against local AWS, and puts the trees that they print into their READMEs.
.PARAMETER ModulePath
    The manifest of the module.
.PARAMETER Name
    Only examples whose names match.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [ValidateScript({ Test-Path $_ -PathType Leaf })]
    [string] $ModulePath,

    [SupportsWildcards()]
    [string] $Name = '*'
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

Import-Module (Join-Path $PSScriptRoot .. tests LocalAws.psm1), (Join-Path $PSScriptRoot .. tests StandIns.psm1), (Join-Path $PSScriptRoot Examples.psm1)
$aws = Start-LocalAws
try {
    # The demo's READMEs are Invoke-Demo.ps1's.
    foreach ($example in Get-Example | Where-Object { $_ -like $Name -and $_ -ne 'nightly-backup' }) {
        if ($missing = Get-MissingModule $example | Where-Object { $_ -notin (Get-StandInName) }) {
            Write-Warning "$example is left as it is: it needs $($missing -join ', ')."
            continue
        }
        $run = Invoke-Example $example -ModulePath (Resolve-Path $ModulePath).Path -LocalAws $aws -StandInPath (Get-StandInPath)
        $run.Error | Write-Warning
        Update-Tree (Join-Path $PSScriptRoot $example README.md) ($run.Tree -join "`n")
    }
}
finally { Stop-LocalAws $aws }
