Describe 'The context of a session' {
    BeforeDiscovery { $Before, $Mine = 1..2 | ForEach-Object { "00-0af7651916cd43dd8448eb211c80319c-000000000000000$_-01" } }

    BeforeAll {
        . (Join-Path $PSScriptRoot common.ps1)
        Import-Module $ModulePath
        $Before, $Mine, $Elsewhere = 1..3 | ForEach-Object { "00-0af7651916cd43dd8448eb211c80319c-000000000000000$_-01" }
        $pattern = '^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$'

        function Get-FileSpan([string] $Path) { Get-Content $Path | ConvertFrom-Json | ConvertFrom-OtlpRequest }
    }

    AfterEach {
        while (Get-OtelSession) { Stop-OtelSession 6>$null }
        Remove-Item env:TRACEPARENT, env:TRACESTATE, env:BAGGAGE, env:_X_AMZN_TRACE_ID, env:OTEL_PROPAGATORS -ErrorAction Ignore
    }

    It 'is nothing without a session' {
        Get-OtelContext | Should -BeNullOrEmpty
        Get-OtelContext -AsHeader | Should -BeNullOrEmpty
    }

    It 'is that of the script span' {
        $session = Start-OtelSession -Exporter None -PassThru
        $context = Get-OtelContext
        $context.TraceId | Should -BeExactly $session.TraceId
        $context.SpanId | Should -BeExactly $session.SpanId
        $context.IsSampled | Should -BeTrue
        "$context" | Should -BeExactly "00-$($session.TraceId)-$($session.SpanId)-01"
        $context.TraceParent | Should -BeExactly "$context"
        $context.TraceState | Should -BeExactly ''
        $context.Baggage.Count | Should -Be 0
    }

    It 'goes on as headers, with the state that came in' {
        $env:TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        $env:TRACESTATE = 'vendor=1'
        Start-OtelSession -Exporter None
        $header = Get-OtelContext -AsHeader
        $header.Keys | Sort-Object | Should -BeExactly traceparent, tracestate
        $header.traceparent | Should -Match '^00-0af7651916cd43dd8448eb211c80319c-'
        $header.tracestate | Should -BeExactly 'vendor=1'
        # As a receiver sees them.
        Clear-ServerRequest
        $null = Invoke-WebRequest $Local.s3.endpoint -Headers $header -SkipHttpErrorCheck
        (Get-ServerRequest s3).headers.traceparent | Should -BeExactly $header.traceparent
    }

    It 'tells that the trace is sampled out' {
        Start-OtelSession -Exporter None -SampleRatio 0
        (Get-OtelContext).IsSampled | Should -BeFalse
        $env:TRACEPARENT | Should -Match '-00$'
    }

    It 'leaves a variable to the script that changes it: <Case>' -ForEach @(
        @{ Case = 'another value'; Change = { $env:TRACEPARENT = $Mine }; After = $Mine, 'a=b', 'who=you' }
        @{ Case = 'none'; Change = { Remove-Item env:TRACEPARENT, env:BAGGAGE }; After = '', 'a=b', '' }
        @{ Case = 'in a block'; Change = { Use-OtelContext $Elsewhere { $env:TRACESTATE = 'c=d' } }; After = $Before, 'c=d', 'who=you' }
        @{ Case = 'before a block'; Change = { $env:TRACEPARENT = $Mine; Use-OtelContext $Elsewhere { $env:TRACEPARENT | Should -BeExactly $Mine } }; After = $Mine, 'a=b', 'who=you' }
        @{ Case = 'and puts it back'; Change = { $ours = $env:TRACEPARENT; $env:TRACEPARENT = $Mine; $env:TRACEPARENT = $ours }; After = $Before, 'a=b', 'who=you' }
        @{
            Case   = 'and puts it back after a block'
            Change = {
                $ours = $env:TRACEPARENT
                Use-OtelContext $Elsewhere { $env:TRACEPARENT = $Mine }
                $env:TRACEPARENT = $ours
                Use-OtelContext $Elsewhere { $env:TRACEPARENT | Should -BeExactly $Elsewhere }
            }
            After  = $Before, 'a=b', 'who=you'
        }
    ) {
        $env:TRACEPARENT, $env:TRACESTATE, $env:BAGGAGE = $Before, 'a=b', 'who=you'
        Start-OtelSession -Exporter None
        & $Change
        Stop-OtelSession 6>$null
        "$env:TRACEPARENT", "$env:TRACESTATE", "$env:BAGGAGE" | Should -BeExactly $After
    }

    It 'is in the environment while a session is on, the innermost, and then what was there before: <Before>' -ForEach @(
        @{ Before = 'nothing'; Parent = $null; State = $null }
        @{ Before = 'a parent'; Parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'; State = 'a=b' }
        @{ Before = 'something malformed'; Parent = 'x'; State = $null }
    ) {
        if ($Parent) { $env:TRACEPARENT = $Parent }
        if ($State) { $env:TRACESTATE = $State }
        Start-OtelSession -Exporter None 3>$null
        $outer = $env:TRACEPARENT
        $outer | Should -BeExactly "$(Get-OtelContext)"
        Start-OtelSession -Exporter None
        $env:TRACEPARENT | Should -BeExactly "$(Get-OtelContext)"
        $env:TRACEPARENT | Should -Not -Be $outer
        Stop-OtelSession
        $env:TRACEPARENT | Should -BeExactly $outer
        Stop-OtelSession
        [System.Environment]::GetEnvironmentVariable('TRACEPARENT') | Should -BeExactly $Parent
        [System.Environment]::GetEnvironmentVariable('TRACESTATE') | Should -BeExactly $State
    }

    It 'is in the environment of the innermost block, and byte for byte what it was before after each: <Before>' -ForEach @(
        @{ Before = 'nothing'; Set = @{} }
        @{ Before = 'a parent with baggage'; Set = @{ TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'; TRACESTATE = 'a=b'; BAGGAGE = ' owner = me ,x=%20' } }
        @{ Before = 'something malformed'; Set = @{ TRACEPARENT = 'x'; TRACESTATE = ',,'; BAGGAGE = ';;' } }
    ) {
        $names = 'TRACEPARENT', 'TRACESTATE', 'BAGGAGE'
        foreach ($name in $Set.Keys) { Set-Item env:$name $Set[$name] }
        function Get-Variables { $names | ForEach-Object { "$_=$([System.Environment]::GetEnvironmentVariable($_) ?? 'unset')" } }
        $before = Get-Variables
        Start-OtelSession -Exporter None 3>$null
        $session = Get-Variables
        $header = @{ TraceParent = '00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01'; baggage = 'who=you' }
        Use-OtelContext $header {
            Get-Variables | Should -BeExactly "TRACEPARENT=$($header.TraceParent)", 'TRACESTATE=unset', 'BAGGAGE=who=you'
            Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000002-00 {
                Get-Variables | Should -BeExactly 'TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-0000000000000002-00', 'TRACESTATE=unset', 'BAGGAGE=unset'
            }
            try { Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000003-01 { throw 'out' } } catch { $_ | Should -BeExactly out }
            Get-Variables | Should -BeExactly "TRACEPARENT=$($header.TraceParent)", 'TRACESTATE=unset', 'BAGGAGE=who=you'
            # The environment is the main flow's, whatever others do in the meantime.
            1..2 | ForEach-Object -Parallel {
                Import-Module $using:ModulePath
                Start-OtelSession -Name item
                Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000004-01 { $env:TRACEPARENT, $env:BAGGAGE -join ' ' }
                Stop-OtelSession 6>$null
            } | Should -BeExactly "$($header.TraceParent) who=you", "$($header.TraceParent) who=you"
        }
        Get-Variables | Should -BeExactly $session
        Stop-OtelSession 6>$null
        Get-Variables | Should -BeExactly $before
    }

    It 'comes in by <Variable>' -ForEach @(
        @{ Variable = '_X_AMZN_TRACE_ID'; Set = @{ _X_AMZN_TRACE_ID = 'Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1;Lineage=a87bd80c:1' }; Parent = 'b7ad6b7169203331'; Baggage = @{} }
        @{ Variable = 'TRACEPARENT before _X_AMZN_TRACE_ID'; Set = @{ TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01'; _X_AMZN_TRACE_ID = 'rubbish' }; Parent = '00f067aa0ba902b7'; Baggage = @{} }
        @{ Variable = 'TRACEPARENT and BAGGAGE'; Set = @{ TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'; BAGGAGE = 'team=ops%20x,owner=me;property' }; Parent = 'b7ad6b7169203331'; Baggage = @{ team = 'ops x'; owner = 'me' } }
        @{ Variable = 'BAGGAGE alone'; Set = @{ BAGGAGE = 'owner=me' }; Parent = ''; Baggage = @{ owner = 'me' } }
    ) {
        foreach ($name in $Set.Keys) { Set-Item env:$name $Set[$name] }
        Start-OtelSession -Exporter Memory -Name script -WarningVariable warning
        $warning | Should -BeNullOrEmpty
        $context = Get-OtelContext
        Stop-OtelSession 6>$null
        (Get-OtelSpan).ParentSpanId | Should -BeExactly $Parent
        $context.Baggage.Keys | Sort-Object | Should -BeExactly ($Baggage.Keys | Sort-Object)
        foreach ($key in $Baggage.Keys) { $context.Baggage[$key] | Should -BeExactly $Baggage[$key] }
        [System.Environment]::GetEnvironmentVariable('_X_AMZN_TRACE_ID') | Should -BeExactly $Set['_X_AMZN_TRACE_ID']
    }

    It 'that is malformed in <Variable> is a warning and a new trace' -ForEach @(
        @{ Variable = 'TRACEPARENT'; Value = 'rubbish'; Message = 'TRACEPARENT is not a W3C traceparent; a new trace was started.' }
        @{ Variable = '_X_AMZN_TRACE_ID'; Value = 'rubbish'; Message = '_X_AMZN_TRACE_ID is not an X-Ray trace header; a new trace was started.' }
        @{ Variable = 'BAGGAGE'; Value = ';;'; Message = 'BAGGAGE has no entry that can be read; it was left out.' }
    ) {
        Set-Item env:$Variable $Value
        Start-OtelSession -Exporter Memory -WarningVariable warning -WarningAction SilentlyContinue
        Stop-OtelSession 6>$null
        "$warning" | Should -BeExactly $Message
        (Get-OtelSpan).ParentSpanId | Should -BeExactly ''
    }

    It 'goes on as the headers of the propagators <Propagator>' -ForEach @(
        @{ Propagator = 'xray'; Header = { @{ 'X-Amzn-Trace-Id' = "Root=1-$($_.TraceId.Substring(0, 8))-$($_.TraceId.Substring(8));Parent=$($_.SpanId);Sampled=1" } } }
        @{ Propagator = 'B3'; Header = { @{ b3 = "$($_.TraceId)-$($_.SpanId)-1" } } }
        @{ Propagator = 'b3multi', 'Baggage'; Header = { @{ 'X-B3-TraceId' = $_.TraceId; 'X-B3-SpanId' = $_.SpanId; 'X-B3-Sampled' = '1'; baggage = 'owner=me' } } }
        @{ Propagator = 'none'; Header = { @{} } }
    ) {
        $env:BAGGAGE = 'owner=me'
        Start-OtelSession -Exporter None -Propagator $Propagator
        $actual = Get-OtelContext -AsHeader
        $expected = Get-OtelContext | ForEach-Object $Header
        $actual.Keys | Sort-Object | Should -BeExactly ($expected.Keys | Sort-Object)
        foreach ($name in $expected.Keys) { $actual[$name] | Should -BeExactly $expected[$name] }
        # The variables know no formats: there is one way between processes, or none.
        [System.Environment]::GetEnvironmentVariable('TRACEPARENT') | Should -BeExactly ($Propagator -eq 'none' ? $null : "$(Get-OtelContext)")
    }

    It 'goes with AWS calls by xray alone, and never by another propagator: <Propagator>' -ForEach @(
        @{ Propagator = 'tracecontext,baggage,b3,b3multi,xray'; Headers = @('x-amzn-trace-id') }
        @{ Propagator = 'tracecontext,baggage,b3,b3multi'; Headers = @() }
    ) {
        $env:OTEL_PROPAGATORS = $Propagator
        $env:BAGGAGE = 'owner=me'
        Start-OtelSession -Exporter Memory
        Clear-ServerRequest
        $null = Get-S3Bucket @S3
        Stop-OtelSession 6>$null
        $request = Get-ServerRequest s3
        $request.headers.psobject.Properties.Name | Where-Object { $_ -in 'traceparent', 'tracestate', 'baggage', 'b3', 'x-b3-traceid', 'x-b3-spanid', 'x-b3-sampled', 'x-amzn-trace-id' } | Should -BeExactly $Headers
        $operation = Get-OtelSpan S3.ListBuckets
        if ($Headers) { $request.headers.'x-amzn-trace-id' | Should -BeExactly "Root=1-$($operation.TraceId.Substring(0, 8))-$($operation.TraceId.Substring(8));Parent=$($operation.SpanId);Sampled=1" }
    }

    It 'warns of a propagator that it does not know, and uses the others' {
        Start-OtelSession -Exporter None -Propagator jaeger, b3 -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeExactly "-Propagator: 'jaeger' is not a propagator, and is passed over. In use: b3. Known are tracecontext, baggage, xray, b3, b3multi and none."
        (Get-OtelContext -AsHeader).Keys | Should -BeExactly b3
    }

    It 'is a parent in every form: <Form>' -ForEach @(
        @{ Form = 'a hashtable of headers'; Parent = { @{ TraceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } }; Propagator = 'tracecontext' }
        @{ Form = 'headers as Invoke-WebRequest gives them'; Parent = { $map = [System.Collections.Generic.Dictionary[string, System.Collections.Generic.IEnumerable[string]]]::new(); $map['b3'] = [string[]]'0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1'; $map }; Propagator = 'b3' }
        @{ Form = 'X-Ray''s header'; Parent = { @{ 'x-amzn-trace-id' = 'Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1' } }; Propagator = 'xray' }
        @{ Form = 'a context that was in a file'; Propagator = 'tracecontext'; Parent = {
                $file = Join-Path $TestDrive context.xml
                Start-OtelSession -Exporter None -Parent 00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01
                Get-OtelContext | Export-Clixml $file
                Stop-OtelSession 6>$null
                $context = Import-Clixml $file
                $context.SpanId = 'unused'
                $context.TraceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
                $context
            }
        }
    ) {
        $given = & $Parent
        Start-OtelSession -Exporter Memory -Name script -Parent $given -Propagator $Propagator
        Stop-OtelSession 6>$null
        $span = Get-OtelSpan script
        "$($span.TraceId) $($span.ParentSpanId)" | Should -BeExactly '0af7651916cd43dd8448eb211c80319c b7ad6b7169203331'
    }

    It 'that cannot be read is an error that names -Parent, and shows no header' {
        { Start-OtelSession -Parent @{ traceparent = 'x'; authorization = 'secret' } } | Should -Throw -ErrorId InvalidParent* -ExpectedMessage '-Parent: the headers have a malformed trace context. Give *'
        { Start-OtelSession -Parent 7 } | Should -Throw -ErrorId InvalidParent* -ExpectedMessage '-Parent: an object of type Int32 is not a context. Give *'
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'copies the chosen entries of the baggage to every span, and no other' {
        $env:BAGGAGE = 'tenant=blue,secret=x'
        Start-OtelSession -Exporter Memory -Name script -BaggageAttribute tenant, absent
        $null = Get-S3Bucket @S3
        $context = Get-OtelContext
        1 | ForEach-Object -Parallel { Import-Module $using:ModulePath; $s3 = $using:S3; Use-OtelContext $using:context { $null = Get-S3Bucket @s3 } }
        Use-OtelContext @{ traceparent = "$context"; baggage = 'tenant=red' } { $null = Get-S3Bucket @S3 }
        Stop-OtelSession 6>$null
        $spans = Get-OtelSpan
        @($spans | ForEach-Object { "$($_.Name) $($_.Attributes['tenant'])" } | Sort-Object) | Should -BeExactly @(
            'Get-S3Bucket blue', 'Get-S3Bucket blue', 'Get-S3Bucket red', 'S3.ListBuckets blue', 'S3.ListBuckets blue', 'S3.ListBuckets red', 'script blue'
        )
        $spans | ForEach-Object { $_.Attributes.Keys } | Where-Object { $_ -in 'secret', 'absent' } | Should -BeNullOrEmpty
    }

    It 'makes one trace with one root of three processes' {
        $file = Join-Path $TestDrive chain.jsonl
        $begin = "Import-Module '$ModulePath'; Start-OtelSession -Path '$file' -Name"
        $child = Join-Path $TestDrive child.ps1
        Set-Content $child "$begin child; Stop-OtelSession"
        $run = Invoke-ChildPwsh "$begin runbook; & '$([System.Environment]::ProcessPath)' -NoProfile -File '$child'; Start-Job { $begin job; Stop-OtelSession } | Receive-Job -Wait; Stop-OtelSession" -Environment @{
            TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        }
        $run.ExitCode | Should -Be 0 -Because $run.Err
        $spans = @(Get-FileSpan $file)
        $spans.Name | Sort-Object | Should -BeExactly child, job, runbook
        $spans.TraceId | Sort-Object -Unique | Should -BeExactly 0af7651916cd43dd8448eb211c80319c
        $runbook = $spans | Where-Object Name -EQ runbook
        $runbook.ParentSpanId | Should -BeExactly b7ad6b7169203331
        ($spans | Where-Object Name -NE runbook).ParentSpanId | Should -BeExactly $runbook.SpanId, $runbook.SpanId
    }

    It 'is a parent for Start-OtelSession' {
        Start-OtelSession -Exporter None
        $context = Get-OtelContext
        Stop-OtelSession
        Start-OtelSession -Exporter Memory -Name later -Parent $context
        Stop-OtelSession 6>$null
        (Get-OtelSpan later).ParentSpanId | Should -BeExactly $context.SpanId
    }

    It 'makes sessions of -Parallel items part of the script, and not of each other' {
        Start-OtelSession -Exporter Memory -Name script
        1..6 | ForEach-Object -Parallel { Import-Module $using:ModulePath; Start-OtelSession -Name "item $_"; Start-Sleep -Milliseconds 50; Stop-OtelSession } -ThrottleLimit 3
        Stop-OtelSession 6>$null
        Get-SpanTree (Get-OtelSpan) | Sort-Object | Should -BeExactly @('  item 1', '  item 2', '  item 3', '  item 4', '  item 5', '  item 6', 'script')
    }
}
