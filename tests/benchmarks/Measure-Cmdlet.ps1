#Requires -Version 7.4
<#
.SYNOPSIS
    Measures what a session adds to cmdlet calls: AWS cmdlets whose HTTP is answered in the process, and cmdlets that have nothing to do with AWS.
.DESCRIPTION
    In short batches by turns, each in another order, so that whatever else the machine does falls on all cases alike. Writes one object a case.
.PARAMETER ModulePath
    The manifest of the module to measure.
.PARAMETER ProgramPath
    The built AwsOtel.Benchmarks.dll, whose canned answers serve the cmdlets too.
.PARAMETER Seconds
    How long each comparison runs, after a warm-up of a quarter of that.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $ProgramPath,

    [int] $Seconds = 12
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
Import-Module AWS.Tools.DynamoDBv2, $ModulePath
$null = [System.Reflection.Assembly]::LoadFrom((Resolve-Path $ProgramPath))
$answer = [System.Text.Encoding]::UTF8.GetBytes('{"Item":{"id":{"S":"order-1"},"total":{"N":"120"}}}')
[Amazon.AWSConfigs]::HttpClientFactory = [AwsOtel.Benchmarks.CannedHttp]::new($answer, 'application/x-amz-json-1.0', [System.ValueTuple[string, string]]::new('x-amzn-RequestId', '0AB1CDEF'))

$call = 50
$key = @{ id = [Amazon.DynamoDBv2.Model.AttributeValue]::new('order-1') }
$aws = @{ TableName = 'shop-orders'; Key = $key; AccessKey = 'benchmark'; SecretKey = 'benchmark'; Region = 'eu-central-1' }
$comparisons = [ordered]@{
    'Get-DDBItem' = { for ($i = 0; $i -lt $call; $i++) { $null = Get-DDBItem @aws } }
    'Get-Variable' = { for ($i = 0; $i -lt $call; $i++) { $null = Get-Variable key } }
    'Join-Path | Split-Path' = { for ($i = 0; $i -lt $call; $i++) { $null = Join-Path a b | Split-Path } }
}
# A session that exports nowhere: what an exporter costs is a figure of its own.
$cases = [ordered]@{
    'plain'        = $null
    'plain, again' = $null
    'traced'       = @{ Exporter = 'None' }
    'sampled out'  = @{ Exporter = 'None'; SampleRatio = 0 }
}

function Measure-Batch([scriptblock] $Block, [hashtable] $Session) {
    if ($Session) { Start-OtelSession @Session }
    # Once outside the clock: the first call after a change of state makes what the others find.
    . $Block
    $before = [System.GC]::GetTotalAllocatedBytes($true)
    $start = [System.Diagnostics.Stopwatch]::GetTimestamp()
    . $Block
    $elapsed = [System.Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMicroseconds
    $bytes = [System.GC]::GetTotalAllocatedBytes($true) - $before
    if ($Session) {
        $spans = (Get-OtelSession).SpanCount
        Stop-OtelSession 6>$null
        # A benchmark of tracing that traces nothing would be a fine one. Twice the batch, a span for the cmdlet and one for its call.
        $expected = "$Block" -match 'DDB' -and -not $Session.ContainsKey('SampleRatio') ? 4 * $call : 0
        if ($spans -ne $expected) { throw "The batch made $spans spans instead of $expected." }
    }
    , @(($elapsed / $call), ($bytes / $call))
}

function Measure-Round([scriptblock] $Block, [double] $Seconds) {
    $batches = [ordered]@{}
    foreach ($name in $cases.Keys) { $batches[$name] = [System.Collections.Generic.List[object]]::new() }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt $Seconds) {
        foreach ($name in $cases.Keys | Get-Random -Shuffle) { $batches[$name].Add((Measure-Batch $Block $cases[$name])) }
    }
    $batches
}

foreach ($comparison in $comparisons.Keys) {
    $null = Measure-Round $comparisons[$comparison] ($Seconds / 4)
    $batches = Measure-Round $comparisons[$comparison] $Seconds
    foreach ($name in $cases.Keys) {
        $times = @($batches[$name] | ForEach-Object { $_[0] } | Sort-Object)
        $bytes = @($batches[$name] | ForEach-Object { $_[1] } | Sort-Object)
        [pscustomobject]@{
            Call                = $comparison
            Case                = $name
            MinimumMicroseconds = [math]::Round($times[0], 3)
            MedianMicroseconds  = [math]::Round($times[$times.Count / 2], 3)
            MedianBytes         = [math]::Round($bytes[$bytes.Count / 2])
        }
    }
}
