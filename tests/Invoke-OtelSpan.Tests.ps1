# Spans of blocks. That a block runs as it would without: every case of fixtures/SpanBlockCases.ps1, in a process of its own.

BeforeDiscovery {
    # Without a session there is less that could differ.
    $some = 'Variables of the caller', 'Output comes as it is written', 'continue', 'throw', 'An error of a statement, caught', 'Write-Error', 'Select-Object -First', 'begin, process and end'
    $case = @((& ([System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'SpanBlockCases.ps1'))).Keys | Sort-Object)
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $Elsewhere = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function Get-Tree {
        # The tree of the session, which it ends.
        Stop-AllSession
        Get-SpanTree (Get-OtelSpan)
    }

    function Get-Attribute([string] $Name) {
        # Every attribute of a span as "name = [type] value", by name.
        $span = Get-OtelSpan $Name
        foreach ($key in $span.Attributes.Keys | Sort-Object) { "$key = [$($span.Attributes[$key].GetType().Name)] $($span.Attributes[$key])" }
    }
}

Describe 'A block of Invoke-OtelSpan runs as if it were dot-sourced' {
    BeforeAll {
        $result = Join-Path $TestDrive blocks.json
        $work = New-Item -ItemType Directory (Join-Path $TestDrive work)
        $text = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -File ([System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'SpanBlockRunner.ps1')) $result $work.FullName 2>&1 | Out-String
        if (-not (Test-Path $result)) { throw "The cases did not run to their end:`n$text" }
        $Run = Get-Content $result -Raw | ConvertFrom-Json -AsHashtable

        function Get-Difference([string] $Name, [string] $Kind) {
            # What is only in one of the two runs: "-" in the plain one, "+" in the other.
            Compare-Object @($Run.Plain[$Name]) @($Run[$Kind][$Name]) -CaseSensitive -SyncWindow 0 |
                ForEach-Object { "$($_.SideIndicator -eq '<=' ? '-' : '+') $($_.InputObject)" }
        }
    }

    It 'without a session: <_>' -ForEach $some { Get-Difference $_ NoSession | Should -BeNullOrEmpty }

    It 'with a session: <_>' -ForEach $case { Get-Difference $_ Session | Should -BeNullOrEmpty }

    It 'and the comparison would see it: <_>' -ForEach 'Variables of the caller', 'Write-Error', 'Select-Object -First' {
        Get-Difference $_ Planted | Should -Not -BeNullOrEmpty
    }

    It 'and each block had its span, and the module no failure' {
        $Run['*'].SpanCount | Should -BeGreaterThan $Run.Plain.Count
        $Run['*'].OwnFailure | Should -BeNullOrEmpty
    }

    It 'exit ends the process with its code, and the span' {
        $path = Join-Path $TestDrive exit.jsonl
        $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Start-OtelSession -Name s -Exporter File -Path '$path'; Invoke-OtelSpan a { Invoke-OtelSpan b { 'out'; exit 3 } }; 'not here'"
        $run.ExitCode | Should -Be 3
        $run.Out.Trim() | Should -BeExactly out
        $spans = Get-Content $path | ConvertFrom-Json | ConvertFrom-OtlpRequest
        $spans.ForEach{ "$($_.Name) $($_.Status)" } -join ', ' | Should -BeExactly 'b 0, a 0, s 2'
    }

    It 'a process that ends inside ends the spans as failed' {
        $path = Join-Path $TestDrive environment-exit.jsonl
        $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Start-OtelSession -Name s -Exporter File -Path '$path'; Invoke-OtelSpan a { Invoke-OtelSpan b { [System.Environment]::Exit(4) } }"
        $run.ExitCode | Should -Be 4
        $spans = Get-Content $path | ConvertFrom-Json | ConvertFrom-OtlpRequest
        $spans.ForEach{ "$($_.Name) $($_.Status) $($_.Attributes['error.type'])" } -join ', ' | Should -BeExactly 'b 2 4, a 2 4, s 2 4'
    }

    It 'an uncaught throw ends the process as it does, and the spans as failed' {
        $path = Join-Path $TestDrive throw.jsonl
        $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Start-OtelSession -Name s -Exporter File -Path '$path'; Invoke-OtelSpan a { throw [System.IO.IOException]::new('io') }"
        $run.ExitCode | Should -Be 1
        $spans = Get-Content $path | ConvertFrom-Json | ConvertFrom-OtlpRequest
        $spans.ForEach{ "$($_.Name) $($_.Status) $($_.Attributes['error.type']) $($_.Raw.events.name)" } -join ', ' |
            Should -BeExactly 'a 2 System.IO.IOException exception, s 2 System.IO.IOException aws.script.end'
    }

    It 'a pipeline that is stopped ends the span, without an error' {
        $shell = [powershell]::Create()
        try {
            $state = [hashtable]::Synchronized(@{ Waits = [System.Threading.ManualResetEventSlim]::new() })
            $null = $shell.AddScript("Import-Module '$ModulePath'; Start-OtelSession -Name s -Exporter Memory").Invoke()
            $shell.Commands.Clear()
            $running = $shell.AddScript('param($state) Invoke-OtelSpan stopped { $state.Waits.Set(); Start-Sleep 600 }').AddArgument($state).BeginInvoke()
            $state.Waits.Wait(60000) | Should -BeTrue
            $shell.Stop()
            { $shell.EndInvoke($running) } | Should -Throw
            $shell.InvocationStateInfo.State | Should -Be Stopped
            $shell.Commands.Clear()
            $after = $shell.AddScript('$s = Get-OtelSpan stopped; "$($s.Status) $($s.Events.Count)"; $Error.Count; (Get-OtelSpan -Current).Name; Stop-OtelSession').Invoke()
            "$after" | Should -BeExactly 'Unset 0 0 s'
        }
        finally { $shell.Dispose() }
    }
}

Describe 'The span of a block' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'has what is called in it under it' {
        Invoke-OtelSpan outer {
            $null = Get-S3Bucket @S3
            Invoke-OtelSpan inner { $null = Get-S3Bucket @S3 }
            $null = Get-S3Bucket @S3
        }
        $null = Get-S3Bucket @S3
        Get-Tree | Should -BeExactly @(
            'script'
            '  outer'
            '    Get-S3Bucket'
            '      S3.ListBuckets'
            '    inner'
            '      Get-S3Bucket'
            '        S3.ListBuckets'
            '    Get-S3Bucket'
            '      S3.ListBuckets'
            '  Get-S3Bucket'
            '    S3.ListBuckets'
        )
    }

    It 'has its kind, name and attributes, and no more' {
        Invoke-OtelSpan -Name order -Kind Producer -Attribute @{ 'order.id' = 7; rush = $true } -ScriptBlock { }
        $span = Get-OtelSpan order
        $span.Kind | Should -Be Producer
        $span.Status | Should -Be Unset
        $span.Links.Count + $span.Events.Count | Should -Be 0
        Get-Attribute order | Should -BeExactly 'order.id = [Int64] 7', 'rush = [Boolean] True'
        Invoke-OtelSpan plain { }
        (Get-OtelSpan plain).Kind | Should -Be Internal
        Get-Attribute plain | Should -BeNullOrEmpty
    }

    It 'has direct calls of the SDK under it, also on threads of the pool' {
        Add-Type @'
using System.Threading;
using System.Threading.Tasks;
public static class PoolCall
{
    public static void Run(object target, string method)
    {
        var info = target.GetType().GetMethod(method, new[] { typeof(CancellationToken) });
        Task.Run(() => ((Task)info.Invoke(target, new object[] { CancellationToken.None })).Wait()).Wait();
    }
}
'@
        $client = [Amazon.S3.AmazonS3Client]::new('test', 'test', [Amazon.S3.AmazonS3Config]@{ ServiceURL = $S3.EndpointUrl; ForcePathStyle = $true; AuthenticationRegion = $S3.Region })
        try {
            Invoke-OtelSpan direct {
                $null = $client.ListBucketsAsync().GetAwaiter().GetResult()
                [PoolCall]::Run($client, 'ListBucketsAsync')
            }
        }
        finally { $client.Dispose() }
        Get-Tree | Should -BeExactly 'script', '  direct', '    S3.ListBuckets', '    S3.ListBuckets'
    }

    It 'has the work of ForEach-Object -Parallel under it' {
        Invoke-OtelSpan parallel {
            1..3 | ForEach-Object -ThrottleLimit 2 -Parallel {
                Import-Module $using:ModulePath
                Invoke-OtelSpan "item $_" { $splat = $using:S3; $null = Get-S3Bucket @splat }
            }
        }
        Stop-AllSession
        $parallel = Get-OtelSpan parallel
        $items = Get-OtelSpan 'item *'
        $items.Count | Should -Be 3
        $items.ParentSpanId | Select-Object -Unique | Should -BeExactly $parallel.SpanId
        foreach ($item in $items) {
            (Get-SpanTree (Get-OtelSpan | Where-Object { $_.SpanId -eq $item.SpanId -or $_.ParentSpanId -eq $item.SpanId })).Count | Should -Be 2
        }
        @(Get-OtelSpan S3.ListBuckets).Count | Should -Be 3
    }

    It 'is over after <Case>' -ForEach @(
        @{ Case = 'its end'; Run = { Invoke-OtelSpan x { 1 } } }
        @{ Case = 'an error'; Run = { try { Invoke-OtelSpan x { throw 'x' } } catch { $null = $_ } } }
        @{ Case = 'Select-Object -First'; Run = { Invoke-OtelSpan x { 1..9 } | Select-Object -First 1 } }
        @{ Case = 'break'; Run = { foreach ($i in 1) { Invoke-OtelSpan x { break } } } }
    ) {
        $null = . $Run
        (Get-OtelSpan x).Duration | Should -BeGreaterThan ([timespan]::Zero)
        (Get-OtelSpan -Current).Name | Should -BeExactly script
    }

    It 'ends with Stop-OtelSession inside it, and the block goes on' {
        $after = Invoke-OtelSpan outer { Invoke-OtelSpan inner { Stop-OtelSession 6>$null; 'after' } }
        $after | Should -BeExactly after
        Get-OtelSession | Should -BeNullOrEmpty
        (Get-OtelSpan).Name -join ',' | Should -BeExactly 'inner,outer,script'
    }

    It 'has a session under it that starts inside' {
        Invoke-OtelSpan outer { Start-OtelSession -Name nested; Invoke-OtelSpan deep { }; Stop-OtelSession 6>$null }
        Get-Tree | Should -BeExactly 'script', '  outer', '    nested', '      deep'
    }

    It 'stands where a session that it started goes on after it' {
        Invoke-OtelSpan outer { Start-OtelSession -Name nested }
        Invoke-OtelSpan later { }
        (Get-OtelSession).Name -join ',' | Should -BeExactly 'nested,script'
        Get-Tree | Should -BeExactly 'script', '  outer', '    nested', '      later'
    }

    It 'is not there where the trace is sampled out, and the block is' {
        Stop-AllSession
        Start-OtelSession -Exporter Memory -SampleRatio 0
        Invoke-OtelSpan x { 'ran' } | Should -BeExactly ran
        Stop-AllSession
        Get-OtelSpan | Should -BeNullOrEmpty
    }
}

Describe 'A block that fails' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'has the exception once, where it surfaced' {
        try { Invoke-OtelSpan outer { Invoke-OtelSpan inner { throw [System.IO.IOException]::new('disk full') } } } catch { $thrown = $_ }
        $inner, $outer = (Get-OtelSpan inner), (Get-OtelSpan outer)
        foreach ($span in $inner, $outer) {
            $span.Status | Should -Be Error
            $span.StatusDescription | Should -BeExactly 'disk full'
            Get-Attribute $span.Name | Should -BeExactly 'error.type = [String] System.IO.IOException'
        }
        $outer.Events.Count | Should -Be 0
        $inner.Events.Count | Should -Be 1
        $inner.Events[0].Name | Should -BeExactly exception
        $inner.Events[0].Attributes['exception.type'] | Should -BeExactly System.IO.IOException
        $inner.Events[0].Attributes['exception.message'] | Should -BeExactly 'disk full'
        $inner.Events[0].Attributes['exception.stacktrace'] | Should -BeExactly "System.IO.IOException: disk full$([System.Environment]::NewLine)$($thrown.ScriptStackTrace)"
        $inner.Events[0].Attributes.Count | Should -Be 3
    }

    It 'has the error of the cmdlet in it, which has the event' {
        try { Invoke-OtelSpan outer { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } } catch { $null = $_ }
        (Get-OtelSpan outer).Events.Count | Should -Be 0
        Get-Attribute outer | Should -BeExactly 'error.type = [String] NoSuchBucket'
        Get-Tree | Should -BeExactly 'script', '  outer !', '    Get-S3ObjectV2 !', '      S3.ListObjectsV2 !'
    }

    It 'tells the type behind PowerShell''s: <Expected>' -ForEach @(
        @{ Expected = 'System.DivideByZeroException'; Block = { 1 / 0 } }
        @{ Expected = 'System.ArgumentOutOfRangeException'; Block = { 'x'.Substring(9) } }
        @{ Expected = 'System.Management.Automation.ItemNotFoundException'; Block = { Get-Item /no/such -ErrorAction Stop } }
        @{ Expected = 'Microsoft.PowerShell.Commands.WriteErrorException'; Block = { Write-Error x -ErrorAction Stop } }
        @{ Expected = 'System.Management.Automation.RuntimeException'; Block = { throw 'text' } }
        @{ Expected = 'System.Management.Automation.CommandNotFoundException'; Block = { No-SuchCommand } }
    ) {
        try { Invoke-OtelSpan x $Block } catch { $null = $_ }
        Get-Attribute x | Should -BeExactly "error.type = [String] $Expected"
        (Get-OtelSpan x).Events.Count | Should -Be 1
    }

    It 'does not where <Case>' -ForEach @(
        @{ Case = 'the block catches'; Block = { try { throw 'x' } catch { $null = $_ } } }
        @{ Case = 'an error does not stop it'; Block = { Write-Error x -ErrorAction Continue 2>$null } }
    ) {
        Invoke-OtelSpan x $Block
        (Get-OtelSpan x).Status | Should -Be Unset
        Get-Attribute x | Should -BeNullOrEmpty
    }

    It 'keeps secrets out of it' {
        try { Invoke-OtelSpan x { throw 'password=hunter2' } } catch { $null = $_ }
        $span = Get-OtelSpan x
        $span.StatusDescription | Should -BeExactly 'password=[redacted]'
        "$($span.Events[0].Attributes.Values)" | Should -Not -Match hunter2
    }
}

Describe 'Where a span belongs' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'is under -Parent: <Case>' -ForEach @(
        @{ Case = 'a traceparent'; Parent = { $Elsewhere } }
        @{ Case = 'a context'; Parent = { [AwsOtel.OtelContext]@{ TraceParent = $Elsewhere; TraceState = ''; TraceId = '0af7651916cd43dd8448eb211c80319c'; SpanId = 'b7ad6b7169203331'; IsSampled = $true } } }
    ) {
        Invoke-OtelSpan away -Parent (. $Parent) { Invoke-OtelSpan below { } }
        $away, $below = (Get-OtelSpan away), (Get-OtelSpan below)
        $away.TraceId | Should -BeExactly 0af7651916cd43dd8448eb211c80319c
        $away.ParentSpanId | Should -BeExactly b7ad6b7169203331
        $below.TraceId | Should -BeExactly $away.TraceId
        $below.ParentSpanId | Should -BeExactly $away.SpanId
    }

    It 'stays where it is, and has the baggage, where -Parent brings baggage alone' {
        $baggage = Invoke-OtelSpan x -Parent @{ baggage = 'tenant=a' } { Invoke-OtelSpan below { (Get-OtelContext).Baggage } }
        $baggage.Keys | Should -BeExactly tenant
        $baggage['tenant'] | Should -BeExactly a
        (Get-OtelContext).Baggage.Count | Should -Be 0
        Get-Tree | Should -BeExactly 'script', '  x', '    below'
    }

    It 'copies the baggage that its own session asks for, whatever another runspace asks for' {
        $runspace = [runspacefactory]::CreateRunspace()
        try {
            Stop-AllSession
            Start-OtelSession -Name script -Exporter Memory -BaggageAttribute tenant
            $runspace.Open()
            $null = [powershell]::Create($runspace).AddScript('param($Module) Import-Module $Module; Start-OtelSession -Name other -BaggageAttribute order').AddArgument($ModulePath).Invoke()
            Invoke-OtelSpan x -Parent @{ traceparent = $Elsewhere; baggage = 'tenant=a,order=7' } { }
            Invoke-OtelSpan -Message @{ messageAttributes = @{ traceparent = @{ stringValue = $Elsewhere }; baggage = @{ stringValue = 'tenant=a,order=7' } } } -Name y { }
        }
        finally { $runspace.Dispose() }
        Get-Attribute x | Should -BeExactly 'tenant = [String] a'
        (Get-OtelSpan y).Attributes.Keys | Where-Object { $_ -in 'tenant', 'order' } | Should -BeExactly tenant
    }

    It 'is under -Parent: a span of Start-OtelSpan' {
        $first = Start-OtelSpan first
        $second = Start-OtelSpan second
        Invoke-OtelSpan x -Parent $first { }
        Stop-OtelSpan $second
        Stop-OtelSpan $first
        Get-Tree | Should -BeExactly 'script', '  first', '    second', '    x'
    }

    It 'points to each -Link once' {
        $held = Start-OtelSpan held
        Stop-OtelSpan
        Invoke-OtelSpan x -Link $Elsewhere, $held, $Elsewhere, (Get-OtelContext), @{ Body = 'a message without a context' } { }
        $links = (Get-OtelSpan x).Links
        $links.SpanId -join ',' | Should -BeExactly "b7ad6b7169203331,$($held.SpanId),$((Get-OtelContext).SpanId)"
        $links | ForEach-Object { $_.Attributes.Count } | Select-Object -Unique | Should -Be 0
        (Get-OtelSpan x).ParentSpanId | Should -BeExactly (Get-OtelContext).SpanId
    }
}

Describe 'A block that processes a message' {
    BeforeAll {
        # As a Lambda function gets it.
        $Message = [pscustomobject]@{
            messageId = 'm-1'; body = 'secret body'; eventSourceARN = 'arn:aws:sqs:eu-central-1:123456789012:orders'
            messageAttributes = @{ traceparent = @{ stringValue = $Elsewhere; dataType = 'String' } }
        }
        $expected = @(
            'messaging.destination.name = [String] orders'
            'messaging.message.id = [String] m-1'
            'messaging.operation.name = [String] process'
            'messaging.operation.type = [String] process'
            'messaging.system = [String] aws_sqs'
        )
    }

    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'is under its sender' {
        Invoke-OtelSpan -Message $Message { 'ran' } | Should -BeExactly ran
        $span = Get-OtelSpan 'orders process'
        $span.Kind | Should -Be Consumer
        $span.TraceId | Should -BeExactly 0af7651916cd43dd8448eb211c80319c
        $span.ParentSpanId | Should -BeExactly b7ad6b7169203331
        $span.Links.Count | Should -Be 0
        Get-Attribute 'orders process' | Should -BeExactly $expected
    }

    It 'stays in its trace and points to the sender with -Link' {
        Invoke-OtelSpan -Message $Message -Link $Message { }
        $span = Get-OtelSpan 'orders process'
        $span.ParentSpanId | Should -BeExactly (Get-OtelContext).SpanId
        $span.Links.SpanId | Should -BeExactly b7ad6b7169203331
        Get-Attribute 'orders process' | Should -BeExactly $expected
    }

    It 'is under the current span where the sender was not traced' {
        Invoke-OtelSpan -Message @{ MessageId = 'm-2'; Body = 'x' } { }
        $span = Get-OtelSpan process
        $span.ParentSpanId | Should -BeExactly (Get-OtelContext).SpanId
        $span.Kind | Should -Be Consumer
        Get-Attribute process | Should -BeExactly ($expected[1..4] -replace 'm-1', 'm-2')
    }

    It 'takes a name and attributes of its own' {
        Invoke-OtelSpan -Message $Message -Name ship -Kind Internal -Attribute @{ 'messaging.message.id' = 'mine'; more = 1 } { }
        (Get-OtelSpan ship).Kind | Should -Be Internal
        Get-Attribute ship | Should -BeExactly (@($expected[0], 'messaging.message.id = [String] mine') + $expected[2..4] + 'more = [Int64] 1' | Sort-Object { ($_ -split ' ')[0] })
    }
}

Describe 'Attribute values' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'a string'; Value = 'x'; Expected = '[String] x' }
        @{ Case = 'an empty string'; Value = ''; Expected = '[String] ' }
        @{ Case = 'a character'; Value = [char]'c'; Expected = '[String] c' }
        @{ Case = 'a boolean'; Value = $false; Expected = '[Boolean] False' }
        @{ Case = 'a switch'; Value = [switch]$true; Expected = '[Boolean] True' }
        @{ Case = 'an int'; Value = 5; Expected = '[Int64] 5' }
        @{ Case = 'a byte'; Value = [byte]5; Expected = '[Int64] 5' }
        @{ Case = 'an unsigned long'; Value = [ulong]5; Expected = '[Int64] 5' }
        @{ Case = 'a double'; Value = 1.5; Expected = '[Double] 1.5' }
        @{ Case = 'a decimal'; Value = 1.5d; Expected = '[Double] 1.5' }
        @{ Case = 'a float'; Value = [float]1.5; Expected = '[Double] 1.5' }
        @{ Case = 'an enumeration'; Value = [System.DayOfWeek]::Monday; Expected = '[String] Monday' }
        @{ Case = 'a date'; Value = [datetime]::new(2026, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc); Expected = '[String] 2026-01-02T03:04:05.0000000Z' }
        @{ Case = 'a date with its zone'; Value = [System.DateTimeOffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::FromHours(2)); Expected = '[String] 2026-01-02T03:04:05.0000000+02:00' }
        @{ Case = 'a GUID'; Value = [guid]'5b1f1a3c-7d1e-4f0e-9c5a-6f2b8b7f9f31'; Expected = '[String] 5b1f1a3c-7d1e-4f0e-9c5a-6f2b8b7f9f31' }
        @{ Case = 'a version'; Value = [version]'1.2.3'; Expected = '[String] 1.2.3' }
        @{ Case = 'a semantic version'; Value = [semver]'1.2.3-rc.1'; Expected = '[String] 1.2.3-rc.1' }
        @{ Case = 'a URI'; Value = [uri]'https://x.example/a'; Expected = '[String] https://x.example/a' }
        @{ Case = 'what a command gave'; Value = Write-Output 5; Expected = '[Int64] 5' }
        @{ Case = 'an array of strings'; Value = 'a', 'b'; Expected = '[String[]] a b' }
        @{ Case = 'an array of what commands gave'; Value = @(Write-Output 1; Write-Output 2); Expected = '[Int64[]] 1 2' }
        @{ Case = 'an array of doubles'; Value = [double[]](1, 2.5); Expected = '[Double[]] 1 2.5' }
        @{ Case = 'an array of booleans'; Value = $true, $false; Expected = '[Boolean[]] True False' }
        @{ Case = 'an array of dates and enumerations'; Value = [System.DayOfWeek]::Monday, [datetime]::new(2026, 1, 2); Expected = '[String[]] Monday 2026-01-02T00:00:00.0000000' }
        @{ Case = 'a list'; Value = [System.Collections.Generic.List[int]](1, 2); Expected = '[Int64[]] 1 2' }
        @{ Case = 'an empty array'; Value = @(); Expected = '[String[]] ' }
        @{ Case = 'an AWS constant'; Value = { [Amazon.S3.S3StorageClass]::Glacier }; Expected = '[String] GLACIER' }
        @{ Case = 'a string with a secret'; Value = 'password=hunter2'; Expected = '[String] password=[redacted]' }
    ) {
        Invoke-OtelSpan x -Attribute @{ a = $Value -is [scriptblock] ? (& $Value) : $Value } { }
        Get-Attribute x | Should -BeExactly "a = $Expected"
    }

    It 'leaves $null out' {
        Invoke-OtelSpan x -Attribute ([ordered]@{ a = $null; b = 1 }) { }
        Get-Attribute x | Should -BeExactly 'b = [Int64] 1'
    }
}

Describe 'What cannot be used' {
    BeforeAll { $script:Wrong = $null }

    AfterEach { Stop-AllSession }

    It 'is a clear error, with a session and without: <Case>' -ForEach @(
        @{ Case = 'a hashtable as a value'; Parameter = @{ Attribute = @{ a = @{} } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has a value of type Hashtable. Give a string, a number or a boolean, or an array of one of these." }
        @{ Case = 'an object as a value'; Parameter = @{ Attribute = @{ a = [pscustomobject]@{ b = 1 } } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has a value of type PSCustomObject. Give a string*" }
        @{ Case = 'a time span'; Parameter = @{ Attribute = @{ a = [timespan]::Zero } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has a value of type TimeSpan*TotalSeconds*" }
        @{ Case = 'a number that is too large'; Parameter = @{ Attribute = @{ a = [ulong]::MaxValue } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' is larger than a 64-bit integer*" }
        @{ Case = 'an array of several types'; Parameter = @{ Attribute = @{ a = 1, 'b' } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has an array of several types, integer and string. Give them as one*" }
        @{ Case = 'an array with nothing in it somewhere'; Parameter = @{ Attribute = @{ a = 1, $null } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has an array with `$null in it*" }
        @{ Case = 'an array of objects'; Parameter = @{ Attribute = @{ a = @(@{}) } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has an array with a value of type Hashtable*" }
        @{ Case = 'an attribute without a name'; Parameter = @{ Attribute = @{ ' ' = 1 } }; Id = 'InvalidAttribute'; Message = "-Attribute: an attribute has no name. Give @{*" }
        @{ Case = 'no kind'; Parameter = @{ Kind = 'Unspecified' }; Id = 'ParameterArgumentValidationError'; Message = "Cannot validate argument on parameter 'Kind'. The Unspecified argument is less than the minimum allowed range of Internal.*" }
        @{ Case = 'a parent'; Parameter = @{ Parent = 'x' }; Id = 'InvalidParent'; Message = "-Parent: 'x' is not a context, or a malformed one. Give a W3C traceparent*span of Start-OtelSpan will do as well." }
        @{ Case = 'a parent that is an object'; Parameter = @{ Parent = 5 }; Id = 'InvalidParent'; Message = "-Parent: an object of type Int32 is not a context. Give*" }
        @{ Case = 'a link'; Parameter = @{ Link = '00-x' }; Id = 'InvalidLink'; Message = "-Link: '00-x' is not a context, or a malformed one. Give*a received message.*" }
        @{ Case = 'a link that is a number'; Parameter = @{ Link = 5 }; Id = 'InvalidLink'; Message = "-Link: an object of type Int32 is not a context. Give*" }
    ) {
        foreach ($session in $false, $true) {
            if ($session) { Start-OtelSession -Name script -Exporter Memory }
            { Invoke-OtelSpan x { $script:Wrong = 'ran' } @Parameter } | Should -Throw -ErrorId "$Id,AwsOtel.Engine.Commands.InvokeOtelSpanCommand" -ExpectedMessage $Message
            { Start-OtelSpan x @Parameter } | Should -Throw -ErrorId "$Id,AwsOtel.Engine.Commands.StartOtelSpanCommand" -ExpectedMessage $Message
        }
        $script:Wrong | Should -BeNullOrEmpty
        Stop-AllSession
        (Get-OtelSpan).Name | Should -BeExactly script
    }
}
