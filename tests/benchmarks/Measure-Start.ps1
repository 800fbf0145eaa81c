#Requires -Version 7.4
<#
.SYNOPSIS
    Measures what AwsOtel adds to a cold process: loading it, starting and stopping a session, and the first AWS cmdlet.
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

    [int] $Rounds = 15
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
        'Import-Module'        = "Import-Module '$ModulePath'; $sinceStart"
        'Import, Start, Stop'  = "$session; Stop-OtelSession 6>`$null; $sinceStart"
    }
    'first AWS cmdlet' = [ordered]@{
        'plain'        = "$aws; $clock; $call; $elapsed"
        'plain, again' = "$aws; $clock; $call; $elapsed"
        'traced'       = "$aws; $session; $clock; $call; $elapsed; Stop-OtelSession 6>`$null"
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
