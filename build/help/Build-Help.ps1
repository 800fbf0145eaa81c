#Requires -Version 7.4
<#
.SYNOPSIS
    Compiles the help: the pages in the folder help, and what the code knows, into what Get-Help reads.
.DESCRIPTION
    A page has what only a person can write: the description, examples, links. The synopsis, parameters, types, positions, pipeline input and output
    types come from the cmdlets themselves and from their XML documentation; a page that has a section for these does not compile.

    It imports the module of this checkout, which cannot be unloaded: it is for a process of its own, after the build.
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

. (Join-Path $PSScriptRoot Markdown.ps1)
. (Join-Path $PSScriptRoot CodeDocumentation.ps1)
. (Join-Path $PSScriptRoot CommandPage.ps1)
. (Join-Path $PSScriptRoot Maml.ps1)
. (Join-Path $PSScriptRoot AboutTopic.ps1)

$root = Split-Path $PSScriptRoot | Split-Path
$pages = Join-Path $root help
# Where Get-Help looks: beside the manifest, in the folder of the language.
$out = New-Item -ItemType Directory -Force (Join-Path $root en-US)

$documentation = Read-CodeDocumentation ('AwsOtel', 'AwsOtel.Engine' | ForEach-Object { Join-Path $root src $_ bin Release net8.0 "$_.xml" })
$commands = (Import-Module (Join-Path $root AwsOtel.psd1) -PassThru).ExportedCmdlets.Values | Sort-Object Name
$helpFile = $commands.HelpFile | Select-Object -Unique
$maml = foreach ($command in $commands) {
    ConvertTo-Maml $command (Read-CommandPage (Join-Path $pages "$($command.Name).md")) $documentation
}
Save-Maml $maml (Join-Path $out $helpFile)

$readme = Get-Content (Join-Path $root README.md) -Raw
foreach ($page in Get-ChildItem $pages -Filter about_*.md) {
    $text = ConvertTo-AboutTopic $page $readme
    Set-Content (Join-Path $out "$($page.BaseName).help.txt") $text
}
