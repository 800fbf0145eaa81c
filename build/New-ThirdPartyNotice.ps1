<#
.SYNOPSIS
    Writes what the package ships of others, under which licence, and the licences: all as the NuGet packages say it of themselves.
.PARAMETER Assets
    The project.assets.json of the restored engine.
.PARAMETER Shipped
    The folder of the assemblies that are shipped beside the engine.
.PARAMETER Path
    The file to write.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Assets,

    [Parameter(Mandatory)]
    [string] $Shipped,

    [Parameter(Mandatory)]
    [string] $Path
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# What may be shipped under Apache-2.0 beside it. Another licence is to be read by a person first.
$accepted = 'Apache-2.0', 'MIT'

function Get-PackageText([string] $Folder, [string] $Name) {
    $file = Get-ChildItem $Folder -File | Where-Object { $_.BaseName -eq $Name -and $_.Extension -in '.txt', '.md', '' } | Select-Object -First 1
    $file ? ([System.IO.File]::ReadAllText($file.FullName) -replace '\r\n?', "`n").Trim() : $null
}

$restored = Get-Content $Assets -Raw | ConvertFrom-Json -AsHashtable
$packageOfFile = @{}
foreach ($package in $restored.targets.Values | ForEach-Object { $_.GetEnumerator() } | Where-Object { $_.Value.type -eq 'package' -and $_.Value.ContainsKey('runtime') }) {
    foreach ($file in $package.Value.runtime.Keys) { $packageOfFile[($file -split '/')[-1]] = $package.Key }
}

$rows = foreach ($file in Get-ChildItem $Shipped -Filter *.dll | Where-Object Name -NotLike 'AwsOtel*' | Sort-Object Name) {
    $key = $packageOfFile[$file.Name]
    if (-not $key) { throw "$($file.Name) is shipped, and of no package." }
    $relative = $restored.libraries[$key].path
    $folder = $restored.packageFolders.Keys | ForEach-Object { Join-Path $_ $relative } | Where-Object { Test-Path $_ } | Select-Object -First 1
    $metadata = ([xml](Get-Content (Join-Path $folder *.nuspec) -Raw)).package.metadata
    $licence = $metadata.SelectSingleNode('*[local-name()="license" and @type="expression"]')?.InnerText
    if ($licence -notin $accepted) { throw "$key has the licence '$licence', which nobody has looked at." }
    [pscustomobject]@{
        File      = $file.Name
        Package   = $metadata.id
        Version   = $metadata.version
        Licence   = $licence
        Copyright = "$($metadata.SelectSingleNode('*[local-name()="copyright"]')?.InnerText)" -replace '\s+', ' '
        Project   = $metadata.SelectSingleNode('*[local-name()="projectUrl"]')?.InnerText
        Text      = Get-PackageText $folder LICENSE
        Notices   = Get-PackageText $folder THIRD-PARTY-NOTICES
    }
}

$text = [System.Text.StringBuilder]::new()
$null = $text.Append("AwsOtel is under the Apache License 2.0, see LICENSE. It ships these assemblies of others, unchanged, in module/bin/engine.`n`n")
$null = $text.Append("| file | package | version | licence | copyright | project |`n|---|---|---|---|---|---|`n")
foreach ($row in $rows) { $null = $text.Append("| $($row.File) | $($row.Package) | $($row.Version) | $($row.Licence) | $($row.Copyright) | $($row.Project) |`n") }
foreach ($kind in @{ Member = 'Text'; Title = 'Licence' }, @{ Member = 'Notices'; Title = 'Notices' }) {
    foreach ($group in $rows | Where-Object $kind.Member | Group-Object $kind.Member -CaseSensitive) {
        $null = $text.Append("`n$('-' * 100)`n$($kind.Title) of $($group.Group.Package -join ', ')`n$('-' * 100)`n`n$($group.Name)`n")
    }
}
foreach ($licence in $rows.Licence | Sort-Object -Unique) {
    if (-not ($rows | Where-Object { $_.Licence -eq $licence -and $_.Text })) { throw "No package brings the text of $licence." }
}
[System.IO.File]::WriteAllText($Path, $text.ToString())
