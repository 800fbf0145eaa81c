BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    # A busy machine may take longer than a call waits for a hook: only the tests of the cut keep the true time.
    $Longest = [AwsOtel.EngineLoadContext]::LoadEngine().GetType('AwsOtel.Engine.Hooks.ScriptHooks').GetProperty('Longest')
    $TrueLongest = $Longest.GetValue($null)

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function Get-HookAttribute {
        # What hooks have set on the newest span of an operation.
        param($Name)
        $span = @(Get-OtelSpan $Name)[-1]
        ($span.Attributes.Keys | Where-Object { $_ -like 'hook.*' } | Sort-Object | ForEach-Object { "$_=$($span.Attributes[$_] -join ',')" }) -join ' '
    }
}

Describe 'Hooks' {
    BeforeEach { $Longest.SetValue($null, [timespan]'00:01:00') }
    AfterEach {
        Stop-AllSession
        $Longest.SetValue($null, $TrueLongest)
        $env:HOOK_LOG = $null
    }

    It 'see the request and the response, and set attributes' {
        Start-OtelSession -Exporter Memory -RequestHook {
            $Span.SetAttribute('hook.request', "$Service $Operation $($Request.GetType().Name)")
            $Span.SetAttribute('hook.list', @(1, 2))
            $Span.SetAttribute('hook.none', $null)
        } -ResponseHook {
            $Span.SetAttribute('hook.response', "$($Response.GetType().Name) $($Span.Name) $($null -eq $Request)")
            $Span.SetAttribute('hook.ids', "$($Span.TraceId) $($Span.SpanId)")
        }
        $null = Get-S3Bucket @S3
        $span = Get-OtelSpan S3.ListBuckets
        Get-HookAttribute S3.ListBuckets | Should -BeExactly "hook.ids=$($span.TraceId) $($span.SpanId) hook.list=1,2 hook.request=S3 ListBuckets ListBucketsRequest hook.response=ListBucketsResponse S3.ListBuckets True"
        (Get-OtelSession).HookFailureCount | Should -Be 0
    }

    It 'run in a runspace of their own: of the script they see nothing, and change nothing' {
        $mine = 'mine'
        Start-OtelSession -Exporter Memory -RequestHook { $Span.SetAttribute('hook.mine', "[$mine]"); $global:mine = 'theirs'; 'output'; Write-Warning w } -WarningVariable warning
        $output = Get-S3Bucket @S3 -WarningVariable +warning
        Get-HookAttribute S3.ListBuckets | Should -BeExactly 'hook.mine=[]'
        $mine | Should -BeExactly mine
        Get-Variable mine -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
        $output | Where-Object { $_ -is [string] } | Should -BeNullOrEmpty
        $warning | Should -BeNullOrEmpty
    }

    It 'that fail are counted and told once, and the call goes on: <Case>' -ForEach @(
        @{ Case = 'throw'; Hook = { throw 'mine' }; Says = 'mine' }
        @{ Case = 'an error that ends nothing'; Hook = { Write-Error 'mine' }; Says = 'mine' }
        @{ Case = 'an attribute without a name'; Hook = { $Span.SetAttribute('', 1) }; Says = 'SetAttribute: the attribute has no name' }
        @{ Case = 'a value without a type'; Hook = { $Span.SetAttribute('hook.x', @{ a = 1 }) }; Says = "SetAttribute: 'hook.x' has a value of type Hashtable. Give a string, a number or a boolean, or an array of one of these" }
        @{ Case = 'exit'; Hook = { exit 3 }; Says = $null }
    ) {
        $plain = @(Get-S3Bucket @S3).Count
        Start-OtelSession -Exporter Memory -RequestHook $Hook
        $before = @((Get-OtelSession).OwnFailure)
        $Error.Clear()
        1..3 | ForEach-Object { @(Get-S3Bucket @S3).Count | Should -Be $plain }
        $Error.Count | Should -Be 0
        Get-HookAttribute S3.ListBuckets | Should -BeExactly ''
        $session = Get-OtelSession
        $session.HookFailureCount | Should -Be ($Says ? 3 : 0)
        $new = @($session.OwnFailure)[$before.Count..99] -match 'RequestHook'
        if ($Says) {
            $new | Should -HaveCount 1
            $new | Should -Match ([regex]::Escape($Says))
        }
        (Get-OtelSpan S3.ListBuckets).Status | Select-Object -Unique | Should -Be Unset
    }

    It 'that ask for variables of the script are refused before anything starts: <_>' -ForEach 'RequestHook', 'ResponseHook' {
        $hook = @{ $_ = { if ($Operation) { $Span.SetAttribute('hook.limit', $using:limit) } } }
        $failure = { Start-OtelSession -Exporter Memory @hook } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly "Invalid$_,AwsOtel.Engine.Commands.StartOtelSessionCommand"
        $failure.Exception.Message | Should -BeExactly ("-$_`: '`$using:limit' is not there, as hooks run in a runspace of their own. " +
            'Give the value as an environment variable, or in the text: [scriptblock]::Create("...").')
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'may give variables of their own to a block in them' {
        Start-OtelSession -Exporter Memory -RequestHook { $mine = 1; $block = { $using:mine }; $Span.SetAttribute('hook.mine', $mine) }
        $null = Get-S3Bucket @S3
        Get-HookAttribute S3.ListBuckets | Should -BeExactly 'hook.mine=1'
    }

    It 'that take long are cut off, and what they set then comes too late' {
        $Longest.SetValue($null, $TrueLongest)
        $gate = [System.Threading.ManualResetEvent]::new($false)
        [System.AppDomain]::CurrentDomain.SetData('awsotel-gate', $gate)
        try {
            Start-OtelSession -Exporter Memory -RequestHook {
                $null = [System.AppDomain]::CurrentDomain.GetData('awsotel-gate').WaitOne()
                $Span.SetAttribute('hook.late', $true)
            }
            # Neither the call whose hook hangs nor those after it wait for the gate.
            1..3 | ForEach-Object { $null = Get-S3Bucket @S3 }
            (Get-OtelSession).HookFailureCount | Should -Be 3
            @((Get-OtelSession).OwnFailure)[-1] | Should -Match '^-RequestHook failed: it was cut off after 100 ms\.'
        }
        finally {
            $null = $gate.Set()
            [System.AppDomain]::CurrentDomain.SetData('awsotel-gate', $null)
        }
        Stop-OtelSession 3>$null 6>$null
        Get-HookAttribute S3.ListBuckets | Should -BeExactly ''
    }

    It 'are not run for what is excluded, or after the session' {
        $env:HOOK_LOG = Join-Path $TestDrive hook.log
        Start-OtelSession -Exporter Memory -RequestHook { Add-Content $env:HOOK_LOG $Operation } -ExcludeOperation S3.ListObjects*
        $null = Get-S3Bucket @S3
        try { $null = Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        Stop-OtelSession 6>$null
        $null = Get-S3Bucket @S3
        Get-Content $env:HOOK_LOG | Should -BeExactly ListBuckets
    }

    It 'run at calls on pool threads too' {
        Start-OtelSession -Exporter Memory -ResponseHook { $Span.SetAttribute('hook.on', $Operation) }
        $bucket = "hooks-$([guid]::NewGuid().ToString('n'))"
        $null = New-S3Bucket -BucketName $bucket @S3
        try {
            Write-S3Object -BucketName $bucket -Key a -Content a @S3
            Get-HookAttribute S3.PutObject | Should -BeExactly 'hook.on=PutObject'
        }
        finally {
            $null = Remove-S3Object -BucketName $bucket -Key a -Force @S3
            $null = Remove-S3Bucket -BucketName $bucket -Force @S3
        }
    }
}
