#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3, AWS.Tools.DynamoDBv2
<#
.SYNOPSIS
    Runs nightly-backup.ps1 in a PowerShell of its own against local AWS, and shows its trace.
.PARAMETER ModulePath
    The manifest of the packaged module, in a folder AwsOtel/<version> as Install-PSResource makes it.
.PARAMETER UpdateReadme
    Puts the tree between the markers tree:begin and tree:end of the READMEs that have them.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [ValidateScript({ Test-Path $_ -PathType Leaf })]
    [string] $ModulePath,

    [switch] $UpdateReadme
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$out = New-Item -ItemType Directory -Force (Join-Path $root out demo)
$traceFile = Join-Path $out nightly-backup.jsonl
$modules = Split-Path (Resolve-Path $ModulePath) | Split-Path | Split-Path
if (-not (Test-Path (Join-Path $modules AwsOtel))) { throw "$ModulePath is not in a folder AwsOtel/<version>; see build.ps1 -Task Package." }

function Invoke-Pwsh {
    # Runs PowerShell on this console, or captured, with variables of its own.
    param([string[]] $ArgumentList, [hashtable] $Environment, [switch] $Capture)
    $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; UseShellExecute = $false; RedirectStandardOutput = $Capture }
    if ($Capture) { $start.StandardOutputEncoding = [System.Text.UTF8Encoding]::new() }
    # PowerShell as a .NET tool has no program of its own.
    if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
    @('-NoProfile', '-NoLogo', '-NonInteractive') + $ArgumentList | ForEach-Object { $start.ArgumentList.Add($_) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [System.Diagnostics.Process]::Start($start)
    $text = $Capture ? $process.StandardOutput.ReadToEnd() : ''
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "pwsh $ArgumentList ended with exit code $($process.ExitCode)." }
    if ($Capture) { $text }
}

function Assert-Trace {
    # A span of each kind must be there: script, cmdlet, operation, attempt, and what the last statement did.
    param([string] $Path)
    $names = (Get-Content $Path | ConvertFrom-Json).resourceSpans.scopeSpans.spans.name
    $missing = 'nightly-backup.ps1', 'Copy-S3Object', 'S3.CompleteMultipartUpload', 'attempt 2', 'DynamoDB.PutItem' | Where-Object { $_ -notin $names }
    if ($missing) { throw "The trace in $Path has no span $($missing -join ', ')." }
}

Import-Module (Join-Path $root tests LocalAws.psm1), (Join-Path $PSScriptRoot Examples.psm1)
$work = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-demo-$([guid]::NewGuid().ToString('n'))")
$aws = Start-LocalAws -Only s3, dynamodb
try {
    # The variables by which any AWS SDK finds its endpoint and credentials: the runbook says nothing of them.
    $environment = @{
        AWS_ENDPOINT_URL_S3       = $aws.s3.endpoint
        AWS_ENDPOINT_URL_DYNAMODB = $aws.dynamodb.endpoint
        AWS_ACCESS_KEY_ID         = 'demo'
        AWS_SECRET_ACCESS_KEY     = 'demo'
        AWS_REGION                = 'eu-central-1'
    }
    Write-Host 'Filling local buckets and tables ...'
    & (Join-Path $PSScriptRoot nightly-backup New-Shop.ps1) -LocalAws $aws -Folder $work

    # And those that say where the trace goes.
    $environment.PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
    $environment.OTEL_TRACES_EXPORTER = 'file,console'
    $environment.XDG_STATE_HOME = Join-Path $work state
    Invoke-Pwsh -Environment $environment -ArgumentList '-File', (Join-Path $PSScriptRoot nightly-backup nightly-backup.ps1), '-SiteFolder', (Join-Path $work site)

    $written = @(Get-ChildItem (Join-Path $work state) -Recurse -Filter *.jsonl)
    if ($written.Count -ne 1) { throw "The runbook has written $($written.Count) trace files instead of one." }
    Move-Item $written[0] $traceFile -Force
    Assert-Trace $traceFile
    Write-Host "`nThe trace is in $traceFile. To look at it again:`n    Import-Module $ModulePath; Show-OtelTrace $traceFile"

    if ($UpdateReadme) {
        $tree = Invoke-Pwsh -Capture -Environment $environment -ArgumentList '-Command', @"
            [System.Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
            Import-Module AwsOtel
            Show-OtelTrace -Path '$($traceFile.Replace("'", "''"))' -Width 100
"@
        foreach ($folder in $root, (Join-Path $PSScriptRoot nightly-backup)) {
            Update-Tree (Join-Path $folder README.md) $tree.TrimEnd().ReplaceLineEndings("`n")
        }
    }
}
finally {
    Stop-LocalAws $aws
    Remove-Item $work -Recurse -Force
}
