# What a script writes to a span that is open: Set-OtelSpan and Add-OtelEvent; and Get-OtelSpan -Current.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function Format-Attribute($Attribute) { ($Attribute.Keys | Sort-Object | ForEach-Object { "$_=$($Attribute[$_])" }) -join ' ' }
}

Describe 'Set-OtelSpan' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'sets attributes of the current span' {
        Invoke-OtelSpan outer {
            Set-OtelSpan @{ a = 1; b = 'x' }
            Invoke-OtelSpan inner { Set-OtelSpan -Attribute @{ c = 2 } }
            Set-OtelSpan @{ b = 'y'; a = $null }
        }
        Format-Attribute (Get-OtelSpan outer).Attributes | Should -BeExactly 'a=1 b=y'
        Format-Attribute (Get-OtelSpan inner).Attributes | Should -BeExactly 'c=2'
    }

    It 'sets attributes of the script span, and between the cmdlets of a pipeline not theirs' {
        Get-S3Bucket @S3 | ForEach-Object { Set-OtelSpan @{ seen = $true } }
        Set-OtelSpan @{ more = 1 }
        Stop-AllSession
        (Get-OtelSpan script).Attributes['more'] | Should -Be 1
        (Get-OtelSpan Get-S3Bucket).Attributes.ContainsKey('seen') | Should -BeFalse
    }

    It 'sets those of a span that is given' {
        $held = Start-OtelSpan held
        Invoke-OtelSpan inner { Set-OtelSpan @{ a = 1 } -Span $held; $held | Set-OtelSpan @{ b = 2 } }
        Stop-OtelSpan $held
        Format-Attribute (Get-OtelSpan held).Attributes | Should -BeExactly 'a=1 b=2'
        (Get-OtelSpan inner).Attributes.Count | Should -Be 0
    }

    It 'sets name and status: <Case>' -ForEach @(
        @{ Case = 'Ok'; Parameter = @{ Status = 'Ok' }; Name = 'x'; Status = 'Ok'; Description = '' }
        @{ Case = 'Error'; Parameter = @{ Status = 'Error'; Description = 'why' }; Name = 'x'; Status = 'Error'; Description = 'why' }
        @{ Case = 'a secret'; Parameter = @{ Status = 'Error'; Description = 'password=hunter2' }; Name = 'x'; Status = 'Error'; Description = 'password=[redacted]' }
        @{ Case = 'back to Unset'; Parameter = @{ Status = 'Unset' }; Name = 'x'; Status = 'Unset'; Description = '' }
        @{ Case = 'a name'; Parameter = @{ Name = 'y' }; Name = 'y'; Status = 'Unset'; Description = '' }
    ) {
        Invoke-OtelSpan x { Set-OtelSpan @Parameter | Should -BeNullOrEmpty }
        $span = Get-OtelSpan
        $span.Name | Should -BeExactly $Name
        $span.Status | Should -Be $Status
        $span.StatusDescription | Should -BeExactly $Description
    }

    It 'is overruled by an exception' {
        try { Invoke-OtelSpan x { Set-OtelSpan -Status Ok; throw 'boom' } } catch { $null = $_ }
        (Get-OtelSpan x).Status | Should -Be Error
    }

    It 'of many runspaces at once loses nothing' {
        Invoke-OtelSpan x {
            1..40 | ForEach-Object -ThrottleLimit 4 -Parallel { Import-Module $using:ModulePath; Set-OtelSpan @{ "a$_" = $_ }; Add-OtelEvent "e$_" }
        }
        (Get-OtelSpan x).Attributes.Count | Should -Be 40
        (Get-OtelSpan x).Events.Count | Should -Be 40
    }
}

Describe 'Add-OtelEvent' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }

    AfterEach { Stop-AllSession }

    It 'notes an event on the current span, now' {
        $before = [datetime]::UtcNow
        Invoke-OtelSpan x { Add-OtelEvent 'order packed' @{ 'order.id' = 7; tags = 'a', 'b' } | Should -BeNullOrEmpty }
        $noted = (Get-OtelSpan x).Events
        $noted.Count | Should -Be 1
        $noted[0].Name | Should -BeExactly 'order packed'
        Format-Attribute $noted[0].Attributes | Should -BeExactly 'order.id=7 tags=a b'
        $noted[0].Time | Should -BeGreaterOrEqual $before
        $noted[0].Time | Should -BeLessOrEqual ([datetime]::UtcNow)
    }

    It 'notes it on a span that is given, at a time that is given' {
        $held = Start-OtelSpan held
        Invoke-OtelSpan x { Add-OtelEvent then -Span $held -Timestamp '2026-01-02T03:04:05Z'; $held | Add-OtelEvent again -Timestamp ([datetime]::new(2026, 1, 2, 3, 4, 6, [System.DateTimeKind]::Utc)) }
        Stop-OtelSpan
        (Get-OtelSpan x).Events.Count | Should -Be 0
        (Get-OtelSpan held).Events | ForEach-Object { "$($_.Name) $($_.Time.ToString('o'))" } | Should -BeExactly 'then 2026-01-02T03:04:05.0000000Z', 'again 2026-01-02T03:04:06.0000000Z'
    }

    It 'keeps secrets out of it' {
        Invoke-OtelSpan x { Add-OtelEvent 'got token=abc' @{ a = 'Bearer abcdefghijkl' } }
        $noted = (Get-OtelSpan x).Events[0]
        $noted.Name | Should -BeExactly 'got token=[redacted]'
        Format-Attribute $noted.Attributes | Should -BeExactly 'a=Bearer [redacted]'
    }
}

Describe 'What cannot be written' {
    AfterEach { Stop-AllSession }

    It 'is anything on the span of a context that has ended: nothing is, and no error is made of it' {
        Start-OtelSession -Name script -Exporter Memory
        $context = Invoke-OtelSpan ended { Get-OtelContext }
        $span = [AwsOtel.OtelContext].GetProperty('Span', [System.Reflection.BindingFlags]'Instance, NonPublic, Public').GetValue($context)
        $span.DisplayName | Should -BeExactly ended
        $said = Use-OtelContext $context { Set-OtelSpan @{ late = 1 } -Status Error -Name late; Add-OtelEvent late } *>&1
        $said | Should -BeNullOrEmpty
        "$($span.DisplayName) $($span.Status) $(@($span.TagObjects).Count) $(@($span.Events).Count)" | Should -BeExactly 'ended Unset 0 0'
    }

    It 'is a clear error of <Command>, with a session and without: <Id>' -ForEach @(
        @{ Command = 'Set-OtelSpan'; Parameter = @{ Attribute = @{ a = @{} } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has a value of type Hashtable*" }
        @{ Command = 'Set-OtelSpan'; Parameter = @{ Description = 'x' }; Id = 'InvalidDescription'; Message = '-Description: only a failure has one. Give -Status Error with it.' }
        @{ Command = 'Set-OtelSpan'; Parameter = @{ Description = 'x'; Status = 'Ok' }; Id = 'InvalidDescription'; Message = '-Description:*' }
        @{ Command = 'Add-OtelEvent'; Parameter = @{ Name = 'e'; Attribute = @{ a = @{} } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'a' has a value of type Hashtable*" }
    ) {
        foreach ($session in $false, $true) {
            if ($session) { Start-OtelSession -Exporter Memory }
            { & $Command @Parameter } | Should -Throw -ErrorId "$Id,AwsOtel.Engine.Commands.$($Command -replace '-')Command" -ExpectedMessage $Message
        }
    }

    It 'is an error of <_> for a span that has ended, and the script goes on' -ForEach 'Set-OtelSpan', 'Add-OtelEvent' {
        Start-OtelSession -Exporter Memory
        $held = Start-OtelSpan held
        Stop-OtelSpan
        if ($_ -eq 'Set-OtelSpan') { Set-OtelSpan @{ a = 1 } -Span $held -ErrorVariable failure -ErrorAction SilentlyContinue }
        else { Add-OtelEvent e -Span $held -ErrorVariable failure -ErrorAction SilentlyContinue }
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "SpanEnded,AwsOtel.Engine.Commands.$($_ -replace '-')Command"
        Stop-AllSession
        Set-OtelSpan @{ a = 1 } -Span $held -ErrorVariable failure
        $failure.Count | Should -Be 0 -Because 'its session has ended'
    }

    It 'is nothing without a session' {
        $held = Start-OtelSpan held
        Set-OtelSpan @{ a = 1 } -Status Error -Description why -Name other -ErrorVariable failure
        Set-OtelSpan @{ a = 1 } -Span $held -ErrorVariable +failure
        Add-OtelEvent e @{ a = 1 } -ErrorVariable +failure
        $held | Add-OtelEvent e -ErrorVariable +failure
        Get-OtelSpan -Current -ErrorVariable +failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 0
    }
}

Describe 'Get-OtelSpan -Current' {
    AfterEach { Stop-AllSession }

    It 'gives the span that the script is in, as it is' {
        $session = Start-OtelSession shop -Name script -Exporter None -PassThru
        (Get-OtelSpan -Current).SpanId | Should -BeExactly $session.SpanId
        Invoke-OtelSpan outer -Kind Server {
            Invoke-OtelSpan inner { }
            Set-OtelSpan @{ a = 1 }
            Add-OtelEvent e
            $current = Get-OtelSpan -Current
        }
        $current | Should -BeOfType AwsOtel.OtelSpan
        $current.Name | Should -BeExactly outer
        $current.TraceId | Should -BeExactly $session.TraceId
        $current.ParentSpanId | Should -BeExactly $session.SpanId
        $current.Kind | Should -Be Server
        $current.Duration | Should -BeGreaterThan ([timespan]::Zero)
        Format-Attribute $current.Attributes | Should -BeExactly 'a=1'
        $current.Events.Name | Should -BeExactly e
        $current.Resource['service.name'] | Should -BeExactly shop
    }

    It 'gives nothing where the trace is sampled out' {
        Start-OtelSession -Exporter Memory -SampleRatio 0
        Get-OtelSpan -Current | Should -BeNullOrEmpty
    }

    It 'gives the finished spans with -Finished, as without it' {
        Start-OtelSession -Exporter Memory
        Invoke-OtelSpan x { }
        (Get-OtelSpan -Finished).Name | Should -BeExactly x
        (Get-OtelSpan -Finished -Name y*) | Should -BeNullOrEmpty
        { Get-OtelSpan -Finished -Current } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }
}
