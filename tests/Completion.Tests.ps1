BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    function Get-Completion([string] $Line) {
        # What the Tab key would write at the end of a line.
        ([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)).CompletionMatches
    }

    # Two traces in memory
    $first = Start-OtelSession -Name 'the first run.ps1' -Exporter Memory -PassThru
    $second = Start-OtelSession -Name second -Parent 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 -PassThru
    1..2 | ForEach-Object { $null = Get-S3Bucket @S3 }
    Stop-OtelSession 6>$null
    Stop-OtelSession 6>$null
}

Describe 'The Tab key' {
    It 'offers <Expected> for <Line>' -ForEach @(
        @{ Line = 'Start-OtelSession -Exporter '; Expected = 'Console,File,Memory,None,Otlp' }
        @{ Line = 'Start-OtelSession -MetricExporter c'; Expected = 'Console' }
        @{ Line = 'Start-OtelSession -LogExporter o'; Expected = 'Otlp' }
        @{ Line = 'Start-OtelSession -Protocol '; Expected = 'Grpc,HttpProtobuf' }
        @{ Line = 'Start-OtelSession -Endpoint '; Expected = 'http://localhost:4317,http://localhost:4318' }
        @{ Line = 'Start-OtelSession -Endpoint http://localhost:4318'; Expected = 'http://localhost:4318' }
        @{ Line = 'Test-OtelEndpoint '; Expected = 'http://localhost:4317,http://localhost:4318' }
        @{ Line = 'Invoke-OtelSpan step -Kind '; Expected = 'Client,Consumer,Internal,Producer,Server' }
        @{ Line = 'Start-OtelSpan step -Kind p'; Expected = 'Producer' }
        @{ Line = 'Start-OtelSession -Propagator '; Expected = 'tracecontext,baggage,xray,b3,b3multi,none' }
        @{ Line = 'Start-OtelSession -Propagator xray, b3'; Expected = 'b3,b3multi' }
        @{ Line = 'Get-OtelSpan '; Expected = '''the first run.ps1'',second,Get-S3Bucket,S3.ListBuckets' }
        @{ Line = 'Get-OtelSpan -Name get'; Expected = 'Get-S3Bucket' }
        @{ Line = 'Get-OtelSpan -Name *list'; Expected = 'S3.ListBuckets' }
        @{ Line = 'Get-OtelSpan second, S3'; Expected = 'S3.ListBuckets' }
        @{ Line = 'Get-OtelSpan ''the f'; Expected = '''the first run.ps1''' }
    ) {
        (Get-Completion $Line).CompletionText -join ',' | Should -BeExactly $Expected
    }

    It 'offers the traces in memory for <_>, the newest first' -ForEach 'Get-OtelSpan -TraceId ', 'Show-OtelTrace -TraceId ' {
        $offered = Get-Completion $_
        $offered.CompletionText | Should -BeExactly $first.TraceId, $second.TraceId
        $offered[0].ToolTip | Should -MatchExactly '^the first run\.ps1, \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$'
    }

    It 'says how often a span is there' {
        (Get-Completion 'Get-OtelSpan S3.').ToolTip | Should -BeExactly 'S3.ListBuckets, 2 times'
    }
}
