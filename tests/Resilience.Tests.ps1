# What goes wrong around a session, or is made to go wrong, stays there: the script, its process and the next session are as without.

BeforeDiscovery {
    $refusals = @(
        @{ Case = 'an interval of the metrics'; Variable = @{ OTEL_METRIC_EXPORT_INTERVAL = '0' }; Parameter = @{ Exporter = 'File'; MetricExporter = 'Otlp' } }
        @{ Case = 'a certificate that is not there'; Variable = @{ OTEL_EXPORTER_OTLP_CERTIFICATE = '/nonexistent.pem' }; Parameter = @{ Endpoint = 'https://127.0.0.1:9'; Protocol = 'Grpc' } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $stateHomeBefore = $env:XDG_STATE_HOME
    $Common = Join-Path $PSScriptRoot common.ps1
    $Bucket = "resilience-$([guid]::NewGuid().ToString('n'))"
    $null = New-S3Bucket -BucketName $Bucket @S3

    # Who waits for a time-out shall see it; how much longer a busy machine takes is no defect.
    $Slack = [timespan]::FromSeconds(5)

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function New-TracePath { Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).jsonl" }

    function Read-TraceFile([string] $Path) { Get-Content $Path | ConvertFrom-Json | ConvertFrom-OtlpRequest }

    function Test-Listened { [System.Diagnostics.ActivitySource]::new('AwsOtel').HasListeners() }

    # Takes connections and never answers.
    function New-BlackHole {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $listener
    }

    function Get-ReceivedMetricName {
        Invoke-RestMethod "$($Local.controlEndpoint)/otlp/metrics" | ForEach-Object { $_ } | ForEach-Object { $_.request.resourceMetrics.scopeMetrics.metrics.name } | Sort-Object -Unique
    }

    function Invoke-Fact([string] $Script, [string[]] $ArgumentList = @()) {
        $run = Invoke-ChildPwsh -ArgumentList (@($Common) + $ArgumentList) "param(`$Common, `$Folder)`n. `$Common`n`$facts = [ordered]@{}`n$Script`n`$facts | ConvertTo-Json -Depth 5"
        if ($run.ExitCode -ne 0 -or $run.Err) { throw "The process ended with $($run.ExitCode): $($run.Err)$($run.Out)" }
        $run.Out | ConvertFrom-Json
    }
}

AfterAll { [System.Environment]::SetEnvironmentVariable('XDG_STATE_HOME', $stateHomeBefore ?? [NullString]::Value) }

Describe 'Resilience' {
    BeforeEach {
        $env:XDG_STATE_HOME = Join-Path $TestDrive "state-$([guid]::NewGuid().ToString('n'))"
        Clear-Receiver
    }

    AfterEach {
        Stop-AllSession
        Clear-Fault
        Get-ChildItem env:OTEL_* | Remove-Item
    }

    Context 'Somebody else''s listener that throws' {
        BeforeAll {
            $Library = Join-Path $TestDrive RudeListener.dll
            Add-Type -OutputAssembly $Library @'
using System;
using System.Diagnostics;
using System.Diagnostics.Metrics;

public static class RudeListener
{
    public static IDisposable Listen(string to)
    {
        Action<Activity> rude = _ => throw new InvalidOperationException("rude");
        switch (to)
        {
            case "spans that start":
                return Add(new ActivityListener { ActivityStarted = rude });
            case "spans that end":
                return Add(new ActivityListener { ActivityStopped = rude });
            case "measurements of AwsOtel":
            case "measurements of AWSSDK":
                // Only meters that are there because of a session: others throw without one as well.
                var meters = new MeterListener
                {
                    InstrumentPublished = (instrument, listener) =>
                    {
                        if (instrument.Meter.Name.StartsWith(to.Substring("measurements of ".Length), StringComparison.Ordinal))
                            listener.EnableMeasurementEvents(instrument);
                    },
                };
                meters.SetMeasurementEventCallback<long>((a, b, c, d) => throw new InvalidOperationException("rude"));
                meters.SetMeasurementEventCallback<double>((a, b, c, d) => throw new InvalidOperationException("rude"));
                meters.Start();
                return meters;
            default:
                return null;
        }
    }

    private static ActivityListener Add(ActivityListener listener)
    {
        listener.ShouldListenTo = source => source.Name == "AwsOtel";
        listener.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded;
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
'@
            # What the script says and how it ends is compared; what AwsOtel says of itself goes to a file.
            function Invoke-Listened([string] $To) {
                $facts = New-TracePath
                $run = Invoke-ChildPwsh -ArgumentList $Common, $Library, $To, $facts @'
param($Common, $Library, $To, $FactFile)
. $Common
Import-Module $ModulePath, AWS.Tools.S3
Add-Type -Path $Library
$facts = [ordered]@{}
function Invoke-Call {
    "buckets: $((Get-S3Bucket @S3 | Measure-Object).Count -gt 0), $?"
    try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { "caught: $($_.FullyQualifiedErrorId), $($_.Exception.GetType())" }
}
function Invoke-Traced([string] $Name) {
    Start-OtelSession -Name $Name -Exporter Memory -MetricExporter Console -WarningVariable startWarning 3>$null
    Invoke-Call
    $session = Get-OtelSession
    $facts[$Name] = @{ OwnFailure = $session.OwnFailure; Sessions = @($session).Count }
    # The table of the metrics is for the eye, and has times.
    Stop-OtelSession -WarningVariable stopWarning 3>$null 6>$null | Out-Null
    $facts[$Name].Warnings = @(@($startWarning) + @($stopWarning) | ForEach-Object { "$_" })
    $facts[$Name].Left = @(Get-OtelSession).Count
    $facts[$Name].Spans = @(Get-OtelSpan).Count
}
$listener = [RudeListener]::Listen($To)
Invoke-Traced first
Invoke-Traced second
if ($listener) { $listener.Dispose() }
Invoke-Traced alone
"errors: $($Error.Count), current: $($null -eq [System.Diagnostics.Activity]::Current)"
$facts | ConvertTo-Json -Depth 4 | Set-Content $FactFile
$null = [RudeListener]::Listen($To)
Start-OtelSession -Name left -Path "$FactFile.spans" -MetricExporter Console
Invoke-Call
exit 3
'@
                $said = $run.Out -split "`n" | Where-Object { $_ -match '^(buckets|caught|errors): ' }
                [pscustomobject]@{ Said = $said; Err = $run.Err; ExitCode = $run.ExitCode; Facts = (Test-Path $facts) ? (Get-Content $facts -Raw | ConvertFrom-Json) : $null; File = "$facts.spans" }
            }

            $Alone = Invoke-Listened nothing
        }

        It 'is not there, and all is well: to know what to compare with' {
            $Alone.Said | Should -HaveCount 9
            $Alone.ExitCode | Should -Be 3
            $Alone.Err | Should -BeNullOrEmpty
            foreach ($session in 'first', 'second', 'alone') {
                $Alone.Facts.$session.Warnings | Should -BeNullOrEmpty
                $Alone.Facts.$session.Spans | Should -Be 5
            }
            (Read-TraceFile $Alone.File).Count | Should -Be 5
        }

        It 'at <To> is counted and told of, and changes neither what the script sees nor how it ends' -ForEach @(
            @{ To = 'spans that start'; Step = 'Could not start a span' }
            @{ To = 'spans that end'; Step = 'Could not end a span' }
            @{ To = 'measurements of AwsOtel'; Step = 'Could not end the span of a call' }
            @{ To = 'measurements of AWSSDK'; Step = 'Could not *' }
        ) {
            $run = Invoke-Listened $To
            $run.Said | Should -BeExactly $Alone.Said
            $run.Err | Should -BeExactly $Alone.Err
            $run.ExitCode | Should -Be 3 -Because 'a session that was never stopped leaves the exit code alone'
            foreach ($session in 'first', 'second') {
                $facts = $run.Facts.$session
                $facts.OwnFailure | Where-Object { $_ -like "${Step}: InvalidOperationException: rude" } | Should -Not -BeNullOrEmpty
                $facts.Warnings | Where-Object { $_ -like '*failure* of AwsOtel itself; the script was not affected*rude' } | Should -HaveCount 1
                $facts.Sessions, $facts.Left | Should -Be 1, 0
            }
            # Each failure once: none is left for the session after.
            $run.Facts.alone.Warnings | Should -BeNullOrEmpty
            $run.Facts.alone.Spans | Should -Be 5
        }
    }

    Context 'A Start that an exporter''s own variable refuses' {
        It 'leaves nothing: <Case>' -ForEach $refusals {
            $path = New-TracePath
            $hook = $ExecutionContext.InvokeCommand.PostCommandLookupAction
            $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            { Start-OtelSession -Path $path @Parameter } | Should -Throw -ErrorId 'ExporterNotStarted,*'
            Get-OtelSession | Should -BeNullOrEmpty
            Test-Listened | Should -BeFalse
            $ExecutionContext.InvokeCommand.PostCommandLookupAction | Should -Be $hook
            Test-Path $path | Should -BeFalse

            $Variable.Keys | ForEach-Object { Remove-Item "env:$_" }
            Start-OtelSession -Name next -Exporter Memory -WarningVariable warning
            Test-Listened | Should -BeTrue
            $null = Get-S3Bucket @S3
            $result = Stop-OtelSession -PassThru -WarningVariable +warning 6>$null
            $warning | Should -BeNullOrEmpty
            $result.ExportedCount | Should -Be 3
            Get-SpanTree (Get-OtelSpan) | Should -BeExactly 'next', '  Get-S3Bucket', '    S3.ListBuckets'
            Test-Path $path | Should -BeFalse
            Get-ReceivedExport | Should -BeNullOrEmpty
            Test-Listened | Should -BeFalse
        }

        It 'leaves a file that was there as it was' {
            $path = New-TracePath
            Set-Content $path '{}'
            $env:OTEL_METRIC_EXPORT_INTERVAL = '0'
            { Start-OtelSession -Path $path -MetricExporter Otlp } | Should -Throw -ErrorId 'ExporterNotStarted,*'
            Get-Content $path | Should -BeExactly '{}'
            # Nobody holds it.
            [System.IO.File]::Open($path, 'Open', 'ReadWrite', 'None').Dispose()
        }
    }

    Context 'The module in a second runspace' {
        It 'does not touch the session of the first: <Case>' -ForEach @(
            @{ Case = 'Import-Module -Force'; Script = 'Import-Module $args[0]; Import-Module $args[0] -Force' }
            @{ Case = 'Remove-Module'; Script = 'Import-Module $args[0]; Remove-Module AwsOtel' }
        ) {
            $hook = $ExecutionContext.InvokeCommand.PostCommandLookupAction
            Start-OtelSession -Name first -Exporter Memory
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript($Script).AddArgument($ModulePath).Invoke()
                $shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally { $shell.Runspace.Dispose(); $shell.Dispose() }
            (Get-OtelSession).Name | Should -BeExactly first
            (Get-OtelSession).Depth | Should -Be 0
            $null = Get-S3Bucket @S3
            Stop-OtelSession -WarningVariable warning 6>$null
            $warning | Should -BeNullOrEmpty
            Get-OtelSession | Should -BeNullOrEmpty
            Get-SpanTree (Get-OtelSpan) | Should -BeExactly 'first', '  Get-S3Bucket', '    S3.ListBuckets'
            $ExecutionContext.InvokeCommand.PostCommandLookupAction | Should -Be $hook
            (Start-OtelSession -Exporter Memory -PassThru).Depth | Should -Be 0
        }
    }

    Context 'Sessions of runspaces that close' {
        It 'end with them, and are delivered' {
            $files = 1..3 | ForEach-Object { New-TracePath }
            $files | ForEach-Object -Parallel {
                Import-Module $using:ModulePath
                $s3 = $using:S3
                Start-OtelSession -Name closing -Path $_
                $null = Get-S3Bucket @s3
            } -UseNewRunspace -ThrottleLimit 1
            Test-Listened | Should -BeFalse
            foreach ($file in $files) { (Read-TraceFile $file).Name | Should -BeExactly 'S3.ListBuckets', 'Get-S3Bucket', 'closing' }

            $session = Start-OtelSession -Name next -Exporter Memory -PassThru -WarningVariable warning
            $warning | Should -BeNullOrEmpty
            $session.Exporter | Should -Be Memory
            $session.Depth | Should -Be 0
            $null = Get-S3Bucket @S3
            Stop-OtelSession 6>$null
            Get-SpanTree (Get-OtelSpan) | Should -BeExactly 'next', '  Get-S3Bucket', '    S3.ListBuckets'
        }
    }

    Context 'A command that PowerShell has under another name, or anew' {
        It 'is itself with a prefix' {
            $facts = Invoke-Fact @'
Import-Module $ModulePath, AWS.Tools.S3
function Get-Fact {
    try { Get-MyS3ObjectV2 -BucketName no-such-bucket @S3 } catch { $_.InvocationInfo.MyCommand.Name; $_.InvocationInfo.InvocationName; $_.FullyQualifiedErrorId }
}
Start-OtelSession -Exporter Memory
# Seen under its own name first.
try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $facts.Own = $_.InvocationInfo.MyCommand.Name }
Import-Module AWS.Tools.S3 -Prefix My
$facts.During = @(Get-Fact)
Stop-OtelSession
$span = Get-OtelSpan Get-MyS3ObjectV2
$facts.Count = @($span).Count
$facts.Attributes = $span.Attributes
$facts.After = @(Get-Fact)
'@
            $facts.Own | Should -BeExactly Get-S3ObjectV2
            $facts.After[0] | Should -BeExactly Get-MyS3ObjectV2
            $facts.During | Should -BeExactly $facts.After
            $facts.Count | Should -Be 1
            $facts.Attributes.'code.function.name' | Should -BeExactly 'AWS.Tools.S3\Get-MyS3ObjectV2'
            $facts.Attributes.psobject.Properties.Name | Should -Not -Contain aws.cmdlet.alias
        }

        It 'is of the module that was imported last' {
            $facts = Invoke-Fact @'
Import-Module $ModulePath, AWS.Tools.S3
function Get-ModuleOfError { try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $_.InvocationInfo.MyCommand.Module } }
Start-OtelSession -Exporter Memory
$first = Get-Module AWS.Tools.S3
$facts.First = [object]::ReferenceEquals($first, (Get-ModuleOfError))
Remove-Module AWS.Tools.S3
Import-Module AWS.Tools.S3
$second = Get-Module AWS.Tools.S3
$facts.Renewed = -not [object]::ReferenceEquals($first, $second)
$facts.Second = [object]::ReferenceEquals($second, (Get-ModuleOfError))
Stop-OtelSession
$facts.Spans = @(Get-OtelSpan Get-S3ObjectV2).Count
'@
            $facts.First, $facts.Renewed, $facts.Second | Should -Be $true, $true, $true
            $facts.Spans | Should -Be 2
        }
    }

    Context 'A receiver that is dead' {
        BeforeAll {
            # Stops the pipeline of Stop-OtelSession, as Ctrl-C does, while it waits.
            function Invoke-InterruptedStop($Runspace, [hashtable] $Parameter) {
                $start = [powershell]::Create($Runspace).AddScript('param($Module, $Parameter) Import-Module $Module; Start-OtelSession @Parameter -TimeoutSec 30')
                $null = $start.AddArgument($ModulePath).AddArgument($Parameter).Invoke()
                if ($start.HadErrors) { throw $start.Streams.Error[0] }
                $shell = [powershell]::Create($Runspace).AddScript('Stop-OtelSession')
                $running = $shell.BeginInvoke()
                Start-Sleep -Milliseconds 700
                $waited = -not $running.IsCompleted
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $null = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(20000)
                [pscustomobject]@{ Waited = $waited; Elapsed = $clock.Elapsed; State = $shell.InvocationStateInfo.State }
            }
        }

        It 'lets Stop-OtelSession be interrupted, over <_>' -ForEach 'Grpc', 'HttpProtobuf' {
            $hole = New-BlackHole
            $runspace = [runspacefactory]::CreateRunspace()
            $runspace.Open()
            try {
                $run = Invoke-InterruptedStop $runspace @{ Endpoint = "http://$($hole.LocalEndpoint)"; Protocol = $_ }
                $run.Waited | Should -BeTrue -Because 'the receiver does not answer'
                $run.Elapsed | Should -BeLessThan $Slack
                $run.State | Should -Be Stopped
                [powershell]::Create($runspace).AddScript('Get-OtelSession').Invoke() | Should -BeNullOrEmpty
            }
            finally { $hole.Stop(); $runspace.Dispose() }
        }

        It 'and is still waited for takes no span of the next session' {
            $hole = New-BlackHole
            $runspace = [runspacefactory]::CreateRunspace()
            $runspace.Open()
            try {
                $path = New-TracePath
                $null = Invoke-InterruptedStop $runspace @{ Endpoint = "http://$($hole.LocalEndpoint)"; Exporter = 'Otlp', 'File'; Path = $path; Name = 'cut' }
                Start-OtelSession -Name next -Exporter Memory -WarningVariable warning
                $null = Get-S3Bucket @S3
                Stop-OtelSession -WarningVariable +warning 6>$null
                $warning | Should -BeNullOrEmpty
                Get-SpanTree (Get-OtelSpan) | Should -BeExactly 'next', '  Get-S3Bucket', '    S3.ListBuckets'
                (Read-TraceFile $path).Name | Should -BeExactly cut
            }
            finally { $hole.Stop(); $runspace.Dispose() }
        }

        It 'of traces takes no time from the metrics' {
            $hole = New-BlackHole
            try {
                $env:OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = "http://$($hole.LocalEndpoint)"
                $env:OTEL_EXPORTER_OTLP_METRICS_ENDPOINT = "$($Local.otlp.httpEndpoint)/v1/metrics"
                $env:OTEL_EXPORTER_OTLP_METRICS_PROTOCOL = 'http/protobuf'
                Start-OtelSession -Exporter Otlp -MetricExporter Otlp -TimeoutSec 1
                $null = Get-S3Bucket @S3
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                Stop-OtelSession -WarningVariable warning 3>$null 6>$null
                $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(1) + $Slack)
                @($warning) | Should -HaveCount 1
                $warning | Should -BeLike '*3 spans of 3 could not be delivered to Otlp*'
                Get-ReceivedMetricName | Should -Contain rpc.client.call.duration
            }
            finally { $hole.Stop() }
        }

        It 'of metrics takes none from the traces, and is told of once' {
            $hole = New-BlackHole
            try {
                $env:OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = $Local.otlp.grpcEndpoint
                $env:OTEL_EXPORTER_OTLP_METRICS_ENDPOINT = "http://$($hole.LocalEndpoint)"
                Start-OtelSession -Exporter Otlp -MetricExporter Otlp -TimeoutSec 1
                $null = Get-S3Bucket @S3
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
                $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(1) + $Slack)
                @($warning) | Should -HaveCount 1
                $warning | Should -BeLike '*metrics could not be delivered to Otlp*'
                $result.ExportedCount, $result.DroppedCount | Should -Be 3, 0
            }
            finally { $hole.Stop() }
        }
    }

    Context 'Credentials in an endpoint' {
        BeforeAll {
            $Secrets = 'canaryPW|canaryKEY'

            function Assert-NoSecret($Thing) {
                foreach ($text in ($Thing | Out-String), ($Thing | Format-List * -Force | Out-String), ($Thing | ConvertTo-Json -Depth 4 -WarningAction Ignore)) {
                    $text | Should -Not -Match $Secrets
                }
            }
        }

        It 'are sent and not shown: <_>' -ForEach 'Grpc', 'HttpProtobuf' {
            $session = Start-OtelSession -Endpoint 'http://user:canaryPW@127.0.0.1:9/?api_key=canaryKEY' -Protocol $_ -MetricExporter Otlp -TimeoutSec 1 -PassThru
            Assert-NoSecret $session
            Assert-NoSecret (Get-OtelSession)
            "$($session.Endpoint)" | Should -BeLike 'http://127.0.0.1:9/*'
            Start-OtelSession -Name inner -Exporter Memory -WarningVariable warning 3>$null
            @($warning) | Should -HaveCount 1
            Assert-NoSecret $warning
            Stop-OtelSession 6>$null
            $null = Get-S3Bucket @S3
            $result = Stop-OtelSession -PassThru -WarningVariable warning -InformationVariable information 3>$null 6>$null
            @($warning) | Should -HaveCount 2
            @($information) | Should -HaveCount 1
            $warning, $information, $result | ForEach-Object { Assert-NoSecret $_ }
        }

        It 'are not in the refusal of an address with <Case>' -ForEach @(
            @{ Case = 'another scheme'; Address = 'ftp://user:canaryPW@127.0.0.1:9/?api_key=canaryKEY' }
            @{ Case = 'a port that is none'; Address = 'http://user:canaryPW@127.0.0.1:99999/?api_key=canaryKEY' }
            @{ Case = 'no host'; Address = 'http://user:canaryPW@/?api_key=canaryKEY' }
            @{ Case = 'a slash in the password'; Address = 'http://user:canaryPW/x@127.0.0.1:9/?api_key=canaryKEY' }
            @{ Case = 'a space'; Address = 'http://user:canaryPW@127.0.0.1 :9/?x=1&api_key=canaryKEY' }
            @{ Case = 'no scheme'; Address = 'user:canaryPW@127.0.0.1:9/?api_key=canaryKEY' }
            @{ Case = 'slashes and no scheme'; Address = '//user:canaryPW@127.0.0.1:9/?sig=canaryKEY' }
        ) {
            $refusals = @(
                try { Start-OtelSession -Endpoint $Address } catch { $_ }
                $env:OTEL_EXPORTER_OTLP_ENDPOINT = $Address
                try { Start-OtelSession } catch { $_ }
            )
            $refusals | Should -HaveCount 2
            foreach ($refusal in $refusals) {
                $refusal.FullyQualifiedErrorId | Should -BeLike 'InvalidEndpoint,*'
                "$refusal" | Should -Not -Match $Secrets
                "$($refusal.TargetObject)" | Should -Not -Match $Secrets
                "$($refusal.Exception)" | Should -Not -Match $Secrets
            }
        }
    }

    Context 'Control characters' {
        It 'of a trace file do not reach the terminal' {
            $path = New-TracePath
            $key = "a$([char]27)]0;title$([char]7)`nb`r$([char]0x9b)31m$([char]127)c"
            function New-Span([string] $Id, [string] $Parent, [string] $Name, [object[]] $Attribute) {
                @{
                    traceId = 'c' * 32; spanId = $Id; parentSpanId = $Parent; name = $Name; kind = 1; status = @{}
                    startTimeUnixNano = '1760000000000000000'; endTimeUnixNano = '1760000000050000000'; attributes = $Attribute
                }
            }
            $spans = @(
                New-Span 0000000000000001 '' "script$([char]27)[2J" @()
                New-Span 0000000000000002 0000000000000001 S3.PutObject @(@{ key = 'aws.s3.key'; value = @{ stringValue = $key } })
                New-Span 0000000000000003 0000000000000001 S3.GetObject @(@{ key = 'error.type'; value = @{ stringValue = "No`nSuch$([char]7)Key" } })
            )
            $resource = @{ attributes = @(@{ key = 'service.name'; value = @{ stringValue = "svc$([char]27)c`n" } }) }
            ConvertTo-Json -Compress -Depth 12 @{ resourceSpans = @(@{ resource = $resource; scopeSpans = @(@{ scope = @{ name = 'AwsOtel' }; spans = $spans }) }) } | Set-Content $path

            $lines = @(Show-OtelTrace $path -Width 200)
            $lines | Should -HaveCount 5
            $lines | Should -Not -Match '[\x00-\x1f\x7f-\x9f]'
            $mark = [char]0xfffd
            $lines[0] | Should -BeLikeExactly "*svc${mark}c${mark} *"
            $lines[2] | Should -BeLikeExactly "script${mark}``[2J *"
            $lines[3] | Should -BeLikeExactly "*S3.PutObject  a${mark}]0;title${mark}${mark}b${mark}${mark}31m${mark}c *"
            $lines[4] | Should -BeLikeExactly "*S3.GetObject  No${mark}Such${mark}Key *"
        }

        It 'of names and keys do not reach the console' {
            $run = Invoke-ChildPwsh -ArgumentList $Common, $Bucket @'
param($Common, $Bucket)
. $Common
Import-Module $ModulePath, AWS.Tools.S3
Start-OtelSession -Name "run$([char]27)[2J" -ServiceName "svc$([char]7)" -Exporter Console
try { Get-S3ObjectMetadata -BucketName $Bucket -Key "a$([char]27)[31m`nb$([char]7)" @S3 } catch { 'caught' }
Stop-OtelSession 6>$null
'@
            $run.Out | Should -Match caught
            $run.Out | Should -Match "S3\.HeadObject .*a\ufffd\[31m\ufffdb\ufffd "
            $run.Out | Should -Match "(?m)^run\ufffd\[2J "
            $run.Out | Should -Not -Match '[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]'
        }
    }

    Context 'A typed setting' {
        It 'wins over OTEL_TRACES_EXPORTER=none: <Name>' -ForEach @(
            @{ Name = '-Path'; Expected = 'File' }
            @{ Name = '-Endpoint'; Expected = 'Otlp' }
        ) {
            $env:OTEL_TRACES_EXPORTER = 'none'
            $path = New-TracePath
            $parameter = $Name -eq '-Path' ? @{ Path = $path } : @{ Endpoint = $Local.otlp.grpcEndpoint }
            (Start-OtelSession -Name typed @parameter -PassThru).Exporter | Should -Be $Expected
            (Stop-OtelSession -PassThru 6>$null).ExportedCount | Should -Be 1
            $Name -eq '-Path' ? (Read-TraceFile $path).Name : (Get-ReceivedExport).request.resourceSpans.scopeSpans.spans.name | Should -BeExactly typed
        }

        It 'for an exporter that is not typed is an error: <Name>' -ForEach @(
            @{ Name = 'Header'; Parameter = @{ Header = @{ 'api-key' = 'x' } } }
            @{ Name = 'Protocol'; Parameter = @{ Protocol = 'Grpc' } }
        ) {
            { Start-OtelSession -Exporter File @Parameter } | Should -Throw -ErrorId "Invalid$Name,*" -ExpectedMessage "-$Name is for the Otlp exporter, and -Exporter does not name it.*"
            Get-OtelSession | Should -BeNullOrEmpty
            Test-Path $env:XDG_STATE_HOME | Should -BeFalse
        }
    }

    Context 'Files of traces' {
        It 'of a process that runs outlive the clean-up of another' {
            $path = (Start-OtelSession -Name mine -PassThru).Path
            $folder = Split-Path $path
            # No process has this id on any system.
            100..229 | ForEach-Object { Set-Content (Join-Path $folder "29990101T000000.$($_)Z-$([int]::MaxValue)-a.jsonl") '' }
            $run = Invoke-ChildPwsh -ArgumentList $Common 'param($Common) . $Common; Import-Module $ModulePath; Start-OtelSession -Name other; Stop-OtelSession 6>$null'
            $run.Err | Should -BeNullOrEmpty
            @(Get-ChildItem $folder -Filter 2999*).Count | Should -BeLessThan 110 -Because 'the other session has cleaned up'
            Test-Path $path | Should -BeTrue
            $null = Get-S3Bucket @S3
            Stop-OtelSession 6>$null
            (Read-TraceFile $path).Name | Should -BeExactly 'S3.ListBuckets', 'Get-S3Bucket', 'mine'
        }

        It 'that another process locks take spans all the same where the system appends, and else hold the script up once and lose what is told of' -Skip:$IsMacOS {
            $path = New-TracePath
            Set-Content $path '{}'
            $script = Join-Path $TestDrive holder.ps1
            # Where AwsOtel locks.
            Set-Content $script @'
param($Path)
$file = [System.IO.FileStream]::new($Path, 'Open', 'ReadWrite', 'ReadWrite, Delete')
$file.Lock([long]::MaxValue - 1, 1)
Set-Content "$Path.held" x
$null = [Console]::In.ReadLine()
'@
            $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; RedirectStandardInput = $true; UseShellExecute = $false }
            if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
            '-NoProfile', '-File', $script, $path | ForEach-Object { $start.ArgumentList.Add($_) }
            function Measure-Run([string] $To) {
                Start-OtelSession -Path $To
                (Measure-Command { 1..20 | ForEach-Object { $null = Get-S3Bucket @S3 } }).TotalMilliseconds
            }
            $plain = Measure-Run (New-TracePath)
            (Stop-OtelSession -PassThru 6>$null).ExportedCount | Should -Be 41
            $holder = [System.Diagnostics.Process]::Start($start)
            try {
                $patience = [System.Diagnostics.Stopwatch]::StartNew()
                while (-not (Test-Path "$path.held") -and $patience.Elapsed.TotalSeconds -lt 20) { Start-Sleep -Milliseconds 20 }
                $held = Measure-Run $path
                $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
            }
            finally {
                $holder.StandardInput.Close()
                $holder.WaitForExit()
            }
            $held - $plain | Should -BeLessThan 5000
            if ($IsLinux) {
                # Of a local disk: see src/AwsOtel.Engine/Export/AppendMode.cs.
                $result.ExportedCount, $result.DroppedCount | Should -Be 41, 0
                $warning | Should -BeNullOrEmpty
                (Get-Content $path).Count | Should -Be 42
                return
            }
            $result.ExportedCount, $result.DroppedCount | Should -Be 0, 41
            @($warning) | Should -HaveCount 1
            $warning[0] | Should -BeLike "*41 spans of 41 could not be delivered to File*"
            Get-Content $path | Should -BeExactly '{}'
        }
    }

    Context 'A script that reads 200 bodies of the SDK''s own client' {
        It 'has 128 events of them in its span, in the file and at the receiver' {
            $path = New-TracePath
            $null = Write-S3Object -BucketName $Bucket -Key body -Content text @S3
            Start-OtelSession -Name bodies -Exporter File, Otlp -Path $path -Endpoint $Local.otlp.grpcEndpoint
            $client = [Amazon.S3.AmazonS3Client]::new(
                [Amazon.Runtime.BasicAWSCredentials]::new('test', 'test'),
                [Amazon.S3.AmazonS3Config]@{ ServiceURL = $S3.EndpointUrl; ForcePathStyle = $true; AuthenticationRegion = $S3.Region })
            try {
                foreach ($i in 1..200) {
                    $response = $client.GetObjectAsync($Bucket, 'body').GetAwaiter().GetResult()
                    [System.IO.StreamReader]::new($response.ResponseStream).ReadToEnd() | Should -BeExactly text
                    $response.Dispose()
                }
            }
            finally { $client.Dispose() }
            $result = Stop-OtelSession -PassThru 6>$null
            $result.SpanCount, $result.ExportedCount | Should -Be 201, 201
            $file = Read-TraceFile $path | Where-Object Name -EQ bodies
            $received = Get-ReceivedExport | ForEach-Object { $_.request.resourceSpans.scopeSpans.spans } | Where-Object name -EQ bodies
            @($file.Raw.events) | Should -HaveCount 128
            @($received.events) | Should -HaveCount 128
            $file.Raw.events.name | Sort-Object -Unique | Should -BeExactly aws.s3.body
        }
    }

    Context 'Keys that hold a signed address' {
        It 'lose its signature in every attribute, and reach the service whole' {
            $signed = '?X-Amz-Credential=canaryCREDENTIAL%2F20260101&X-Amz-Security-Token=canaryTOKEN&X-Amz-Signature=canarySIGNATURE&x=1'
            Start-OtelSession -Exporter Memory -LegacyAttribute
            $null = Write-S3Object -BucketName $Bucket -Key "k$signed" -Content text @S3
            $null = Copy-S3Object -BucketName $Bucket -Key "k$signed" -DestinationKey "copy$signed" @S3
            $null = Get-S3ObjectV2 -BucketName $Bucket -Prefix "copy$signed" @S3
            try { Get-S3ObjectMetadata -BucketName $Bucket -Key "none$signed" @S3 } catch { $null = $_ }
            $null = Remove-S3Object -BucketName $Bucket -KeyCollection "k$signed", "other$signed" -Force @S3
            Stop-OtelSession 6>$null
            (Get-S3ObjectV2 -BucketName $Bucket -Prefix copy @S3).Key | Should -BeExactly "copy$signed"

            $spans = Get-OtelSpan
            $put = $spans | Where-Object Name -EQ S3.PutObject
            $put.Attributes['aws.s3.key'] | Should -BeExactly 'k?X-Amz-Credential=[redacted]&X-Amz-Security-Token=[redacted]&X-Amz-Signature=[redacted]&x=1'
            ($spans | Where-Object Name -EQ S3.CopyObject).Attributes['aws.s3.copy_source'] | Should -BeLikeExactly '*k*redacted*'
            foreach ($span in $spans) {
                $span | ConvertTo-Json -Depth 6 | Should -Not -MatchExactly 'canary(CREDENTIAL|TOKEN|SIGNATURE)' -Because $span.Name
            }
        }
    }
}
