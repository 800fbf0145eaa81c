BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe 'Start-OtelSession -KeepWhen' {
    BeforeEach { Clear-Fault; Clear-Receiver }
    AfterEach { Stop-AllSession; Clear-Fault }

    It 'keeps the whole trace or nothing of it: <Case>' -ForEach @(
        @{ Case = 'a failure'; Keep = @{ KeepWhen = 'Failed' }; Fails = $true; Kept = 5 }
        @{ Case = 'no failure'; Keep = @{ KeepWhen = 'Failed' }; Kept = 0 }
        @{ Case = 'a throttled call that a retry cured'; Keep = @{ KeepWhen = 'Throttled' }; Fault = @{ status = 503; errorCode = 'SlowDown' }; Kept = 5 }
        @{ Case = 'another call that a retry cured'; Keep = @{ KeepWhen = 'Throttled' }; Fault = @{ status = 500; errorCode = 'InternalError' }; Kept = 0 }
        @{ Case = 'a failed attempt that a retry cured'; Keep = @{ KeepWhen = 'Failed' }; Fault = @{ status = 500; errorCode = 'InternalError' }; Kept = 0 }
        @{ Case = 'a slow script'; Keep = @{ KeepWhen = 'Slow'; SlowerThan = 0 }; Kept = 3 }
        @{ Case = 'a quick script'; Keep = @{ KeepWhen = 'Slow'; SlowerThan = '1h' }; Kept = 0 }
        @{ Case = 'one of several'; Keep = @{ KeepWhen = 'Failed', 'Throttled', 'Slow'; SlowerThan = [timespan]'01:00' }; Fails = $true; Kept = 5 }
    ) {
        Start-OtelSession -Exporter Memory @Keep
        if ($Fault) { Add-Fault ($Fault + @{ service = 's3'; operation = 'ListBuckets' }) }
        $null = Get-S3Bucket @S3
        if ($Fails) { try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ } }
        Get-OtelSpan | Should -BeNullOrEmpty
        $result = Stop-OtelSession -PassThru 6>$null
        @(Get-OtelSpan).Count | Should -Be $Kept
        $result.ExportedCount | Should -Be $Kept
        $result.DiscardedCount | Should -Be ($Kept ? 0 : $result.SpanCount)
        $result.DroppedCount | Should -Be 0
    }

    It 'works with every exporter' {
        $file = Join-Path $TestDrive kept.jsonl
        Start-OtelSession -Exporter Otlp, File -Endpoint $Local.otlp.httpEndpoint -Protocol HttpProtobuf -Path $file -KeepWhen Failed
        try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        (Get-Item $file).Length | Should -Be 0
        Stop-OtelSession 6>$null
        (Get-Content $file | ConvertFrom-Json | ConvertFrom-OtlpRequest).Name | Should -HaveCount 3
        (Get-ReceivedExport | ForEach-Object request | ConvertFrom-OtlpRequest).Name | Should -HaveCount 3
    }

    It 'leaves no file in the state folder, and says so' {
        $before = $env:XDG_STATE_HOME
        $env:XDG_STATE_HOME = Join-Path $TestDrive state
        try {
            $path = (Start-OtelSession -Name quiet -KeepWhen Failed -PassThru).Path
            Stop-OtelSession -InformationVariable said 6>$null
        }
        finally { $env:XDG_STATE_HOME = $before }
        Test-Path $path | Should -BeFalse
        "$said" | Should -BeExactly 'AwsOtel: 1 span of quiet not kept: nothing of -KeepWhen was true (Failed).'
    }

    It 'draws nothing on the console of a trace that is not kept' {
        $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Start-OtelSession -Exporter Console -KeepWhen Failed; Stop-OtelSession"
        "$($run.Out)$($run.Err)" | Should -BeExactly ''
    }

    It 'is for the outermost session: another wish of an inner one is a warning' {
        Start-OtelSession -Exporter Memory -KeepWhen Failed
        Start-OtelSession -KeepWhen Throttled -WarningVariable warning 3>$null
        $warning | Should -Match 'A session is on already'
    }
}
