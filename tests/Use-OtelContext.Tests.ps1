Describe 'Use-OtelContext' {
    BeforeAll {
        . (Join-Path $PSScriptRoot common.ps1)
        Import-Module $ModulePath
        $ErrorActionPreference = 'Continue'
        $Remote = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        # Used in the place of the command: what it does must be what the command does.
        function Get-Record($Object) { if ($Object -is [System.Management.Automation.ErrorRecord]) { "$($Object.FullyQualifiedErrorId)|$($Object.Exception.GetType().FullName)|$Object" } else { "$Object" } }
    }

    AfterEach { while (Get-OtelSession) { Stop-OtelSession 6>$null } }

    Context 'with <Session>, runs the block as . { } does' -ForEach @(
        @{ Session = 'a session'; Begin = { Start-OtelSession -Exporter Memory -Name script } }
        @{ Session = 'no session'; Begin = { } }
    ) {
        BeforeEach { & $Begin }

        It '<Case>' -ForEach @(
            @{ Case = 'output of several kinds'; Run = { 1; , @(2, 3); $null; @{ a = 4 }.a; 'five' } }
            @{ Case = 'return'; Run = { 1; return 2; 3 } }
            @{ Case = 'the current object'; Run = { "<$_>" } }
            @{ Case = 'an error that goes on'; Run = { Get-Item /no/such/item; 'after' } }
            @{ Case = 'Write-Error'; Run = { Write-Error 'mine' -ErrorId Mine; 'after' } }
            @{ Case = 'throw'; Run = { 1; throw 'out'; 2 } }
            @{ Case = 'an error that ends the statement'; Run = { 1; 1 / 0; 2 } }
            @{ Case = '-ErrorAction Stop'; Run = { Get-Item /no/such/item -ErrorAction Stop; 2 } }
            @{ Case = 'an AWS error'; Run = { Get-S3ObjectMetadata -BucketName no-such-bucket -Key k @S3; 2 } }
            @{ Case = 'a try of its own'; Run = { try { throw 'in' } catch { "caught $_" } finally { 'finally' } } }
            @{ Case = 'begin, process and end'; Run = { begin { 'b' } process { 'p' } end { 'e' } } }
            @{ Case = 'warnings and information'; Run = { Write-Warning w; Write-Information i; Write-Verbose v -Verbose; 'o' } }
        ) {
            $expected = try { 'item' | ForEach-Object { . $Run *>&1 } | ForEach-Object { Get-Record $_ } } catch { "ended: $(Get-Record $_)" }
            $actual = try { 'item' | ForEach-Object { Use-OtelContext $Remote $Run *>&1 } | ForEach-Object { Get-Record $_ } } catch { "ended: $(Get-Record $_)" }
            $expected | Should -Not -BeNullOrEmpty
            $actual | Should -BeExactly $expected
        }

        It 'keeps what it sets, and sees what the caller has' {
            $mine = 1
            Use-OtelContext $Remote { $mine++; $new = $mine + 1 }
            $mine, $new | Should -BeExactly 2, 3
        }

        It 'lets break and continue go where they go' {
            @(foreach ($i in 1..4) { Use-OtelContext $Remote { if ($i -eq 2) { continue }; if ($i -eq 4) { break }; $i } }) | Should -BeExactly 1, 3
        }

        It 'gives its output as it comes' {
            $order = [System.Collections.Generic.List[string]]::new()
            Use-OtelContext $Remote { foreach ($i in 1..2) { $order.Add("out $i"); $i } } | ForEach-Object { $order.Add("in $_") }
            $order | Should -BeExactly 'out 1', 'in 1', 'out 2', 'in 2'
        }

        It 'stops where the pipeline has enough, and puts the environment back' {
            $before = $env:TRACEPARENT
            Use-OtelContext $Remote { 1..1000 } | Select-Object -First 2 | Should -BeExactly 1, 2
            $env:TRACEPARENT | Should -BeExactly $before
        }

        It 'is an error for <Case>' -ForEach @(
            @{ Case = 'rubbish'; Context = 'rubbish'; Message = "-Context: 'rubbish' is not a context, or a malformed one. Give *" }
            @{ Case = 'a number'; Context = 5; Message = '-Context: an object of type Int32 is not a context. Give *' }
            @{ Case = 'malformed headers'; Context = @{ traceparent = 'x'; authorization = 'secret' }; Message = '-Context: the headers have a malformed trace context. Give *' }
        ) {
            $ran = $false
            { Use-OtelContext $Context { $ran = $true } } | Should -Throw -ErrorId InvalidContext* -ExpectedMessage $Message
            $ran | Should -BeFalse
        }
    }

    It 'puts what is in the block under the context, and only that: <Form>' -ForEach @(
        @{ Form = 'a traceparent'; Context = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
        @{ Form = 'headers'; Context = @{ TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } }
        @{ Form = 'headers with lists of values'; Context = @{ traceparent = @('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01') } }
    ) {
        Start-OtelSession -Exporter Memory -Name script
        $null = Get-S3Bucket @S3
        $inside = Use-OtelContext $Context { $null = Get-S3Bucket @S3; Get-OtelContext }
        $null = Get-S3Bucket @S3
        Stop-OtelSession 6>$null
        $inside.TraceParent | Should -BeExactly '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        $script = Get-OtelSpan script
        $cmdlets = @(Get-OtelSpan Get-S3Bucket)
        $cmdlets.ParentSpanId | Should -BeExactly $script.SpanId, b7ad6b7169203331, $script.SpanId
        $cmdlets.TraceId | Should -BeExactly $script.TraceId, 0af7651916cd43dd8448eb211c80319c, $script.TraceId
    }

    It 'changes nothing with headers that name no context' {
        Start-OtelSession -Exporter Memory -Name script
        "$(Use-OtelContext @{ 'content-type' = 'x' } { Get-OtelContext })" | Should -BeExactly "$(Get-OtelContext)"
    }

    It 'gives a session in the block the context as its parent, and ends with it' {
        Start-OtelSession -Exporter Memory -Name script
        Use-OtelContext $Remote { Start-OtelSession -Name inner; $null = Get-S3Bucket @S3; Stop-OtelSession 6>$null; (Get-OtelSession).Name | Should -BeExactly script }
        Stop-OtelSession 6>$null
        (Get-OtelSpan inner).ParentSpanId | Should -BeExactly b7ad6b7169203331
        (Get-OtelSpan Get-S3Bucket).ParentSpanId | Should -BeExactly (Get-OtelSpan inner).SpanId
    }

    It 'leaves the session to the runspace that started it' {
        Start-OtelSession -Exporter Memory -Name script
        $context = Get-OtelContext
        1 | ForEach-Object -Parallel { Import-Module $using:ModulePath; Use-OtelContext $using:context { Stop-OtelSession; @(Get-OtelSession).Count } } | Should -Be 0
        (Get-OtelSession).Name | Should -BeExactly script
    }

    It 'goes on in the trace of a session that is over' {
        Start-OtelSession -Exporter Memory -Name first
        $context = Get-OtelContext
        Stop-OtelSession 6>$null
        Start-OtelSession -Exporter Memory -Name second
        Use-OtelContext $context { $null = Get-S3Bucket @S3 }
        Stop-OtelSession 6>$null
        (Get-OtelSpan Get-S3Bucket).ParentSpanId | Should -BeExactly $context.SpanId
    }

    It 'lets exit end the script with its code' {
        $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Start-OtelSession -Exporter None; Use-OtelContext $Remote { 'in'; exit 7 }; 'not reached'"
        $run.Out.Trim() | Should -BeExactly in
        $run.ExitCode | Should -Be 7
        $run.Err | Should -BeNullOrEmpty
    }
}
