# Spans from Start-OtelSpan to Stop-OtelSpan: for functions with begin, process and end.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function Get-Tree {
        # The tree of the session, which it ends.
        Stop-AllSession
        Get-SpanTree (Get-OtelSpan)
    }
}

Describe 'Start-OtelSpan and Stop-OtelSpan' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'have what is called between them under the span' {
        Start-OtelSpan outer | Out-Null
        $null = Get-S3Bucket @S3
        Start-OtelSpan inner | Out-Null
        $null = Get-S3Bucket @S3
        Stop-OtelSpan
        Invoke-OtelSpan block { }
        Stop-OtelSpan
        $null = Get-S3Bucket @S3
        Get-Tree | Should -BeExactly @(
            'script'
            '  outer'
            '    Get-S3Bucket'
            '      S3.ListBuckets'
            '    inner'
            '      Get-S3Bucket'
            '        S3.ListBuckets'
            '    block'
            '  Get-S3Bucket'
            '    S3.ListBuckets'
        )
    }

    It 'give and take the span, which says what it is' {
        $held = Start-OtelSpan work -Kind Client -Attribute @{ a = 1 }
        $held | Should -BeOfType AwsOtel.OtelActiveSpan
        $held.IsRecording | Should -BeTrue
        "$held" | Should -BeExactly work
        $held | Stop-OtelSpan | Should -BeNullOrEmpty
        $span = Get-OtelSpan work
        $span.SpanId | Should -BeExactly $held.SpanId
        $span.TraceId | Should -BeExactly $held.TraceId
        $span.StartTime | Should -Be $held.StartTime
        $span.Kind | Should -Be Client
        $span.Status | Should -Be Unset
        @($span.Attributes.Keys) | Should -BeExactly a
        $span.Attributes['a'] | Should -Be 1
    }

    It 'work in a function with begin, process and end' {
        function Copy-Each {
            begin { $span = Start-OtelSpan copy }
            process { $null = Get-S3Bucket @S3; $_ }
            end { Stop-OtelSpan $span }
        }
        1..2 | Copy-Each | Should -BeExactly 1, 2
        $null = Get-S3Bucket @S3
        Get-Tree | Should -BeExactly @(
            'script'
            '  copy'
            '    Get-S3Bucket'
            '      S3.ListBuckets'
            '    Get-S3Bucket'
            '      S3.ListBuckets'
            '  Get-S3Bucket'
            '    S3.ListBuckets'
        )
    }

    It 'work in functions of one pipeline, whose ends are not in the order of their beginnings' {
        function First { begin { $span = Start-OtelSpan first } process { $_ } end { Stop-OtelSpan $span } }
        function Second { begin { $span = Start-OtelSpan second } process { $_ } end { Stop-OtelSpan $span; Invoke-OtelSpan after { } } }
        1..2 | First | Second | Should -BeExactly 1, 2
        Get-Tree | Should -BeExactly 'script', '  first', '    second', '  after'
        (Get-OtelSession) | Should -BeNullOrEmpty
    }

    It 'leave what was started inside open and current' {
        $outer = Start-OtelSpan outer
        $inner = Start-OtelSpan inner
        Stop-OtelSpan $outer
        (Get-OtelSpan -Current).Name | Should -BeExactly inner
        (Get-OtelSpan).Name | Should -BeExactly outer
        Stop-OtelSpan $inner
        (Get-OtelSpan -Current).Name | Should -BeExactly script
    }

    It 'are a parent also after their end' {
        $held = Start-OtelSpan held
        Stop-OtelSpan
        Invoke-OtelSpan late -Parent $held { }
        Get-Tree | Should -BeExactly 'script', '  held', '    late'
    }

    It 'are stopped where a pipeline is stopped, by the clean block' {
        function Copy-Each { begin { $span = Start-OtelSpan copy } process { $_ } clean { Stop-OtelSpan $span } }
        1..9 | Copy-Each | Select-Object -First 1 | Should -Be 1
        (Get-OtelSpan copy).Status | Should -Be Unset
    }

    It 'end with their session, and Stop-OtelSpan then does nothing' {
        $held = Start-OtelSpan held
        Stop-AllSession
        (Get-OtelSpan).Name -join ',' | Should -BeExactly 'held,script'
        Stop-OtelSpan $held -ErrorVariable failure
        Stop-OtelSpan $held -ErrorVariable +failure
        Stop-OtelSpan -ErrorVariable +failure
        $failure.Count | Should -Be 0
    }

    It 'end with their session alone, where that is nested' {
        $outer = Start-OtelSpan outer
        Start-OtelSession -Name nested
        $inner = Start-OtelSpan inner
        Stop-OtelSession 6>$null
        (Get-OtelSpan).Name -join ',' | Should -BeExactly 'inner,nested'
        (Get-OtelSpan -Current).Name | Should -BeExactly outer
        Stop-OtelSpan $outer
        Get-Tree | Should -BeExactly 'script', '  outer', '    nested', '      inner'
        $inner.IsRecording | Should -BeTrue
    }

    It 'set the status: <Case>' -ForEach @(
        @{ Case = 'Ok'; Parameter = @{ Status = 'Ok' }; Status = 'Ok'; Description = ''; Type = $null; Events = 0 }
        @{ Case = 'Error'; Parameter = @{ Status = 'Error' }; Status = 'Error'; Description = ''; Type = $null; Events = 0 }
        @{ Case = 'an error'; Parameter = @{ ErrorRecord = $(try { throw [System.IO.IOException]::new('io') } catch { $_ }) }; Status = 'Error'; Description = 'io'; Type = 'System.IO.IOException'; Events = 1 }
        @{ Case = 'nothing'; Parameter = @{}; Status = 'Unset'; Description = ''; Type = $null; Events = 0 }
    ) {
        Start-OtelSpan work | Stop-OtelSpan @Parameter
        $span = Get-OtelSpan work
        $span.Status | Should -Be $Status
        $span.StatusDescription | Should -BeExactly $Description
        $span.Attributes['error.type'] | Should -BeExactly $Type
        $span.Events.Count | Should -Be $Events
    }

    It 'have an error once, on the span where it was told first' {
        $outer = Start-OtelSpan outer
        try {
            $inner = Start-OtelSpan inner
            try { throw [System.IO.IOException]::new('io') } catch { Stop-OtelSpan $inner -ErrorRecord $_; throw }
        }
        catch { Stop-OtelSpan $outer -ErrorRecord $_ }
        (Get-OtelSpan inner).Events.Count | Should -Be 1
        (Get-OtelSpan outer).Events.Count | Should -Be 0
        (Get-OtelSpan outer).Attributes['error.type'] | Should -BeExactly System.IO.IOException
    }
}

Describe 'Misuse of Stop-OtelSpan' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'is an error, and the script goes on: <Case>' -ForEach @(
        @{ Case = 'none is open'; Run = { Stop-OtelSpan -ErrorVariable +failure -ErrorAction SilentlyContinue }; Id = 'NoOpenSpan'; Message = 'No span of Start-OtelSpan is open in this runspace*' }
        @{ Case = 'only a block''s is open'; Run = { Invoke-OtelSpan x { Stop-OtelSpan -ErrorVariable +failure -ErrorAction SilentlyContinue } }; Id = 'NoOpenSpan'; Message = '*Invoke-OtelSpan ends its own.' }
        @{ Case = 'twice'; Run = { $s = Start-OtelSpan x; Stop-OtelSpan $s; Stop-OtelSpan $s -ErrorVariable +failure -ErrorAction SilentlyContinue }; Id = 'SpanEnded'; Message = "-Span: 'x' has ended already*" }
        @{ Case = 'elsewhere'; Run = {
                $s = Start-OtelSpan x
                $shell = [powershell]::Create()
                $null = $shell.AddScript('param($module, $span) Import-Module $module; Stop-OtelSpan $span').AddArgument($ModulePath).AddArgument($s).Invoke()
                $failure.AddRange($shell.Streams.Error.ReadAll())
                $shell.Dispose()
                @(Get-OtelSpan x).Count | Should -Be 0
                Stop-OtelSpan $s
            }; Id = 'SpanOfOtherRunspace'; Message = "-Span: 'x' was started in another runspace*" }
    ) {
        $failure = [System.Collections.ArrayList]::new()
        . $Run
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,AwsOtel.Engine.Commands.StopOtelSpanCommand"
        $failure[0].Exception.Message | Should -BeLike $Message
    }
}

Describe 'Without a session' {
    It 'they do nothing, and say nothing' {
        $held = Start-OtelSpan work -Attribute @{ a = 1 } -ErrorVariable failure
        $held.Name | Should -BeExactly work
        $held.TraceId + $held.SpanId | Should -BeExactly ''
        $held.IsRecording | Should -BeFalse
        Stop-OtelSpan $held -ErrorVariable +failure
        Stop-OtelSpan $held -Status Error -ErrorVariable +failure
        Stop-OtelSpan -ErrorVariable +failure
        Invoke-OtelSpan x -Parent $held -Link $held { 'ran' } -ErrorVariable +failure | Should -BeExactly ran
        $failure.Count | Should -Be 0
    }
}
