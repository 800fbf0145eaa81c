# Metrics of the script's own.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function Get-Received {
        # The script's metrics of the last export, one line a point: name, unit, kind, attributes and value.
        $export = Invoke-RestMethod "$($Local.controlEndpoint)/otlp/metrics" | ForEach-Object { $_ } | Select-Object -Last 1
        foreach ($scope in $export.request.resourceMetrics.scopeMetrics | Where-Object { $_.scope.name -eq 'AwsOtel.Script' }) {
            foreach ($metric in $scope.metrics) {
                $kind = @('histogram', 'sum', 'gauge').Where{ $metric.psobject.Properties[$_] }[0]
                foreach ($point in $metric.$kind.dataPoints) {
                    $attributes = @($point.psobject.Properties['attributes']?.Value | Where-Object { $_ } | Sort-Object key | ForEach-Object { " $($_.key)=$(Get-OtlpValue $_.value)" }) -join ''
                    $value = $kind -eq 'histogram' ? "count $($point.count) sum $($point.sum) bounds $($point.explicitBounds.Count)" : $point.asDouble
                    $falls = $kind -eq 'sum' -and -not $metric.sum.psobject.Properties['isMonotonic']?.Value
                    "$($metric.name) [$($metric.psobject.Properties['unit']?.Value)] $kind$($falls ? ' up and down' : '')$attributes`: $value"
                }
            }
        }
    }
}

Describe 'Write-OtelMetric' {
    BeforeEach {
        Clear-Receiver
        $otlp = @{ Exporter = 'Memory'; MetricExporter = 'Otlp'; Endpoint = $Local.otlp.grpcEndpoint; Protocol = 'Grpc' }
    }

    AfterEach { Stop-AllSession }

    It 'sends each kind, by its attributes' {
        Start-OtelSession @otlp
        Write-OtelMetric orders.sent 2 -Unit '{order}' -Attribute @{ queue = 'a' } | Should -BeNullOrEmpty
        Write-OtelMetric orders.sent 3 -Kind Counter -Attribute @{ queue = 'a' }
        Write-OtelMetric -Name orders.sent -Value 1.5 -Attribute @{ queue = 'b'; rush = $true }
        Write-OtelMetric jobs.running 2 -Kind UpDownCounter
        Write-OtelMetric jobs.running -1 -Kind UpDownCounter
        Write-OtelMetric queue.length 7 -Kind Gauge
        Write-OtelMetric queue.length 4 -Kind Gauge
        0.5, 2 | Write-OtelMetric copy.duration -Kind Histogram -Unit s
        Write-OtelMetric object.size 100 -Kind Histogram -Unit By
        Stop-OtelSession 6>$null -WarningVariable warning
        $warning.Count | Should -Be 0
        Get-Received | Sort-Object | Should -BeExactly @(
            'copy.duration [s] histogram: count 2 sum 2.5 bounds 14'
            'jobs.running [] sum up and down: 1'
            'object.size [By] histogram: count 1 sum 100 bounds 15'
            'orders.sent [{order}] sum queue=a: 5'
            'orders.sent [{order}] sum queue=b rush=True: 1.5'
            'queue.length [] gauge: 4'
        )
    }

    It 'counts where the trace is sampled out, too' {
        Start-OtelSession @otlp -SampleRatio 0
        Write-OtelMetric seen 1
        Stop-OtelSession 6>$null
        Get-Received | Should -BeExactly 'seen [] sum: 1'
    }

    It 'begins anew with the next session, also with another kind' {
        Start-OtelSession @otlp
        Write-OtelMetric again 5
        Stop-OtelSession 6>$null
        Clear-Receiver
        Start-OtelSession @otlp
        Write-OtelMetric again 2 -Kind Gauge
        Stop-OtelSession 6>$null
        Get-Received | Should -BeExactly 'again [] gauge: 2'
    }

    It 'keeps secrets out' {
        Start-OtelSession @otlp
        Write-OtelMetric secret 1 -Attribute @{ a = 'password=hunter2' }
        Stop-OtelSession 6>$null
        Get-Received | Should -BeExactly 'secret [] sum a=password=[redacted]: 1'
    }

    It 'is in the table of the Console exporter' {
        $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; Start-OtelSession -Exporter None -MetricExporter Console; Write-OtelMetric orders.sent 12345 -Unit '{order}'; Write-OtelMetric load 0.25 -Kind Gauge; Stop-OtelSession"
        $run.Out.TrimEnd() -split '\r?\n' | Should -BeExactly 'load         0.25', 'orders.sent  12345 {order}'
    }

    It 'leaves out what is one name too many, and says so once' {
        Start-OtelSession -Exporter None
        1..1003 | ForEach-Object { Write-OtelMetric "m$_" 1 -WarningVariable +warning -WarningAction SilentlyContinue }
        $warning.Count | Should -Be 1
        "$warning" | Should -BeLike "AwsOtel: 'm1001' is one metric too many for a session, of which 1000 are kept*-Attribute."
    }

    It 'does nothing <Case>' -ForEach @(
        @{ Case = 'without a session'; Start = { } }
        @{ Case = 'without an exporter for metrics'; Start = { Start-OtelSession -Exporter None } }
    ) {
        . $Start
        Write-OtelMetric orders.sent 1 -Attribute @{ a = 1 } -ErrorVariable failure -WarningVariable warning | Should -BeNullOrEmpty
        $failure.Count + $warning.Count | Should -Be 0
    }
}

Describe 'What cannot be written as a metric' {
    AfterEach { Stop-AllSession }

    It 'is a clear error, with a session and without: <Case>' -ForEach @(
        @{ Case = 'a name with a space'; Parameter = @{ Name = 'a b'; Value = 1 }; Id = 'InvalidName'; Message = "-Name: 'a b' is no name of a metric. Give a letter*" }
        @{ Case = 'a name that begins with a digit'; Parameter = @{ Name = '1a'; Value = 1 }; Id = 'InvalidName'; Message = "-Name: '1a'*" }
        @{ Case = 'a name that is too long'; Parameter = @{ Name = 'a' * 256; Value = 1 }; Id = 'InvalidName'; Message = '-Name:*at most 255 in all.' }
        @{ Case = 'a counter that falls'; Parameter = @{ Name = 'a'; Value = -1 }; Id = 'InvalidValue'; Message = '-Value: a Counter never falls, and -1 is negative. Give -Kind UpDownCounter, or Gauge.' }
        @{ Case = 'no number'; Parameter = @{ Name = 'a'; Value = [double]::NaN; Kind = 'Gauge' }; Id = 'InvalidValue'; Message = '-Value: NaN is no number*' }
        @{ Case = 'a unit that is too long'; Parameter = @{ Name = 'a'; Value = 1; Unit = 'u' * 64 }; Id = 'InvalidUnit'; Message = '-Unit:*at most 63 characters*' }
        @{ Case = 'a unit that is not ASCII'; Parameter = @{ Name = 'a'; Value = 1; Unit = 'µs' }; Id = 'InvalidUnit'; Message = "-Unit: 'µs' is no unit*" }
        @{ Case = 'an attribute that is an object'; Parameter = @{ Name = 'a'; Value = 1; Attribute = @{ b = @{} } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'b' has a value of type Hashtable*" }
        @{ Case = 'an attribute that is an array'; Parameter = @{ Name = 'a'; Value = 1; Attribute = @{ b = 1, 2 } }; Id = 'InvalidAttribute'; Message = "-Attribute: 'b' has an array. Give a metric one value*" }
    ) {
        foreach ($session in $false, $true) {
            if ($session) { Start-OtelSession -Exporter None }
            { Write-OtelMetric @Parameter } | Should -Throw -ErrorId "$Id,AwsOtel.Engine.Commands.WriteOtelMetricCommand" -ExpectedMessage $Message
        }
    }

    It 'is a clear error within a session: another <Case> for a name' -ForEach @(
        @{ Case = 'kind'; Parameter = @{ Kind = 'Gauge' }; Id = 'OtherKind'; Message = "-Kind: 'Orders' is a Counter already in this session. Write it as one, or under another -Name." }
        @{ Case = 'unit'; Parameter = @{ Unit = 'By' }; Id = 'OtherUnit'; Message = "-Unit: 'Orders' has the unit '{order}' already in this session. Write it in that*" }
    ) {
        Start-OtelSession -Exporter None
        Write-OtelMetric orders 1 -Unit '{order}'
        { Write-OtelMetric Orders 1 @Parameter } | Should -Throw -ErrorId "$Id,AwsOtel.Engine.Commands.WriteOtelMetricCommand" -ExpectedMessage $Message
        Write-OtelMetric Orders 1
    }
}
