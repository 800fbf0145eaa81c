#Requires -Version 7.4
<#
.SYNOPSIS
    Measures what AwsOtel adds to a cold process: loading it, starting and stopping a session, and the first AWS cmdlet; and whether it takes longer
    the more modules of AWS.Tools there are.
.DESCRIPTION
    Processes by turns, each of them new. The time is the process's own from its start to its last statement, so that what the operating system
    takes to end it is left out. Writes one object a case.
.PARAMETER ModulePath
    The manifest of the module to measure.
.PARAMETER ProgramPath
    The built AwsOtel.Benchmarks.dll, whose canned answers serve the cmdlets too.
.PARAMETER Rounds
    How often each case runs.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $ProgramPath,

    [int] $Rounds = 25
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$trace = Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-benchmark-$PID.jsonl"
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-benchmark-$PID"
$null = New-Item -ItemType Directory $folder
# What PowerShell itself takes for a module with a manifest and a script.
$empty = Join-Path $folder Empty.psd1
Set-Content (Join-Path $folder Empty.psm1) 'function Get-Empty { }'
New-ModuleManifest $empty -RootModule Empty.psm1 -FunctionsToExport Get-Empty

# The same with one view: PowerShell builds its table of views for the first module that brings any.
$viewed = Join-Path $folder Viewed.psd1
Set-Content (Join-Path $folder Viewed.psm1) 'function Get-Viewed { }'
Set-Content (Join-Path $folder Viewed.Format.ps1xml) @'
<Configuration><ViewDefinitions><View><Name>Viewed</Name><ViewSelectedBy><TypeName>Viewed</TypeName></ViewSelectedBy>
<ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl>
</View></ViewDefinitions></Configuration>
'@
New-ModuleManifest $viewed -RootModule Viewed.psm1 -FunctionsToExport Get-Viewed -FormatsToProcess Viewed.Format.ps1xml

# A module in C# with one cmdlet of nothing: what PowerShell itself takes for one.
$binary = Join-Path $folder Binary.dll
Add-Type -TypeDefinition 'using System.Management.Automation; [Cmdlet("Get", "Nothing")] public sealed class GetNothingCommand : PSCmdlet { }' -OutputAssembly $binary

function New-ModuleFolder([int] $Count) {
    $modules = Join-Path $folder "modules-$Count"
    foreach ($number in 1..$Count) {
        $module = New-Item -ItemType Directory ([System.IO.Path]::Combine($modules, "AWS.Tools.Service$number", '5.0.0'))
        Set-Content (Join-Path $module "AWS.Tools.Service$number.psm1") "function Get-Service${number}Item { }"
        New-ModuleManifest (Join-Path $module "AWS.Tools.Service$number.psd1") -ModuleVersion 5.0.0 -RootModule "AWS.Tools.Service$number.psm1" -FunctionsToExport "Get-Service${number}Item"
    }
    "`$env:PSModulePath = '$modules' + [System.IO.Path]::PathSeparator + `$env:PSModulePath"
}

$session = "Import-Module '$ModulePath'; Start-OtelSession -Exporter File -Path '$trace'"
$aws = "Import-Module AWS.Tools.DynamoDBv2
`$null = [System.Reflection.Assembly]::LoadFrom('$(Resolve-Path $ProgramPath)')
[Amazon.AWSConfigs]::HttpClientFactory = [AwsOtel.Benchmarks.CannedHttp]::new([System.Text.Encoding]::UTF8.GetBytes('{}'), 'application/x-amz-json-1.0', @())"
$call = "`$null = Get-DDBTableList -AccessKey benchmark -SecretKey benchmark -Region eu-central-1"
$sinceStart = "[Console]::Out.Write(([datetime]::Now - [System.Diagnostics.Process]::GetCurrentProcess().StartTime).TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"
$clock = "`$clock = [System.Diagnostics.Stopwatch]::StartNew()"
$elapsed = "[Console]::Out.Write(`$clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"

$comparisons = [ordered]@{
    'cold process'     = [ordered]@{
        'plain'                = $sinceStart
        'plain, again'         = $sinceStart
        'an empty module'      = "Import-Module '$empty'; $sinceStart"
        'a module with a view' = "Import-Module '$viewed'; $sinceStart"
        'a binary module'      = "Import-Module '$binary'; $sinceStart"
        'Import-Module'        = "Import-Module '$ModulePath'; $sinceStart"
        'Import, Start, Stop'  = "$session; Stop-OtelSession 6>`$null; $sinceStart"
    }
    'first AWS cmdlet' = [ordered]@{
        'plain'        = "$aws; $clock; $call; $elapsed"
        'plain, again' = "$aws; $clock; $call; $elapsed"
        'traced'       = "$aws; $session; $clock; $call; $elapsed; Stop-OtelSession 6>`$null"
    }
    'Import, Start, Stop in a cold process' = [ordered]@{
        'beside 10 modules of AWS.Tools'  = "$(New-ModuleFolder 10); $clock; $session; Stop-OtelSession 6>`$null; $elapsed"
        'beside 300 modules of AWS.Tools' = "$(New-ModuleFolder 300); $clock; $session; Stop-OtelSession 6>`$null; $elapsed"
    }
}

try {
    foreach ($comparison in $comparisons.Keys) {
        $cases = $comparisons[$comparison]
        $times = @{}
        foreach ($name in $cases.Keys) { $times[$name] = [System.Collections.Generic.List[double]]::new() }
        for ($round = 0; $round -lt $Rounds; $round++) {
            foreach ($name in $cases.Keys | Get-Random -Shuffle) {
                $printed = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -Command $cases[$name]
                $times[$name].Add([double]::Parse($printed, [cultureinfo]::InvariantCulture))
            }
        }
        foreach ($name in $cases.Keys) {
            $sorted = @($times[$name] | Sort-Object)
            [pscustomobject]@{
                Call                = $comparison
                Case                = $name
                MinimumMicroseconds = [math]::Round(1000 * $sorted[0])
                MedianMicroseconds  = [math]::Round(1000 * $sorted[$sorted.Count / 2])
                MedianBytes         = $null
            }
        }
    }
}
finally {
    Remove-Item $folder -Recurse
    Remove-Item $trace -ErrorAction Ignore
}
