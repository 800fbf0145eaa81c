#Requires -Version 7.4
<#
.SYNOPSIS
    Measures what a session adds to cmdlet calls: AWS cmdlets whose HTTP is answered in the process, and cmdlets that have nothing to do with AWS.
.DESCRIPTION
    In short batches by turns, each in another order, so that whatever else the machine does falls on all cases alike; and whether a cmdlet costs more
    the more cmdlets and runspaces there have been. Writes one object a case.
.PARAMETER ModulePath
    The manifest of the module to measure.
.PARAMETER ProgramPath
    The built AwsOtel.Benchmarks.dll, whose canned answers serve the cmdlets too.
.PARAMETER Seconds
    How long each comparison runs, after a warm-up of half of that: PowerShell's code is compiled anew, as it is used, for many seconds.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $ProgramPath,

    [int] $Seconds = 14
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
Import-Module AWS.Tools.DynamoDBv2, AWS.Tools.S3, $ModulePath
$null = [System.Reflection.Assembly]::LoadFrom((Resolve-Path $ProgramPath))
function New-Answer([string] $Body, [string] $Type, [string] $Header, [string] $Value) {
    [AwsOtel.Benchmarks.CannedHttp]::new([System.Text.Encoding]::UTF8.GetBytes($Body), $Type, [System.ValueTuple[string, string]]::new($Header, $Value))
}

$keys = @{ AccessKey = 'benchmark'; SecretKey = 'benchmark'; Region = 'eu-central-1' }
$item = @{ TableName = 'shop-orders'; Key = @{ id = [Amazon.DynamoDBv2.Model.AttributeValue]::new('order-1') } } + $keys
$itemAnswer = New-Answer '{"Item":{"id":{"S":"order-1"},"total":{"N":"120"}}}' application/x-amz-json-1.0 x-amzn-RequestId 0AB1CDEF
$folder = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-benchmark-$PID")
1..1000 | ForEach-Object { Set-Content (Join-Path $folder "$_.txt") $_ }

# A session that exports nowhere: what an exporter costs is a figure of its own.
$cases = [ordered]@{
    'plain'        = $null
    'plain, again' = $null
    'traced'       = @{ Exporter = 'None' }
    'sampled out'  = @{ Exporter = 'None'; SampleRatio = 0 }
}
# What the cmdlet's own span costs, and what its call adds to that.
$casesOfOneCall = $cases + @{ 'traced, without the span of its call' = @{ Exporter = 'None'; ExcludeOperation = '*' } }

# Each with how many of them a batch has, and how many spans one has at least: in a runspace that is new its first AWS cmdlet has none of its own.
$comparisons = @(
    @{ Name = 'Get-DDBItem'; Calls = 50; Spans = 2; Http = $itemAnswer; Block = { $null = Get-DDBItem @item }; Cases = $casesOfOneCall }
    @{ Name = 'Get-Variable'; Calls = 50; Spans = 0; Http = $itemAnswer; Block = { $null = Get-Variable keys } }
    @{ Name = 'Join-Path | Split-Path'; Calls = 50; Spans = 0; Http = $itemAnswer; Block = { $null = Join-Path a b | Split-Path } }
    @{
        Name = 'Get-S3ObjectV2, 10,000 objects'; Calls = 1; Spans = 11; Http = [AwsOtel.Benchmarks.CannedListing]::new(10)
        Block = { $null = Get-S3ObjectV2 -BucketName shop-logs @keys }
    }
    @{
        Name = 'Write-S3Object, 1,000 files'; Calls = 1; Spans = 1001; Http = New-Answer '' application/xml ETag '"0f343b0931126a20f133d67c2b018a3b"'
        Block = { Write-S3Object -BucketName shop-logs -Folder $folder -KeyPrefix a @keys }
    }
    foreach ($limit in 2, 8) {
        @{
            Name = "ForEach-Object -Parallel, $limit at once, 100 items"; Calls = 1; Spans = 100; Http = $itemAnswer
            Block = [scriptblock]::Create("1..100 | ForEach-Object -ThrottleLimit $limit -Parallel { `$item = `$using:item; `$null = Get-DDBItem @item }")
        }
    }
)

function Measure-Batch([hashtable] $Comparison, [hashtable] $Session) {
    $block = $Comparison.Block
    $calls = $Comparison.Calls
    if ($Session) { Start-OtelSession @Session }
    # What a change of state costs is another figure: its garbage is collected, and the first calls, which find everything cold, are made outside
    # the clock, in every state alike.
    [System.GC]::Collect()
    $settling = [math]::Min($calls, 20)
    for ($i = 0; $i -lt $settling; $i++) { . $block }
    $before = [System.GC]::GetTotalAllocatedBytes($true)
    $start = [System.Diagnostics.Stopwatch]::GetTimestamp()
    for ($i = 0; $i -lt $calls; $i++) { . $block }
    $elapsed = [System.Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMicroseconds
    $bytes = [System.GC]::GetTotalAllocatedBytes($true) - $before
    if ($Session) {
        $spans = (Get-OtelSession).SpanCount
        Stop-OtelSession 6>$null
        # A benchmark of tracing that traces nothing would be a fine one.
        $each = $Session.ContainsKey('SampleRatio') ? 0 : $Session.ContainsKey('ExcludeOperation') ? 1 : $Comparison.Spans
        $expected = ($calls + $settling) * $each
        if ($spans -lt $expected -or ($expected -eq 0 -and $spans)) { throw "The batch of $($Comparison.Name) made $spans spans instead of $expected." }
    }
    , @(($elapsed / $calls), ($bytes / $calls))
}

function Measure-Round([hashtable] $Comparison, [double] $Seconds, [System.Collections.IDictionary] $Cases) {
    $batches = [ordered]@{}
    foreach ($name in $Cases.Keys) { $batches[$name] = [System.Collections.Generic.List[object]]::new() }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt $Seconds) {
        foreach ($name in $Cases.Keys | Get-Random -Shuffle) { $batches[$name].Add((Measure-Batch $Comparison $Cases[$name])) }
    }
    $batches
}

function Get-Result([string] $Call, [string] $Case, [object[]] $Batches) {
    $times = @($Batches | ForEach-Object { $_[0] } | Sort-Object)
    $bytes = @($Batches | ForEach-Object { $_[1] } | Sort-Object)
    [pscustomobject]@{
        Call                = $Call
        Case                = $Case
        MinimumMicroseconds = [math]::Round($times[0], 3)
        MedianMicroseconds  = [math]::Round($times[$times.Count / 2], 3)
        MedianBytes         = [math]::Round($bytes[$bytes.Count / 2])
    }
}

function Use-EveryCmdlet {
    # Without what it must have, most of them: a command that is looked up gets its type, also where it is not run.
    $found = Get-Command -Module AWS.Tools.DynamoDBv2, AWS.Tools.S3 -CommandType Cmdlet
    Start-OtelSession -Exporter None
    foreach ($cmdlet in $found.Name) { try { $null = & $cmdlet @keys 2>$null } catch { $null = $_ } }
    Stop-OtelSession 6>$null
    $found.Count
}

function Use-ManyRunspaces([int] $Count) {
    Start-OtelSession -Exporter None
    $client = [Amazon.DynamoDBv2.AmazonDynamoDBClient]::new('benchmark', 'benchmark', [Amazon.RegionEndpoint]::EUCentral1)
    1..$Count | ForEach-Object -UseNewRunspace -ThrottleLimit 2 -Parallel { $null = ($using:client).ListTablesAsync().GetAwaiter().GetResult() }
    $spans = (Get-OtelSession).SpanCount
    Stop-OtelSession 6>$null
    if ($spans -lt $Count) { throw "$Count runspaces made $spans spans." }
}

try {
    foreach ($comparison in $comparisons) {
        [Amazon.AWSConfigs]::HttpClientFactory = $comparison.Http
        $ownCases = $comparison['Cases'] ?? $cases
        $null = Measure-Round $comparison ($Seconds / 2) $ownCases
        $batches = Measure-Round $comparison $Seconds $ownCases
        foreach ($name in $ownCases.Keys) { Get-Result $comparison.Name $name $batches[$name] }
    }

    $comparison = $comparisons[0]
    [Amazon.AWSConfigs]::HttpClientFactory = $comparison.Http
    $growing = [ordered]@{ traced = $cases['traced']; plain = $cases['plain'] }
    $null = Measure-Round $comparison ($Seconds / 2) $growing
    $windows = [ordered]@{ 'at first' = Measure-Round $comparison ($Seconds / 2) $growing }
    $count = Use-EveryCmdlet
    $windows["after $count kinds of cmdlet"] = Measure-Round $comparison ($Seconds / 2) $growing
    Use-ManyRunspaces 500
    $windows['after 500 more runspaces'] = Measure-Round $comparison ($Seconds / 2) $growing
    foreach ($name in $growing.Keys) {
        foreach ($window in $windows.Keys) { Get-Result "Get-DDBItem in a long process, $name" $window $windows[$window][$name] }
    }
}
finally { Remove-Item $folder -Recurse }
