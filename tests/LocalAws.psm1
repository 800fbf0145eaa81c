# Starts and stops the local S3, DynamoDB, SQS, SNS, Lambda and OTLP receiver of tests/local, for the tests and the demo.

Set-StrictMode -Version 3

function Start-LocalAws {
    <#
    .SYNOPSIS
        Starts the servers, each on a free port, and returns their endpoints.
    .OUTPUTS
        The state as tests/local/README.md describes it, and StatePath, the file that it was read from.
    #>
    [CmdletBinding()]
    param(
        # The servers to start: s3, dynamodb, sqs, sns, lambda, otlp. All, unless told.
        [string[]] $Only
    )
    $ErrorActionPreference = 'Stop'
    $folder = Join-Path $PSScriptRoot local
    if (-not (Get-Command node -ErrorAction Ignore)) { throw 'Node 20 or later is missing; get it from https://nodejs.org' }
    if (-not (Test-Path (Join-Path $folder node_modules))) {
        npm ci --prefix $folder --no-audit --no-fund --loglevel error | Out-Host
        if ($LASTEXITCODE -ne 0) { throw "npm ci in $folder ended with exit code $LASTEXITCODE" }
    }

    $statePath = Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-local-$([guid]::NewGuid().ToString('n')).json"
    # Started without a standard input of its own to watch: the servers end with this process.
    $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = 'node'; UseShellExecute = $false; RedirectStandardOutput = $true }
    $arguments = @((Join-Path $folder start.mjs), '--state', $statePath, '--parent', $PID, '--stay')
    if ($Only) { $arguments += '--only', ($Only -join ',') }
    $arguments | ForEach-Object { $start.ArgumentList.Add($_) }
    $process = [System.Diagnostics.Process]::Start($start)

    $deadline = [datetime]::UtcNow.AddSeconds(30)
    while (-not (Test-Path $statePath)) {
        if ($process.HasExited) { throw "The local servers ended with exit code $($process.ExitCode) before they were ready." }
        if ([datetime]::UtcNow -gt $deadline) { $process.Kill(); throw 'The local servers were not ready after 30 seconds.' }
        Start-Sleep -Milliseconds 50
    }
    Get-Content $statePath -Raw | ConvertFrom-Json | Add-Member -NotePropertyName StatePath -NotePropertyValue $statePath -PassThru
}

function Stop-LocalAws {
    <#
    .SYNOPSIS
        Stops the servers that Start-LocalAws has started. Their data goes with them.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [psobject] $LocalAws
    )
    $process = Get-Process -Id $LocalAws.pid -ErrorAction Ignore
    if (-not $process) { return }
    # Stop-Process kills, and a killed server leaves its data behind.
    if ($IsWindows) { $process | Stop-Process } else { /bin/kill -TERM $LocalAws.pid }
    $null = $process.WaitForExit(5000)
}

Export-ModuleMember -Function Start-LocalAws, Stop-LocalAws
