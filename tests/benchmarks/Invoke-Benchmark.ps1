#Requires -Version 7.4
<#
.SYNOPSIS
    Runs every benchmark, prints what a session costs as differences and ratios within the run, and writes the figures as JSON.
.DESCRIPTION
    Absolute times are this machine's; what can be compared is what a case takes more than the plain one beside it.
.PARAMETER ModulePath
    The manifest of the packaged module.
.PARAMETER OutPath
    Gets the figures.
.PARAMETER UpdateReadme
    Also writes the table into the project's README, with the date.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $OutPath,

    [switch] $UpdateReadme
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

function Install-NodePackage([string] $Folder) {
    # Without Node.js or its registry the comparison is left out, and the table says so by its absence and this line.
    if (-not (Get-Command npm -CommandType Application -ErrorAction Ignore)) {
        Write-Warning 'Node.js is not installed: its instrumentation is not measured.'
        return $false
    }
    npm ci --prefix $Folder --no-audit --no-fund --loglevel error | Out-Host
    if ($LASTEXITCODE -ne 0) { Write-Warning 'npm could not install the packages of the Node.js benchmark: its instrumentation is not measured.' }
    $LASTEXITCODE -eq 0
}

function Format-Result($Results) {
    # One line a case; "more" and "ratio" are against the first case of the same call: the plain one, where there is one.
    foreach ($call in $Results.call | Select-Object -Unique) {
        $group = @($Results | Where-Object call -EQ $call)
        $plain = $group[0]
        foreach ($result in $group) {
            $more = $result.MedianMicroseconds - $plain.MedianMicroseconds
            [pscustomobject]@{
                Call    = $call
                Case    = $result.Case
                Minimum = Format-Time $result.MinimumMicroseconds
                Median  = Format-Time $result.MedianMicroseconds
                More    = $result -eq $plain ? '' : ($more -lt 0 ? '-' : '+') + (Format-Time ([math]::Abs($more)))
                Ratio   = $result -eq $plain ? '' : ($result.MedianMicroseconds / $plain.MedianMicroseconds).ToString('0.000', [cultureinfo]::InvariantCulture)
                Memory  = $null -eq $result.MedianBytes -or $plain.MedianBytes -eq 0 -or $result -eq $plain ? '' :
                    ($result.MedianBytes - $plain.MedianBytes).ToString('+#,0 B;-#,0 B;0 B', [cultureinfo]::InvariantCulture)
            }
        }
    }
}

function Format-Exporter($Exporters) {
    $culture = [cultureinfo]::InvariantCulture
    foreach ($result in $Exporters) {
        [pscustomobject]@{
            Exporter          = $result.exporter
            'Spans/s, best'   = $result.bestSpansASecond.ToString('#,0', $culture)
            'Spans/s, median' = $result.medianSpansASecond.ToString('#,0', $culture)
            "Script's thread" = (Format-Time $result.medianScriptMicroseconds) + ' a span'
            'CPU'             = (Format-Time $result.minimumCpuMicroseconds) + ' a span'
            'Size'            = $result.bytesASpan.ToString('0', $culture) + ' B a span'
            'Memory'          = $result.medianAllocatedBytes.ToString('#,0', $culture) + ' B a span'
        }
    }
}

function Format-Time([double] $Microseconds) {
    $culture = [cultureinfo]::InvariantCulture
    if ($Microseconds -ge 10000) { ($Microseconds / 1000).ToString('0.0', $culture) + ' ms' } else { $Microseconds.ToString('0.00', $culture) + ' µs' }
}

function ConvertTo-MarkdownTable($Rows) {
    $names = $Rows[0].psobject.Properties.Name
    '| ' + ($names -join ' | ') + ' |'
    '|' + ('---|' * $names.Count)
    foreach ($row in $Rows) { '| ' + (($names | ForEach-Object { $row.$_ }) -join ' | ') + ' |' }
}

$program = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'Release', 'net8.0', 'AwsOtel.Benchmarks.dll')
dotnet build $PSScriptRoot --nologo -v q -c Release | Out-Host
if ($LASTEXITCODE -ne 0) { throw "dotnet build ended with exit code $LASTEXITCODE" }
$arguments = @($program, $OutPath)
$node = Join-Path $PSScriptRoot node
if (Install-NodePackage $node) { $arguments += $node }
dotnet @arguments | Out-Host
if ($LASTEXITCODE -ne 0) { throw "The benchmark ended with exit code $LASTEXITCODE" }

$report = Get-Content $OutPath -Raw | ConvertFrom-Json
# In processes of their own: what they load must not be here before.
$common = "-ModulePath '$ModulePath' -ProgramPath '$program'"
foreach ($script in 'Measure-Cmdlet.ps1', 'Measure-Start.ps1') {
    $json = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -Command "& '$(Join-Path $PSScriptRoot $script)' $common | ConvertTo-Json"
    if ($LASTEXITCODE -ne 0) { throw "$script ended with exit code $LASTEXITCODE" }
    $report.results += $json | ConvertFrom-Json | ForEach-Object {
        [pscustomobject]@{ call = $_.Call; case = $_.Case; minimumMicroseconds = $_.MinimumMicroseconds; medianMicroseconds = $_.MedianMicroseconds; medianBytes = $_.MedianBytes }
    }
}
$report | ConvertTo-Json -Depth 4 | Set-Content $OutPath
$rows = @(Format-Result $report.results)
$exporters = @(Format-Exporter $report.exporters)
$rows, $exporters | ForEach-Object { $_ | Format-Table -AutoSize | Out-String -Width 160 | Out-Host }
"Written to $OutPath"

if ($UpdateReadme) {
    $readme = [System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'README.md')
    $table = @(
        "Measured on $(([datetime]$report.time).ToString('yyyy-MM-dd')) with $($report.machine.cores) cores, $($report.machine.os), $($report.machine.runtime), PowerShell $($PSVersionTable.PSVersion)."
        ''
        ConvertTo-MarkdownTable $rows
        ''
        ConvertTo-MarkdownTable $exporters
    ) -join "`n"
    $pattern = '(?s)(?<=<!-- benchmark -->\n).*?(?=<!-- /benchmark -->)'
    $text = Get-Content $readme -Raw
    if ($text -notmatch $pattern) { throw 'README.md has no place for the benchmark: <!-- benchmark --> ... <!-- /benchmark -->.' }
    Set-Content $readme ([regex]::Replace($text, $pattern, { "$table`n" })) -NoNewline
}
