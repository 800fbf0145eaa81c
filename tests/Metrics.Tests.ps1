BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3, AWS.Tools.DynamoDBv2

    $bucket = "metrics-$([guid]::NewGuid().ToString('n'))"
    $null = New-S3Bucket -BucketName $bucket @S3
    $callBounds = 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
    $databaseBounds = 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10
    $s3Server = "server.address=127.0.0.1 server.port=$(([uri]$S3.EndpointUrl).Port)"
    $ddbServer = "server.address=127.0.0.1 server.port=$(([uri]$Ddb.EndpointUrl).Port)"

    # The metrics of the last export, by scope and name. They are cumulative: the last export has everything.
    function Get-ReceivedMetric {
        $export = Invoke-RestMethod "$($Local.controlEndpoint)/otlp/metrics" | ForEach-Object { $_ } | Select-Object -Last 1
        foreach ($scopeMetrics in $export.request.resourceMetrics.scopeMetrics) {
            foreach ($metric in $scopeMetrics.metrics) {
                $kind = @('histogram', 'sum', 'gauge').Where{ $metric.psobject.Properties[$_] }[0]
                [pscustomobject]@{
                    Scope = $scopeMetrics.scope.name; Name = $metric.name; Unit = $metric.unit; Kind = $kind
                    Point = @($metric.$kind.dataPoints); Resource = $export.request.resourceMetrics.resource.attributes; Transport = $export.transport
                }
            }
        }
    }

    function Get-Metric([string] $Name, [string] $Scope = 'AwsOtel') { Get-ReceivedMetric | Where-Object { $_.Name -eq $Name -and $_.Scope -eq $Scope } }

    # Each point as a line: its attributes, sorted, and how many calls it counts.
    function Format-Point($Metric) {
        foreach ($point in $Metric.Point) {
            $attributes = @($point.attributes | Sort-Object key | ForEach-Object { "$($_.key)=$(Get-OtlpValue $_.value)" })
            "$($attributes -join ' '): $($Metric.Kind -eq 'histogram' ? $point.count : $point.asInt)"
        }
    }

    function Assert-Histogram($Metric, [double[]] $Bounds, [string[]] $Points) {
        @($Metric).Count | Should -Be 1
        $Metric.Kind | Should -BeExactly histogram
        $Metric.Unit | Should -BeExactly s
        Format-Point $Metric | Sort-Object | Should -BeExactly ($Points | Sort-Object)
        foreach ($point in $Metric.Point) {
            $point.explicitBounds | Should -Be $Bounds
            ($point.bucketCounts | Measure-Object -Sum).Sum | Should -Be $point.count
            $point.sum | Should -BeGreaterThan 0
        }
    }

    function Invoke-SomeCall {
        1..3 | ForEach-Object { $null = Get-S3ObjectV2 -BucketName $bucket @S3 }
        1..2 | ForEach-Object { $null = Get-DDBTableList @Ddb }
        try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        Add-Fault @{ service = 's3'; operation = 'ListBuckets'; count = 2; status = 503; errorCode = 'SlowDown' }
        $null = Get-S3Bucket @S3
    }

    $someRpc = @(
        "$('rpc.method=S3/ListObjectsV2 rpc.system.name=aws-api') $s3Server`: 3"
        "error.type=NoSuchBucket rpc.method=S3/ListObjectsV2 rpc.system.name=aws-api $s3Server`: 1"
        "rpc.method=S3/ListBuckets rpc.system.name=aws-api $s3Server`: 1"
        "rpc.method=DynamoDB/ListTables rpc.system.name=aws-api $ddbServer`: 2"
    )
}

Describe 'Metrics' {
    BeforeEach {
        Clear-Fault
        Clear-Receiver
    }

    AfterEach {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
        Clear-Fault
        Get-ChildItem env:OTEL_* -ErrorAction Ignore | Remove-Item
    }

    Context 'over <Protocol>' -ForEach @{ Protocol = 'Grpc'; Transport = 'grpc' }, @{ Protocol = 'HttpProtobuf'; Transport = 'http/protobuf' } {
        It 'arrive with the buckets and the attributes of the conventions, and count every call' {
            $endpoint = $Protocol -eq 'Grpc' ? $Local.otlp.grpcEndpoint : $Local.otlp.httpEndpoint
            Start-OtelSession shop -Exporter Memory -MetricExporter Otlp -Endpoint $endpoint -Protocol $Protocol
            Invoke-SomeCall
            Stop-OtelSession 6>$null -WarningVariable warning
            $warning | Should -BeNullOrEmpty

            $all = Get-ReceivedMetric
            $all.Transport | Select-Object -Unique | Should -BeExactly $Transport
            $all[0].Resource.Where{ $_.key -eq 'service.name' }.value.stringValue | Should -BeExactly shop
            Assert-Histogram (Get-Metric rpc.client.call.duration) $callBounds $someRpc
            Assert-Histogram (Get-Metric db.client.operation.duration) $databaseBounds `
                "db.operation.name=ListTables db.system.name=aws.dynamodb $ddbServer`: 2"
            $retries = Get-Metric aws.client.retries
            $retries.Unit | Should -BeExactly '{retry}'
            Format-Point $retries | Should -BeExactly 'aws.retry.reason=throttling rpc.method=S3/ListBuckets rpc.system.name=aws-api: 2'
            $all.Where{ $_.Scope -eq 'AwsOtel' }.Name | Sort-Object | Should -BeExactly aws.client.retries, db.client.operation.duration, rpc.client.call.duration

            # The sum is what the spans say.
            $span = Get-OtelSpan
            $count = (Get-Metric rpc.client.call.duration).Point | Measure-Object -Property count -Sum
            $count.Sum | Should -Be @($span | Where-Object Kind -EQ Client).Count
            $seconds = ((Get-Metric rpc.client.call.duration).Point | Measure-Object -Property sum -Sum).Sum
            [math]::Abs($seconds - (($span | Where-Object Kind -EQ Client).Duration.TotalSeconds | Measure-Object -Sum).Sum) | Should -BeLessThan 0.001
        }
    }

    It 'bring the SDK''s own instruments, each service''s on a meter of its own' {
        Start-OtelSession -Exporter Memory -MetricExporter Otlp -Endpoint $Local.otlp.grpcEndpoint
        Invoke-SomeCall
        Stop-OtelSession 6>$null
        $own = Get-ReceivedMetric | Where-Object Scope -NE AwsOtel
        $own.Scope | Sort-Object -Unique | Should -BeExactly AWSSDK.DynamoDB, AWSSDK.S3
        $own.Name | Select-Object -Unique | Should -Contain client.call.duration
        ($own | Where-Object Name -NotLike client.*) | Should -BeNullOrEmpty
        foreach ($case in @{ Scope = 'AWSSDK.S3'; Service = 'S3'; Calls = 5 }, @{ Scope = 'AWSSDK.DynamoDB'; Service = 'DynamoDB'; Calls = 2 }) {
            $metric = Get-Metric client.call.duration $case.Scope
            ($metric.Point | Measure-Object -Property count -Sum).Sum | Should -Be $case.Calls
            $metric.Point.attributes.Where{ $_.key -eq 'rpc.service' }.value.stringValue | Select-Object -Unique | Should -BeLike "$($case.Service)*"
        }
    }

    It 'count the calls of a session whose trace is sampled out' {
        Start-OtelSession -Exporter Memory -MetricExporter Otlp -Endpoint $Local.otlp.grpcEndpoint -SampleRatio 0
        Invoke-SomeCall
        Stop-OtelSession 6>$null
        Get-OtelSpan | Should -BeNullOrEmpty
        Assert-Histogram (Get-Metric rpc.client.call.duration) $callBounds $someRpc
        Format-Point (Get-Metric aws.client.retries) | Should -BeExactly 'aws.retry.reason=throttling rpc.method=S3/ListBuckets rpc.system.name=aws-api: 2'
    }

    It 'count each session anew' {
        foreach ($round in 1, 2) {
            Clear-Receiver
            Start-OtelSession -Exporter Memory -MetricExporter Otlp -Endpoint $Local.otlp.grpcEndpoint
            1..$round | ForEach-Object { $null = Get-S3ObjectV2 -BucketName $bucket @S3 }
            Stop-OtelSession 6>$null
            Format-Point (Get-Metric rpc.client.call.duration) | Should -BeExactly "rpc.method=S3/ListObjectsV2 rpc.system.name=aws-api $s3Server`: $round"
            (Get-Metric client.call.duration AWSSDK.S3).Point[0].count | Should -Be $round
        }
    }

    It 'are of calls of other threads too' {
        Start-OtelSession -Exporter Memory -MetricExporter Otlp -Endpoint $Local.otlp.grpcEndpoint
        1..20 | ForEach-Object -ThrottleLimit 4 -Parallel { $s3 = $using:S3; $null = Get-S3ObjectV2 -BucketName $using:bucket @s3 }
        Stop-OtelSession 6>$null
        Format-Point (Get-Metric rpc.client.call.duration) | Should -BeExactly "rpc.method=S3/ListObjectsV2 rpc.system.name=aws-api $s3Server`: 20"
    }

    Context 'to the console' {
        It 'are a table for the eye alone, one line a set of attributes' {
            $child = Invoke-ChildPwsh -ArgumentList $ModulePath, $bucket, $S3.EndpointUrl -Script @'
param($ModulePath, $Bucket, $Url)
Import-Module $ModulePath
Import-Module AWS.Tools.S3
$S3 = @{ EndpointUrl = $Url; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }
$output = @(
    Start-OtelSession -Exporter Memory -MetricExporter Console
    1..3 | ForEach-Object { $null = Get-S3ObjectV2 -BucketName $Bucket @S3 }
    Stop-OtelSession 6>&1
)
"output: $(@($output | Where-Object { $_ -isnot [System.Management.Automation.InformationRecord] }).Count)"
'@
            $child.Err | Should -BeNullOrEmpty
            $lines = $child.Out -split '\r?\n'
            $lines | Should -Contain 'output: 0'
            $rpc = @($lines -like 'rpc.client.call.duration *')
            $rpc.Count | Should -Be 1
            foreach ($part in 'rpc.system.name=aws-api', 'rpc.method=S3/ListObjectsV2', 'server.address=127.0.0.1') { $rpc[0] | Should -BeLike "* {*$part*}*" }
            $rpc[0] | Should -Match '}\s+3 × 0\.\d+ s$'
            $metric = $lines -match '^(rpc|client|aws)\.'
            $metric | Should -BeExactly ($metric | Sort-Object { [string]::Join('', ($_.ToCharArray() | ForEach-Object { '{0:x4}' -f [int]$_ })) })
        }

        It 'send nothing' {
            Start-OtelSession -Exporter Memory -MetricExporter Console
            $null = Get-S3ObjectV2 -BucketName $bucket @S3
            Stop-OtelSession 6>$null | Should -BeNullOrEmpty
            @(Get-ReceivedMetric).Count | Should -Be 0
        }
    }

    Context 'by environment variables' {
        It 'go where these say: <Case>' -ForEach @(
            @{ Case = 'the general endpoint, grpc'; Transport = 'grpc'; Variable = { @{ OTEL_METRICS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_ENDPOINT = $Local.otlp.grpcEndpoint } } }
            @{ Case = 'the general endpoint, http/protobuf'; Transport = 'http/protobuf'
                Variable = { @{ OTEL_METRICS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_ENDPOINT = $Local.otlp.httpEndpoint; OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf' } }
            }
            @{ Case = 'their own endpoint, as it stands'; Transport = 'http/protobuf'
                Variable = { @{ OTEL_METRICS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_METRICS_ENDPOINT = "$($Local.otlp.httpEndpoint)/v1/metrics"; OTEL_EXPORTER_OTLP_METRICS_PROTOCOL = 'http/protobuf' } }
            }
        ) {
            $variables = & $Variable
            foreach ($name in $variables.Keys) { Set-Item env:$name $variables[$name] }
            Start-OtelSession -Exporter Memory
            $null = Get-S3ObjectV2 -BucketName $bucket @S3
            Stop-OtelSession 6>$null
            $metric = Get-Metric rpc.client.call.duration
            $metric.Transport | Should -BeExactly $Transport
            Format-Point $metric | Should -BeExactly "rpc.method=S3/ListObjectsV2 rpc.system.name=aws-api $s3Server`: 1"
        }

        It 'go nowhere: <Case>' -ForEach @(
            @{ Case = 'nothing is said'; Variable = @{} }
            @{ Case = 'none'; Variable = @{ OTEL_METRICS_EXPORTER = 'none' } }
            @{ Case = 'the parameter wins'; Variable = @{ OTEL_METRICS_EXPORTER = 'otlp' }; Parameter = @{ MetricExporter = 'None' } }
            @{ Case = 'the SDK is disabled'; Variable = @{ OTEL_METRICS_EXPORTER = 'otlp'; OTEL_SDK_DISABLED = 'true' } }
        ) {
            $env:OTEL_EXPORTER_OTLP_ENDPOINT = $Local.otlp.grpcEndpoint
            foreach ($name in $Variable.Keys) { Set-Item env:$name $Variable[$name] }
            $before = [Amazon.AWSConfigs]::TelemetryProvider.MeterProvider
            $parameter = $Parameter ?? @{}
            Start-OtelSession -Exporter Memory @parameter
            [object]::ReferenceEquals($before, [Amazon.AWSConfigs]::TelemetryProvider.MeterProvider) | Should -BeTrue
            $null = Get-S3ObjectV2 -BucketName $bucket @S3
            Stop-OtelSession 6>$null
            @(Get-ReceivedMetric).Count | Should -Be 0
        }
    }

    It 'refuse a value that cannot be used: <Case>' -ForEach @(
        @{ Case = 'an exporter of the variable'; Variable = @{ OTEL_METRICS_EXPORTER = 'prometheus' }; ErrorId = 'InvalidMetricExporter'; Says = '*OTEL_METRICS_EXPORTER*prometheus*' }
        @{ Case = 'one of two exporters of the variable'; Variable = @{ OTEL_METRICS_EXPORTER = 'otlp,statsd' }; ErrorId = 'InvalidMetricExporter'; Says = '*statsd*' }
        @{ Case = 'an exporter of the parameter'; Parameter = @{ MetricExporter = 'Prometheus' }; ErrorId = 'CannotConvertArgumentNoMessage'; Says = '*MetricExporter*' }
        @{ Case = 'an address'; Variable = @{ OTEL_METRICS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_METRICS_ENDPOINT = 'localhost:4317' }; ErrorId = 'InvalidEndpoint'; Says = '*OTEL_EXPORTER_OTLP_METRICS_ENDPOINT*' }
        @{ Case = 'a protocol'; Variable = @{ OTEL_METRICS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_METRICS_PROTOCOL = 'http/json' }; ErrorId = 'InvalidProtocol'; Says = '*http/json*' }
        @{ Case = 'an address that nothing uses'; Parameter = @{ MetricExporter = 'Console'; Endpoint = 'http://localhost:4317' }; ErrorId = 'InvalidEndpoint'; Says = '*Otlp*' }
    ) {
        foreach ($name in $Variable.Keys) { Set-Item env:$name $Variable[$name] }
        $parameter = $Parameter ?? @{}
        $thrown = { Start-OtelSession -Exporter Memory @parameter } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -BeLike "$ErrorId*"
        $thrown.Exception.Message | Should -BeLike $Says
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'that could not be delivered are told at the end, and the calls are not affected' {
        Add-Fault @{ service = 'otlp'; operation = 'metrics'; transport = 'http/protobuf'; status = 400; count = 10 }
        Start-OtelSession -Exporter Memory -MetricExporter Otlp -Endpoint $Local.otlp.httpEndpoint -Protocol HttpProtobuf
        $null = Get-S3ObjectV2 -BucketName $bucket @S3
        $warning = Stop-OtelSession 3>&1 6>$null
        "$warning" | Should -BeLike '*metrics could not be delivered*'
    }

    Context 'and the SDK''s meter provider' {
        It 'is, after the session, what it was before' {
            $before = [Amazon.AWSConfigs]::TelemetryProvider.MeterProvider
            Start-OtelSession -Exporter Memory -MetricExporter Otlp -Endpoint $Local.otlp.grpcEndpoint
            [object]::ReferenceEquals($before, [Amazon.AWSConfigs]::TelemetryProvider.MeterProvider) | Should -BeFalse
            $null = Get-S3ObjectV2 -BucketName $bucket @S3
            Stop-OtelSession 6>$null
            [object]::ReferenceEquals($before, [Amazon.AWSConfigs]::TelemetryProvider.MeterProvider) | Should -BeTrue
        }

        It 'stays the user''s, where they have one' {
            $provider = & ([scriptblock]::Create(@'
class OwnMeterProvider : Amazon.Runtime.Telemetry.Metrics.MeterProvider {
    [Amazon.Runtime.Telemetry.Metrics.Meter] GetMeter([string] $scope, [Amazon.Runtime.Telemetry.Attributes] $attributes) { return $null }
}
[OwnMeterProvider]::new()
'@))
            $telemetry = [Amazon.AWSConfigs]::TelemetryProvider
            $before = $telemetry.MeterProvider
            $telemetry.RegisterMeterProvider($provider)
            try {
                Start-OtelSession -Exporter Memory -MetricExporter Console
                [object]::ReferenceEquals($provider, $telemetry.MeterProvider) | Should -BeTrue
                Stop-OtelSession 6>$null
                [object]::ReferenceEquals($provider, $telemetry.MeterProvider) | Should -BeTrue
            }
            finally { $telemetry.RegisterMeterProvider($before) }
        }
    }
}
