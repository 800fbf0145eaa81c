Describe 'Runspaces that the script makes' {
    BeforeAll {
        . (Join-Path $PSScriptRoot common.ps1)
        Import-Module $ModulePath
    }

    BeforeEach { Start-OtelSession -Name script -Exporter Memory }
    AfterEach { Stop-OtelSession 6>$null }

    # One after the other, so that the order of the spans is theirs.
    It 'join its session at their first call, and have cmdlet spans from the second: <Kind>' -ForEach @(
        @{ Kind = 'ForEach-Object -Parallel'; Run = { param($Call) 1..2 | ForEach-Object -Parallel { $s3 = $using:Call; Get-S3Bucket @s3; Get-S3Bucket @s3 } -ThrottleLimit 1 -UseNewRunspace } }
        @{ Kind = 'Start-ThreadJob'; Run = { param($Call) 1..2 | ForEach-Object { Start-ThreadJob { $s3 = $using:Call; Get-S3Bucket @s3; Get-S3Bucket @s3 } | Receive-Job -Wait -AutoRemoveJob } } }
        @{
            Kind = 'a runspace of its own'
            Run  = {
                param($Call)
                1..2 | ForEach-Object {
                    $shell = [powershell]::Create()
                    try { $null = $shell.AddScript('param($s3) Get-S3Bucket @s3; Get-S3Bucket @s3').AddArgument($Call).Invoke() }
                    finally { $shell.Runspace.Dispose(); $shell.Dispose() }
                }
            }
        }
    ) {
        $null = & $Run $S3
        Stop-OtelSession 6>$null
        Get-SpanTree (Get-OtelSpan) | Should -BeExactly @(
            'script'
            '  S3.ListBuckets'
            '  Get-S3Bucket'
            '    S3.ListBuckets'
            '  S3.ListBuckets'
            '  Get-S3Bucket'
            '    S3.ListBuckets'
        )
    }

    It 'lose no call where many run at once' {
        1..40 | ForEach-Object -Parallel { $s3 = $using:S3; Get-S3Bucket @s3; Get-S3Bucket @s3 } -ThrottleLimit 8 | Out-Null
        Stop-OtelSession 6>$null
        $spans = Get-OtelSpan
        $root = $spans | Where-Object Name -EQ script
        $cmdlets = @($spans | Where-Object Name -EQ Get-S3Bucket)
        @($spans | Where-Object Name -EQ S3.ListBuckets).Count | Should -Be 80
        # At most the first call of each of the eight runspaces has no cmdlet above it.
        $cmdlets.Count | Should -BeGreaterOrEqual 72
        $cmdlets.ParentSpanId | Sort-Object -Unique | Should -BeExactly $root.SpanId
        @($spans | Where-Object { $_.Name -eq 'S3.ListBuckets' -and $_.ParentSpanId -notin $cmdlets.SpanId -and $_.ParentSpanId -ne $root.SpanId }).Count | Should -Be 0
    }

    It 'see nothing of it in their own $Error and $?' {
        $seen = 1..1 | ForEach-Object -Parallel {
            $s3 = $using:S3
            $null = Get-S3Bucket @s3
            "$?, $($Error.Count)"
        }
        $seen | Should -BeExactly 'True, 0'
    }

    It 'keep no hook after the session' {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        try {
            $shell = [powershell]::Create($runspace)
            $null = $shell.AddScript('param($s3) Get-S3Bucket @s3').AddArgument($S3).Invoke()
            $hook = { [powershell]::Create($runspace).AddScript('$ExecutionContext.InvokeCommand.PostCommandLookupAction').Invoke() | Where-Object { $_ } }
            @(& $hook).Count | Should -Be 1
            Stop-OtelSession 6>$null
            @(& $hook).Count | Should -Be 0
        }
        finally { $runspace.Dispose() }
    }
}
