#Requires -Version 7.4
#Requires -Modules AWS.Tools.S3
<#
.SYNOPSIS
    Tells the sizes of buckets; its trace and its metrics go to a Collector, and the trace to a file as well.
.DESCRIPTION
    The Collector's address comes from OTEL_EXPORTER_OTLP_ENDPOINT, else it is the Collector of this machine.
#>
[CmdletBinding()]
param(
    [string[]] $BucketName = @('web-pages', 'web-uploads')
)

Import-Module AwsOtel
# The file is for the day on which the Collector is not there.
Start-OtelSession -Exporter Otlp, File -MetricExporter Otlp -ResourceAttribute @{ 'deployment.environment.name' = 'prod' }
try {
    foreach ($bucket in $BucketName) {
        $size = (Get-S3ObjectV2 -BucketName $bucket | Measure-Object Size -Sum).Sum
        "$bucket`: $([long]$size) bytes"
    }
}
finally { Stop-OtelSession }
