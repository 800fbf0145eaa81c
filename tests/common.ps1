# Dot-sourced by every Pester file's BeforeAll: the module under test, the local servers, and how to ask them.

$ErrorActionPreference = 'Stop'

# Nothing of the machine that runs the tests may decide what they see.
Get-ChildItem env:OTEL_*, env:TRACEPARENT, env:TRACESTATE, env:BAGGAGE -ErrorAction Ignore | Remove-Item
$env:AWS_EC2_METADATA_DISABLED = 'true'
# Nor is anything left where the user's own sessions would find it. The children of a test have what it gives them.
if (-not $env:AWSOTEL_STATE) { $env:AWSOTEL_STATE = $env:XDG_STATE_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-state-$PID" }

Import-Module (Join-Path $PSScriptRoot LocalAws.psm1)
$ModulePath = $env:AWSOTEL_MODULE ? $env:AWSOTEL_MODULE : (Join-Path $PSScriptRoot .. AwsOtel.psd1)
if (-not $env:AWSOTEL_LOCAL -or -not (Test-Path $env:AWSOTEL_LOCAL)) { $env:AWSOTEL_LOCAL = (Start-LocalAws).StatePath }
$Local = Get-Content $env:AWSOTEL_LOCAL -Raw | ConvertFrom-Json

# To splat on every call: where, and as whom.
$S3 = @{ EndpointUrl = $Local.s3.endpoint; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }
$Ddb = @{ EndpointUrl = $Local.dynamodb.endpoint; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }

function Add-Fault {
    # Schedules an answer of the local servers; see tests/local/README.md.
    param([hashtable] $Fault)
    Invoke-RestMethod "$($Local.controlEndpoint)/faults" -Method Post -ContentType application/json -Body ($Fault | ConvertTo-Json) | Out-Null
}

function Clear-Fault { Invoke-RestMethod "$($Local.controlEndpoint)/faults" -Method Delete | Out-Null }

function Get-ServerRequest {
    # The requests that a local server received since Clear-ServerRequest.
    param([string] $Service)
    (Invoke-RestMethod "$($Local.controlEndpoint)/requests?service=$Service") | ForEach-Object { $_ }
}

function Clear-ServerRequest { Invoke-RestMethod "$($Local.controlEndpoint)/requests" -Method Delete | Out-Null }

function Get-ReceivedExport {
    # The OTLP trace requests that the receiver decoded since Clear-Receiver.
    (Invoke-RestMethod "$($Local.controlEndpoint)/otlp/traces") | ForEach-Object { $_ }
}

function Clear-Receiver { Invoke-RestMethod "$($Local.controlEndpoint)/otlp" -Method Delete | Out-Null }

function Get-OtlpValue {
    # A value of OTLP JSON as a PowerShell value.
    param($Value)
    foreach ($kind in $Value.psobject.Properties) {
        switch ($kind.Name) {
            intValue { return [long]$kind.Value }
            doubleValue { return [double]$kind.Value }
            arrayValue { return , @($kind.Value.values | ForEach-Object { Get-OtlpValue $_ }) }
            default { return $kind.Value }
        }
    }
}

function ConvertFrom-OtlpRequest {
    # The spans of OTLP JSON trace requests, flat: one object a span, with its attributes as a hashtable.
    param([Parameter(ValueFromPipeline)] $Request)
    process {
        foreach ($resourceSpans in $Request.resourceSpans) {
            $resource = @{}
            foreach ($attribute in $resourceSpans.resource.attributes) { $resource[$attribute.key] = Get-OtlpValue $attribute.value }
            foreach ($scopeSpans in $resourceSpans.scopeSpans) {
                foreach ($span in $scopeSpans.spans) {
                    # Protobuf leaves an empty status out.
                    $status = $span.psobject.Properties['status']?.Value
                    $attributes = @{}
                    foreach ($attribute in $span.attributes) { $attributes[$attribute.key] = Get-OtlpValue $attribute.value }
                    [pscustomobject]@{
                        Name         = $span.name
                        TraceId      = $span.traceId
                        SpanId       = $span.spanId
                        ParentSpanId = "$($span.psobject.Properties['parentSpanId']?.Value)"
                        Kind         = [int]$span.kind
                        Status       = $status ? [int]$status.psobject.Properties['code']?.Value : 0
                        Attributes   = $attributes
                        Resource     = $resource
                        Scope        = $scopeSpans.scope.name
                        Raw          = $span
                    }
                }
            }
        }
    }
}

# Everything that JSON says, as sorted lines of path and value. Attributes go by their keys; what is empty says nothing, as in protobuf.
function Format-Json($Node, [string] $Path = '') {
    if ($null -eq $Node -or ($Node -is [string] -and $Node -eq '')) { return }
    if ($Node -is [System.Collections.IList]) {
        for ($i = 0; $i -lt $Node.Count; $i++) {
            $isAttribute = $Node[$i].psobject.Properties['key']
            Format-Json ($isAttribute ? $Node[$i].value : $Node[$i]) "$Path/$($isAttribute ? $Node[$i].key : $i)"
        }
    }
    elseif ($Node -is [pscustomobject]) {
        foreach ($property in $Node.psobject.Properties) { Format-Json $property.Value "$Path/$($property.Name)" }
    }
    else { "$Path = $($Node.GetType().Name) $Node" }
}

# Each span by its id, with the resource and the scope that it came with.
function Get-SpanText([object[]] $Request) {
    $text = @{}
    foreach ($resourceSpans in $Request.resourceSpans) {
        foreach ($scopeSpans in $resourceSpans.scopeSpans) {
            foreach ($span in $scopeSpans.spans) {
                $text[$span.spanId] = (@(Format-Json $resourceSpans.resource resource; Format-Json $scopeSpans.scope scope; Format-Json $span span) | Sort-Object) -join "`n"
            }
        }
    }
    $text
}

function Get-SpanTree {
    # The spans of a trace as lines of names, each indented under its parent, siblings by start: to be compared whole.
    param([object[]] $Span)
    $ids = @($Span.SpanId)
    function Write-Branch([string] $Parent, [string] $Indent) {
        foreach ($child in $Span | Where-Object { $Parent ? $_.ParentSpanId -eq $Parent : $_.ParentSpanId -notin $ids } | Sort-Object StartTime) {
            "$Indent$($child.Name)$($child.Status -eq 'Error' ? ' !' : '')"
            Write-Branch $child.SpanId "$Indent  "
        }
    }
    Write-Branch '' ''
}

function Get-ReceivedTree {
    # The spans that the receiver got since Clear-Receiver as lines, each indented under its parent, siblings in alphabetical order: to be
    # compared whole, also where work runs side by side. A parent that is no span of these has a line of its own.
    $span = @(Get-ReceivedExport | ForEach-Object request | ConvertFrom-OtlpRequest)
    $ids = @($span.SpanId)
    function Get-Branch([string] $Parent, [string] $Indent) {
        [string[]] $branch = @($span | Where-Object ParentSpanId -EQ $Parent | ForEach-Object {
                $label = "$($_.Name) $($_.Attributes['aws.s3.bucket'])".TrimEnd()
                (@("$Indent$label") + @(Get-Branch $_.SpanId "$Indent  ")) -join "`n"
            })
        [array]::Sort($branch, [System.StringComparer]::Ordinal)
        $branch
    }
    $foreign = $span | Where-Object { $_.ParentSpanId -and $_.ParentSpanId -notin $ids } | ForEach-Object ParentSpanId | Sort-Object -Unique
    $lines = @(Get-Branch '' '') + @($foreign | ForEach-Object { "under $_"; Get-Branch $_ '  ' })
    $lines | ForEach-Object { $_ -split "`n" }
}

function Invoke-ChildPwsh {
    # Runs a script in a process of its own and returns its output, error text and exit code.
    param([string] $Script, [hashtable] $Environment = @{}, [string[]] $ArgumentList = @())
    $file = Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-$([guid]::NewGuid().ToString('n')).ps1"
    Set-Content $file $Script
    try {
        $start = [System.Diagnostics.ProcessStartInfo]@{
            FileName = [System.Environment]::ProcessPath; RedirectStandardOutput = $true; RedirectStandardError = $true; UseShellExecute = $false
        }
        # PowerShell as a .NET tool has no program of its own.
        if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
        foreach ($argument in @('-NoProfile', '-NoLogo', '-File', $file) + $ArgumentList) { $start.ArgumentList.Add($argument) }
        $start.Environment['NO_COLOR'] = '1'
        foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
        $process = [System.Diagnostics.Process]::Start($start)
        $outTask = $process.StandardOutput.ReadToEndAsync()
        $errTask = $process.StandardError.ReadToEndAsync()
        $process.WaitForExit()
        [pscustomobject]@{ Out = $outTask.Result; Err = $errTask.Result; ExitCode = $process.ExitCode }
    }
    finally { Remove-Item $file -ErrorAction Ignore }
}
