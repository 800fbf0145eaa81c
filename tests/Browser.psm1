# Finds a browser for the tests of the trace report, and runs their checks in it.

Set-StrictMode -Version 3

function Find-Browser {
    <#
    .SYNOPSIS
        The path of a Chromium, Chrome or Edge; nothing where there is none. $env:AWSOTEL_BROWSER wins.
    #>
    [OutputType([string])]
    param()
    if ($env:AWSOTEL_BROWSER) { return $env:AWSOTEL_BROWSER }
    $command = Get-Command chromium, chromium-browser, google-chrome, google-chrome-stable, microsoft-edge -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($command) { return $command.Path }
    @(
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
        '/Applications/Chromium.app/Contents/MacOS/Chromium'
        "${env:ProgramFiles}\Google\Chrome\Application\chrome.exe"
        "${env:ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe"
    ) | Where-Object { Test-Path $_ } | Select-Object -First 1
}

function Invoke-BrowserCheck {
    <#
    .SYNOPSIS
        Runs every check of tests/browser on the reports of a folder.
    .OUTPUTS
        A hashtable: why a check failed, by its name; null for one that passed.
    #>
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [string] $ReportFolder
    )
    $ErrorActionPreference = 'Stop'
    $folder = Join-Path $PSScriptRoot browser
    if (-not (Test-Path (Join-Path $folder node_modules))) {
        npm ci --prefix $folder --no-audit --no-fund --loglevel error | Out-Host
        if ($LASTEXITCODE -ne 0) { throw "npm ci in $folder ended with exit code $LASTEXITCODE" }
    }

    $before = $env:AWSOTEL_BROWSER
    $env:AWSOTEL_BROWSER = Find-Browser
    try { $lines = node (Join-Path $folder run.mjs) $ReportFolder 2>&1 }
    finally { $env:AWSOTEL_BROWSER = $before }
    if ($LASTEXITCODE -ne 0) { throw "The browser did not run: $($lines -join "`n")" }
    $result = @{}
    $lines | ConvertFrom-Json | ForEach-Object { $result[$_.name] = $_.failure }
    $result
}

Export-ModuleMember -Function Find-Browser, Invoke-BrowserCheck
