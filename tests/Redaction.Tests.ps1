BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe '-RecordParameter' {
    AfterEach { Stop-AllSession }

    It 'records the values of the parameters that were named, with their types, and no other' {
        Start-OtelSession -Exporter Memory -RecordParameter bucketname, MaxKey, NoAutoIteration, ClientConfig, Region
        try { Get-S3ObjectV2 -BucketName no-such-bucket -MaxKey 3 -NoAutoIteration -Prefix secret/ -ClientConfig @{ MaxErrorRetry = 0 } @S3 } catch { $null = $_ }
        $attributes = (Get-OtelSpan Get-S3ObjectV2).Attributes
        $recorded = $attributes.Keys | Where-Object { $_ -like 'aws.cmdlet.parameter.*' } | Sort-Object | ForEach-Object { "$_=$($attributes[$_]) $($attributes[$_].GetType().Name)" }
        $recorded | Should -BeExactly @(
            'aws.cmdlet.parameter.BucketName=no-such-bucket String'
            'aws.cmdlet.parameter.MaxKey=3 Int64'
            'aws.cmdlet.parameter.NoAutoIteration=True Boolean'
            'aws.cmdlet.parameter.Region=eu-central-1 String'
        )
    }

    It 'cleans them of what looks like a secret' {
        Start-OtelSession -Exporter Memory -RecordParameter Prefix
        try { Get-S3ObjectV2 -BucketName no-such-bucket -Prefix 'token=canary-value' @S3 } catch { $null = $_ }
        (Get-OtelSpan Get-S3ObjectV2).Attributes['aws.cmdlet.parameter.Prefix'] | Should -BeExactly 'token=[redacted]'
    }

    It 'records nothing by default' {
        Start-OtelSession -Exporter Memory
        $null = Get-S3Bucket @S3
        (Get-OtelSpan Get-S3Bucket).Attributes.Keys | Should -Not -Match '^aws\.cmdlet\.parameter\.'
    }

    It 'refuses <_>' -ForEach 'SecretKey', 'accesskey', 'SessionToken', 'Credential', 'MasterUserPassword', 'SecretString', 'ServerSideEncryptionCustomerProvidedKey', '-BucketName', '*' {
        $failure = { Start-OtelSession -Exporter Memory -RecordParameter $_ } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRecordParameter,AwsOtel.Engine.Commands.StartOtelSessionCommand'
        $failure.Exception.Message | Should -Match '^-RecordParameter: '
        Get-OtelSession | Should -BeNullOrEmpty
    }
}

Describe '-RedactAttribute and -RedactPattern' {
    AfterEach { Stop-AllSession }

    It 'take it out of attributes, events and status texts, for every exporter' {
        $file = Join-Path $TestDrive redacted.jsonl
        Clear-Receiver
        Start-OtelSession -Exporter Memory, File, Otlp -Path $file -Endpoint $Local.otlp.httpEndpoint -Protocol HttpProtobuf -RecordParameter BucketName -RedactPattern 'canary-\w+', 'nothing' -RedactAttribute server.port, 'code.*'
        try { Get-S3ObjectV2 -BucketName canary-bucket @S3 } catch { $null = $_ }
        Stop-OtelSession 6>$null
        $operation = Get-OtelSpan S3.ListObjectsV2
        $operation.Attributes['aws.s3.bucket'] | Should -BeExactly '[redacted]'
        $operation.Attributes['server.port'] | Should -BeExactly '[redacted]'
        $operation.Attributes['error.type'] | Should -BeExactly NoSuchBucket
        $cmdlet = Get-OtelSpan Get-S3ObjectV2
        $cmdlet.Attributes['aws.cmdlet.parameter.BucketName'] | Should -BeExactly '[redacted]'
        $cmdlet.Attributes['code.function.name'] | Should -BeExactly '[redacted]'
        $cmdlet.Attributes['code.line.number'] | Should -BeExactly '[redacted]'
        foreach ($seen in (Get-OtelSpan | ConvertTo-Json -Depth 6), (Get-Content $file -Raw), (Get-ReceivedExport | ConvertTo-Json -Depth 20)) {
            $seen | Should -Match 'S3\.ListObjectsV2'
            $seen | Should -Not -Match 'canary-bucket'
        }
    }

    It 'take it out of names and of metrics' {
        Clear-Receiver
        Start-OtelSession -Exporter Memory -MetricExporter Otlp -Endpoint $Local.otlp.httpEndpoint -Protocol HttpProtobuf -RedactPattern 'canary-\w+' -RedactAttribute server.port
        Invoke-OtelSpan 'order of canary-a' { Add-OtelEvent 'paid by canary-b'; $null = Get-S3Bucket @S3 }
        Write-OtelMetric orders 1 -Attribute @{ customer = 'canary-c'; 'server.port' = 1 }
        Stop-OtelSession 6>$null
        $span = Get-OtelSpan order*
        "$($span.Name), $($span.Events.Name)" | Should -BeExactly 'order of [redacted], paid by [redacted]'
        $export = Invoke-RestMethod "$($Local.controlEndpoint)/otlp/metrics" | ForEach-Object { $_ } | Select-Object -Last 1
        $metrics = $export.request.resourceMetrics.scopeMetrics.metrics | Where-Object name -In orders, rpc.client.call.duration | Sort-Object name
        $metrics.name | Should -BeExactly orders, rpc.client.call.duration
        $seen = foreach ($metric in $metrics) {
            $points = @($metric.psobject.Properties['sum']?.Value ?? $metric.histogram).dataPoints
            $points.attributes | Where-Object key -In customer, server.port | Sort-Object key | ForEach-Object { "$($_.key)=$(Get-OtlpValue $_.value)" }
        }
        $seen | Should -BeExactly 'customer=[redacted]', 'server.port=[redacted]', 'server.port=[redacted]'
    }

    It 'take it out of the texts of errors' {
        { Invoke-OtelScript { throw 'it was mine-secret' } -Exporter Memory -RedactPattern 'mine-\w+' } | Should -Throw 'it was mine-secret'
        $span = Get-OtelSpan
        $span.StatusDescription | Should -BeExactly 'it was [redacted]'
        $span.Events[0].Attributes['exception.message'] | Should -BeExactly 'it was [redacted]'
        $span.Events[0].Attributes['exception.stacktrace'] | Should -Not -Match mine-secret
    }

    It 'take a text out whole where a pattern takes too long' {
        Start-OtelSession -Exporter Memory -RedactPattern '^(a+)+$'
        try { Get-S3ObjectV2 -BucketName "$('a' * 60)-b" @S3 } catch { $null = $_ }
        (Get-OtelSpan S3.ListObjectsV2).Attributes['aws.s3.bucket'] | Should -BeExactly '[redacted]'
    }

    It 'refuse what cannot be used: <Case>' -ForEach @(
        @{ Case = 'no regular expression'; Parameter = @{ RedactPattern = 'ok', '(' }; Id = 'InvalidRedactPattern'; Says = "^-RedactPattern: '\(' is not a regular expression: " }
        @{ Case = 'a pattern of nothing'; Parameter = @{ RedactPattern = 'x*' }; Id = 'InvalidRedactPattern'; Says = "^-RedactPattern: 'x\*' matches nothing at all" }
        @{ Case = 'no name'; Parameter = @{ RedactAttribute = ' ' }; Id = 'InvalidRedactAttribute'; Says = '^-RedactAttribute: an attribute has no name' }
    ) {
        $failure = { Start-OtelSession -Exporter Memory @Parameter } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,AwsOtel.Engine.Commands.StartOtelSessionCommand"
        $failure.Exception.Message | Should -Match $Says
        Get-OtelSession | Should -BeNullOrEmpty
    }
}
