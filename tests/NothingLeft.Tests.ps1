# After Stop-OtelSession the process is as if no session had ever been on. Each fact is read in a session too, to know that it would show.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)

    # For the child processes: what can be seen of us in a process.
    $Common = Join-Path $PSScriptRoot common.ps1
    $Watch = Join-Path $TestDrive Watch.ps1
    Set-Content $Watch @'
. $Common
Import-Module $ModulePath, AWS.Tools.S3
$hidden = [System.Reflection.BindingFlags]'Instance, Static, NonPublic, Public'

function Get-Ours($Delegate) {
    # The handlers of ours behind an event; 'unknown' where the runtime hides them.
    if ($Delegate -eq 'unknown') { return 'unknown' }
    @($Delegate ? $Delegate.GetInvocationList() : @()) | ForEach-Object { "$($_.Method.DeclaringType)" } | Where-Object { $_ -like 'AwsOtel.*' }
}

function Get-Event($Type, $Name, $Instance) {
    $field = $Type.GetField($Name, $hidden)
    $field ? $field.GetValue($Instance) : 'unknown'
}

function Get-Customizer {
    $registry = [Amazon.Runtime.Internal.RuntimePipelineCustomizerRegistry]::Instance
    $registry.GetType().GetField('_customizers', $hidden).GetValue($registry) | ForEach-Object UniqueName
}

function Get-HandlerOfNewClient {
    $client = [Amazon.S3.AmazonS3Client]::new([Amazon.Runtime.BasicAWSCredentials]::new('a', 'b'), [Amazon.RegionEndpoint]::EUCentral1)
    try {
        [Amazon.Runtime.AmazonServiceClient].GetProperty('RuntimePipeline', $hidden).GetValue($client).Handlers |
            ForEach-Object { $_.GetType().Assembly.GetName().Name } | Sort-Object -Unique
    }
    finally { $client.Dispose() }
}

function Get-AssemblyOfCmdlet { try { Get-S3Object -BucketName no-such-bucket @S3 } catch { $_.TargetObject.GetType().Assembly.GetName().Name } }

function Get-SignalHandlerCount {
    $field = [System.Runtime.InteropServices.PosixSignalRegistration].GetField('s_registrations', $hidden)
    if (-not $field) { return 'unknown' }
    ($field.GetValue($null).Values | ForEach-Object Count | Measure-Object -Sum).Sum
}

function Get-Trace {
    $environment = [System.Environment]::GetEnvironmentVariables()
    [ordered]@{
        Lookup       = @($ExecutionContext.InvokeCommand.PostCommandLookupAction ? $ExecutionContext.InvokeCommand.PostCommandLookupAction.GetInvocationList().Method.DeclaringType.FullName : @())
        Customizers  = @(Get-Customizer)
        Handlers     = @(Get-HandlerOfNewClient)
        Cmdlet       = @(Get-AssemblyOfCmdlet)
        AssemblyLoad = @(Get-Ours (Get-Event ([System.Runtime.Loader.AssemblyLoadContext]) AssemblyLoad))
        ProcessExit  = @(Get-Ours (Get-Event ([System.AppDomain]) ProcessExit ([System.AppDomain]::CurrentDomain)))
        Signals      = @(Get-SignalHandlerCount)
        Subscribers  = @(Get-EventSubscriber -Force | ForEach-Object SourceIdentifier)
        Listened     = @([System.Diagnostics.ActivitySource]::new('AwsOtel').HasListeners())
        Current      = @($null -eq [System.Diagnostics.Activity]::Current)
        Environment  = @($environment.Keys | Sort-Object | ForEach-Object { "$_=$($environment[$_])" })
        Variables    = @(Get-Variable -Scope Global | Where-Object Name -NotIn Error, StackTrace, '?', '^', '$', LASTEXITCODE, MyInvocation | ForEach-Object Name | Sort-Object)
        Sessions     = @(Get-OtelSession).Count
    }
}
'@

    function Invoke-Watched([string] $Script, [string[]] $ArgumentList = @()) {
        $run = Invoke-ChildPwsh "param(`$Common, `$Folder, `$Endpoint)`n. '$Watch'`n`$facts = [ordered]@{}`n$Script`n`$facts | ConvertTo-Json -Depth 5" -ArgumentList (@($Common) + $ArgumentList)
        if ($run.ExitCode -ne 0 -or $run.Err) { throw "The process ended with $($run.ExitCode): $($run.Err)" }
        $run.Out | ConvertFrom-Json
    }
}

Describe 'After Stop-OtelSession' {
    BeforeAll {
        $Facts = Invoke-Watched @'
$null = Get-Trace
$facts.Before = Get-Trace
Start-OtelSession -Exporter Memory
$null = Get-S3Bucket @S3
$facts.During = Get-Trace
Stop-OtelSession
$facts.After = Get-Trace

$Error.Clear()
$facts.SecondStop = @(Stop-OtelSession *>&1).Count
$facts.SecondStopPassThru = @(Stop-OtelSession -PassThru -InformationAction Continue *>&1).Count
$facts.Errors = $Error.Count
$facts.Again = Get-Trace

# What a session may not have in this version: to know that it would show.
$signal = [System.Runtime.InteropServices.PosixSignalRegistration]::Create('SIGHUP', { })
$null = Register-EngineEvent PowerShell.Exiting -SupportEvent -Action { }
$env:PLANTED = $global:Planted = 'x'
$activity = [System.Diagnostics.Activity]::new('planted').Start()
$facts.Planted = Get-Trace
$activity.Stop()
$signal.Dispose()
'@
        $Before, $During, $After, $Planted = $Facts.Before, $Facts.During, $Facts.After, $Facts.Planted
    }

    It '<Name> is as before' -ForEach @(
        @{ Name = 'PostCommandLookupAction'; Fact = 'Lookup' }
        @{ Name = 'the list of pipeline customizers of the SDK'; Fact = 'Customizers' }
        @{ Name = 'the pipeline of a new client'; Fact = 'Handlers' }
        @{ Name = 'the type that a cmdlet name runs'; Fact = 'Cmdlet' }
        @{ Name = 'the list of listeners to our spans'; Fact = 'Listened' }
        @{ Name = 'the number of sessions'; Fact = 'Sessions' }
    ) {
        $During.$Fact | ConvertTo-Json | Should -Not -Be ($Before.$Fact | ConvertTo-Json)
        $After.$Fact | ConvertTo-Json | Should -Be ($Before.$Fact | ConvertTo-Json)
    }

    It '<Fact> has no handler of ours' -ForEach @{ Fact = 'AssemblyLoad' }, @{ Fact = 'ProcessExit' } {
        if ($During.$Fact -eq 'unknown') { Set-ItResult -Skipped -Because 'this runtime does not show its handlers' }
        $During.$Fact | Should -Not -BeNullOrEmpty
        $After.$Fact | Should -BeNullOrEmpty
    }

    It 'no handler of signals is left' {
        if ($Before.Signals -eq 'unknown') { Set-ItResult -Skipped -Because 'this runtime does not show its handlers' }
        $After.Signals | Should -Be $Before.Signals
        $Planted.Signals | Should -Not -Be $Before.Signals
    }

    It 'there are no more event subscribers, hidden ones included' {
        "$($After.Subscribers)" | Should -Be "$($Before.Subscribers)"
        "$($Planted.Subscribers)" | Should -Not -Be "$($Before.Subscribers)"
    }

    It 'no span is current' {
        $After.Current | Should -BeTrue
        $Planted.Current | Should -BeFalse
    }

    It '<Name> are the same, name by name' -ForEach @{ Name = 'environment variables'; Fact = 'Environment' }, @{ Name = 'global variables'; Fact = 'Variables' } {
        Compare-Object $Before.$Fact $After.$Fact | Should -BeNullOrEmpty
        Compare-Object $Before.$Fact $Planted.$Fact | Should -Not -BeNullOrEmpty
    }

    It 'another Stop-OtelSession says nothing and changes nothing' {
        $Facts.SecondStop | Should -Be 0
        $Facts.SecondStopPassThru | Should -Be 0
        $Facts.Errors | Should -Be 0
        $Facts.Again | ConvertTo-Json -Depth 4 | Should -Be ($After | ConvertTo-Json -Depth 4)
    }
}

Describe 'What the user had set' {
    It 'is there again: lookup actions and context variables' {
        $facts = Invoke-Watched @'
$mine = [System.EventHandler[System.Management.Automation.CommandLookupEventArgs]] { }
$ExecutionContext.InvokeCommand.PostCommandLookupAction = $mine
$env:TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
$env:TRACESTATE = 'vendor=1'
$env:BAGGAGE = 'owner=me'
Start-OtelSession -Exporter Memory
$facts.Calls = (Get-S3Bucket @S3 | Measure-Object).Count -ge 0
Stop-OtelSession
$facts.Lookup = [object]::ReferenceEquals($mine, $ExecutionContext.InvokeCommand.PostCommandLookupAction)
$facts.Context = $env:TRACEPARENT, $env:TRACESTATE, $env:BAGGAGE
$facts.Traces = @(Get-OtelSpan | ForEach-Object TraceId | Sort-Object -Unique)
'@
        $facts.Lookup | Should -BeTrue
        $facts.Context | Should -Be '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'vendor=1', 'owner=me'
        $facts.Traces | Should -Be 0af7651916cd43dd8448eb211c80319c
    }

    It 'an activity of the user stays current' {
        $facts = Invoke-Watched @'
$activity = [System.Diagnostics.Activity]::new('mine').Start()
Start-OtelSession -Exporter Memory
$null = Get-S3Bucket @S3
$facts.During = [object]::ReferenceEquals($activity, [System.Diagnostics.Activity]::Current)
Stop-OtelSession
$facts.After = [object]::ReferenceEquals($activity, [System.Diagnostics.Activity]::Current)
$activity.Stop()
$facts.Stopped = $null -eq [System.Diagnostics.Activity]::Current
'@
        $facts.During, $facts.After, $facts.Stopped | Should -Be $true, $true, $true
    }
}

Describe 'A hundred sessions' {
    # A leak of one for each session would be a hundred. Less than these come and go with the thread pool and the garbage collector.
    BeforeAll { $Slack = @{ Threads = 10; Handles = 10 } }

    It 'with <Exporter> leave threads and handles where they were' -ForEach @(
        @{ Exporter = 'File'; Start = 'Start-OtelSession -Path (Join-Path $Folder "$i.jsonl")' }
        @{ Exporter = 'Otlp over gRPC'; Start = 'Start-OtelSession -Exporter Otlp -Protocol Grpc -Endpoint $Endpoint' }
        @{ Exporter = 'Otlp over HTTP'; Start = 'Start-OtelSession -Exporter Otlp -Protocol HttpProtobuf -Endpoint $Endpoint' }
    ) {
        Clear-Receiver
        $folder = New-Item -ItemType Directory -Force (Join-Path $TestDrive rounds)
        $endpoint = $Exporter -like '*HTTP' ? $Local.otlp.httpEndpoint : $Local.otlp.grpcEndpoint
        $facts = Invoke-Watched -ArgumentList $folder, $endpoint (@"
function Invoke-Round([int] `$First, [int] `$Count) {
    foreach (`$i in `$First..(`$First + `$Count - 1)) {
        $Start
        if (`$i % 10 -eq 0) { `$null = Get-S3Bucket @S3 }
        (Stop-OtelSession -PassThru).ExportedCount
    }
}
"@ + @'

function Get-Usage {
    1..3 | ForEach-Object { [System.GC]::Collect(); [System.GC]::WaitForPendingFinalizers() }
    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    @{ Threads = $process.Threads.Count; Handles = $IsLinux ? [System.IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count : $process.HandleCount }
}
$null = Invoke-Round 1 10
$facts.Before = Get-Usage
$facts.Exported = @(Invoke-Round 11 100)
$facts.After = Get-Usage
'@)
        ($facts.Exported | Measure-Object -Sum).Sum | Should -Be 120 -Because 'of a hundred sessions ten had a call'
        $facts.After.Threads | Should -BeLessOrEqual ($facts.Before.Threads + $Slack.Threads)
        $facts.After.Handles | Should -BeLessOrEqual ($facts.Before.Handles + $Slack.Handles)
    }
}
