# Runs an example against local AWS, and puts the tree that it printed into its README.

Set-StrictMode -Version 3

function Get-Example {
    <#
    .SYNOPSIS
        The names of the examples: each folder that has a script of its own name.
    #>
    (Get-ChildItem $PSScriptRoot -Directory | Where-Object { Test-Path (Join-Path $_.FullName "$($_.Name).ps1") }).Name
}

function Get-MissingModule {
    <#
    .SYNOPSIS
        The modules that an example requires and that are not installed.
    #>
    param([Parameter(Mandatory)] [string] $Name)
    $script = [System.Management.Automation.Language.Parser]::ParseFile((Join-Path $PSScriptRoot $Name "$Name.ps1"), [ref]$null, [ref]$null)
    $script.ScriptRequirements.RequiredModules.Name | Where-Object { -not (Get-Module -ListAvailable $_) }
}

function Invoke-Example {
    <#
    .SYNOPSIS
        Runs an example's script in a runspace of its own, and returns its trace and what it wrote.
    .DESCRIPTION
        Where it has a crontab, that one's line is run instead, in a process of its own.

        Prepare.ps1 beside the script, where there is one, makes what the script needs and is not traced. It returns the script's parameters.
    .PARAMETER ModulePath
        The manifest of the packaged module, in a folder AwsOtel/<version>: the examples import it by name.
    .PARAMETER LocalAws
        What Start-LocalAws has returned.
    .PARAMETER StandInPath
        A folder of modules for what is not installed: what Get-StandInPath has returned.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [string] $ModulePath,
        [Parameter(Mandatory)] [psobject] $LocalAws,
        [Parameter(Mandatory)] [string] $StandInPath
    )
    $ErrorActionPreference = 'Stop'
    $folder = Join-Path $PSScriptRoot $Name
    $modules = Split-Path $ModulePath | Split-Path | Split-Path
    if (-not (Test-Path (Join-Path $modules AwsOtel))) { throw "$ModulePath is not in a folder AwsOtel/<version>; see build.ps1 -Task Package." }
    $work = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-$Name-$([guid]::NewGuid().ToString('n'))")
    # The variables by which any AWS SDK finds its endpoint and credentials, and those that say where the trace goes: no example speaks of them.
    $variables = @{
        AWS_ENDPOINT_URL_S3         = $LocalAws.s3.endpoint
        AWS_ENDPOINT_URL_DYNAMODB   = $LocalAws.dynamodb.endpoint
        AWS_ENDPOINT_URL_SQS        = $LocalAws.sqs.endpoint
        AWS_ENDPOINT_URL_LAMBDA     = $LocalAws.lambda.endpoint
        AWS_ACCESS_KEY_ID           = 'example'
        AWS_SECRET_ACCESS_KEY       = 'example'
        AWS_REGION                  = 'eu-central-1'
        OTEL_TRACES_EXPORTER        = 'file'
        OTEL_EXPORTER_OTLP_ENDPOINT = $LocalAws.otlp.httpEndpoint
        OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf'
        XDG_STATE_HOME              = Join-Path $work state
        PSModulePath                = $modules, $env:PSModulePath, $StandInPath -join [System.IO.Path]::PathSeparator
    }
    $before = @{}
    foreach ($variable in $variables.Keys) {
        $before[$variable] = [System.Environment]::GetEnvironmentVariable($variable)
        Set-Item "env:$variable" $variables[$variable]
    }
    $shell = [powershell]::Create()
    try {
        $prepare = Join-Path $folder Prepare.ps1
        $parameters = (Test-Path $prepare) ? (& $prepare -LocalAws $LocalAws -Folder $work) : @{}
        $null = $shell.AddCommand('Set-Location').AddArgument($work.FullName).Invoke()
        $shell.Commands.Clear()
        $output = (Test-Path (Join-Path $folder crontab)) ? (Invoke-CronLine $folder) : $shell.AddCommand((Join-Path $folder "$Name.ps1")).AddParameters($parameters).Invoke()
        $shell.Commands.Clear()
        $files = @(Get-ChildItem (Join-Path $work state) -Recurse -Filter *.jsonl)
        if ($files.Count -ne 1) { throw "$Name has written $($files.Count) traces instead of one." }
        $tree = $shell.AddCommand('Show-OtelTrace').AddParameters(@{ Path = $files[0].FullName; Width = 100 }).Invoke()
        $shell.Commands.Clear()
        $spans = $shell.AddCommand('Import-OtelTrace').AddParameters(@{ Path = $files[0].FullName }).Invoke()
        [pscustomobject]@{
            Span        = @($spans)
            Output      = @($output)
            Tree        = @($tree)
            Error       = @($shell.Streams.Error)
            Warning     = @($shell.Streams.Warning)
            Information = @($shell.Streams.Information)
        }
    }
    finally {
        $shell.Dispose()
        foreach ($variable in $before.Keys) { [System.Environment]::SetEnvironmentVariable($variable, $before[$variable]) }
        Remove-Item $work -Recurse -Force
    }
}

function Invoke-CronLine {
    # Runs the last line of a crontab as cron would, with the script where it is here.
    param([string] $Folder)
    $program, $arguments = (Get-Content (Join-Path $Folder crontab))[-1] -split '\s+', 7 | Select-Object -Last 2
    if ($program -ne 'pwsh') { throw "The crontab runs $program." }
    $start = [System.Diagnostics.ProcessStartInfo]@{
        FileName = [System.Environment]::ProcessPath; Arguments = $arguments.Replace('~/ops', $Folder); RedirectStandardOutput = $true
    }
    # PowerShell as a .NET tool has no program of its own.
    if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.Arguments = """$(Join-Path $PSHOME pwsh.dll)"" $($start.Arguments)" }
    $process = [System.Diagnostics.Process]::Start($start)
    $text = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "The crontab's line ended with exit code $($process.ExitCode)." }
    $text.TrimEnd() -split '\r?\n'
}

function Update-Tree {
    <#
    .SYNOPSIS
        Replaces what is between the markers tree:begin and tree:end of a file; a file without them stays as it is.
    #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        [Parameter(Mandatory)] [string] $Tree
    )
    if (-not (Test-Path $Path)) { return }
    $text = Get-Content $Path -Raw
    $begin = '<!-- tree:begin -->'
    $end = '<!-- tree:end -->'
    $from = "$text".IndexOf($begin)
    $to = "$text".IndexOf($end)
    if ($from -lt 0 -or $to -lt $from) { return }
    Set-Content $Path ($text.Substring(0, $from) + "$begin`n``````text`n$Tree`n```````n" + $text.Substring($to)) -NoNewline
    Write-Host "Updated $Path"
}

Export-ModuleMember -Function Get-Example, Get-MissingModule, Invoke-Example, Update-Tree
