BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $fixture = Join-Path $PSScriptRoot fixtures two-traces.jsonl

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    # A row as text: name, calls, errors, retries, and p50/p95/max/total in milliseconds.
    function Format-Row {
        param([Parameter(ValueFromPipeline)] $Row)
        process { '{0} {1} {2} {3} {4}/{5}/{6}/{7}' -f $Row.Name, $Row.Calls, $Row.Errors, $Row.Retries, $Row.P50.TotalMilliseconds, $Row.P95.TotalMilliseconds, $Row.Max.TotalMilliseconds, $Row.Total.TotalMilliseconds }
    }
}

Describe 'Measure-OtelTrace' {
    AfterEach { Stop-AllSession }

    It 'adds up by <By>' -ForEach @(
        @{ By = 'Operation'; Expected = 'S3.ListObjectsV2 2 0 0 190/190/190/380', 'S3.CopyObject 1 0 1 330/330/330/330', 'DynamoDB.GetItem 1 1 0 0.15/0.15/0.15/0.15' }
        @{ By = 'Error'; Expected = 'SlowDown 1 0 1 90/90/90/90', 'ThrottlingException 1 1 0 0.15/0.15/0.15/0.15' }
    ) {
        $row = Import-OtelTrace $fixture | Measure-OtelTrace -By $By
        $row | Should -BeOfType AwsOtel.OtelMeasurement
        $row | Format-Row | Should -BeExactly $Expected
        $row.By | Select-Object -Unique | Should -Be $By
    }

    It 'adds up real calls, with their retries and how long they waited' {
        Start-OtelSession -Exporter Memory
        try {
            Clear-Fault
            Add-Fault @{ service = 's3'; operation = 'ListBuckets'; status = 503; errorCode = 'SlowDown' }
            $null = Get-S3Bucket @S3
            $null = Get-S3Bucket @S3
            try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        }
        finally { Clear-Fault }
        Stop-OtelSession 6>$null

        $operation = Measure-OtelTrace | Sort-Object Name
        $operation.ForEach{ "$($_.Name) $($_.Calls) $($_.Errors) $($_.Retries)" } | Should -BeExactly 'S3.ListBuckets 2 0 1', 'S3.ListObjectsV2 1 1 0'
        $span = Get-OtelSpan S3.ListBuckets
        $operation[0].Total | Should -Be ($span[0].Duration + $span[1].Duration)
        $operation[0].Max | Should -Be ($span.Duration | Measure-Object -Maximum).Maximum
        $operation[0].Backoff.TotalSeconds | Should -Be ([math]::Round($span.ForEach{ $_.Attributes['aws.retry.delay'] }.Where{ $_ }[0], 7))
        $operation[0].Backoff | Should -BeLessOrEqual $operation[0].Total

        (Measure-OtelTrace Service).ForEach{ "$($_.Name) $($_.Calls) $($_.Errors) $($_.Retries)" } | Should -BeExactly 'S3 3 1 1'
        (Measure-OtelTrace Cmdlet | Sort-Object Name).ForEach{ "$($_.Name) $($_.Calls) $($_.Errors) $($_.Retries)" } | Should -BeExactly 'Get-S3Bucket 2 0 1', 'Get-S3ObjectV2 1 1 0'
        (Measure-OtelTrace Error | Sort-Object Name).ForEach{ "$($_.Name) $($_.Calls) $($_.Errors) $($_.Retries)" } | Should -BeExactly 'NoSuchBucket 1 1 0', 'SlowDown 1 0 1'
    }

    It 'adds up what the pipeline brings, all traces together, or the one that is asked for' {
        $twice = @(Import-OtelTrace $fixture) + @(Import-OtelTrace (Join-Path $PSScriptRoot fixtures hostile.jsonl))
        ($twice | Measure-OtelTrace).Name | Should -BeExactly 'produce', 'S3.ListObjectsV2', 'S3.CopyObject', 'DynamoDB.GetItem'
        ($twice | Measure-OtelTrace -TraceId ('c' * 32)).Name | Should -BeExactly produce
        (Measure-OtelTrace -InputObject $twice -TraceId ('C' * 32)).Name | Should -BeExactly produce
    }

    It 'gives nothing where there were no calls' {
        Start-OtelSession -Exporter Memory
        Stop-OtelSession 6>$null
        Measure-OtelTrace -ErrorVariable failure | Should -BeNullOrEmpty
        @($failure).Count | Should -Be 0
    }

    It 'says that there are no spans' {
        Import-OtelTrace $fixture -TraceId ('e' * 32) | Measure-OtelTrace -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'TraceNotFound,AwsOtel.Engine.Commands.MeasureOtelTraceCommand'
    }

    It 'refuses to add up by what there is not' {
        { Measure-OtelTrace -By Weekday } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
    }

    It 'shows a row in 80 columns' {
        $text = (Import-OtelTrace $fixture | Measure-OtelTrace | Format-Table | Out-String -Width 80).Trim() -split '\r?\n'
        $text[0] -replace '\s+', ' ' | Should -BeExactly 'Calls Errors Retries P50 ms P95 ms Max ms Total s Wait s Name'
        $text[2].Trim() -replace '\s+', ' ' | Should -BeExactly '2 0 0 190.0 190.0 190.0 0.38 0.00 S3.ListObjectsV2'
        $text.Count | Should -Be 5
    }
}
