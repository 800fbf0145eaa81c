BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $stateHomeBefore = $env:XDG_STATE_HOME

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    # The receiver leaves out what protobuf leaves out: the status of a span that has none.
    function Get-ReceivedSpan {
        Get-ReceivedExport | ForEach-Object request | ForEach-Object {
            $_.resourceSpans.scopeSpans.spans | Where-Object { -not $_.psobject.Properties['status'] } | Add-Member -NotePropertyName status -NotePropertyValue ([pscustomobject]@{})
            $_
        } | ConvertFrom-OtlpRequest
    }

    function Get-ClosedPort {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $port
    }

    # Who waits for a time-out shall see it; how much longer a busy machine takes is no defect.
    $slack = [timespan]::FromSeconds(8)

    # What a script of its own process needs to make one call.
    $scriptHead = @"
`$ErrorActionPreference = 'Stop'
Import-Module '$ModulePath', AWS.Tools.S3
`$call = @{ EndpointUrl = '$($S3.EndpointUrl)'; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }

"@
}

AfterAll { [System.Environment]::SetEnvironmentVariable('XDG_STATE_HOME', $stateHomeBefore ?? [NullString]::Value) }

Describe 'Stop-OtelSession' {
    BeforeEach {
        $env:XDG_STATE_HOME = Join-Path $TestDrive state
        Clear-Fault
        Clear-Receiver
    }

    AfterEach {
        Stop-AllSession
        Clear-Fault
        Get-ChildItem env:OTEL_* | Remove-Item
    }

    Context 'with -All' {
        It 'ends every session, the innermost first, also those that a script left open' {
            Start-OtelSession -Name outer -Exporter Memory
            { & { Start-OtelSession -Name runbook; Start-OtelSession -Name inner; throw 'and does not stop' } } | Should -Throw
            (Stop-OtelSession -All -PassThru).Name -join ',' | Should -BeExactly 'inner,runbook,outer'
            Get-OtelSession | Should -BeNullOrEmpty
            (Get-OtelSpan).Name -join ',' | Should -BeExactly 'inner,runbook,outer'
        }

        It 'leaves the next session nothing of the last one' {
            Start-OtelSession -Name first -Exporter Memory
            Start-OtelSession -Name left
            Stop-OtelSession -All
            Start-OtelSession -Name second -Exporter Memory
            Stop-OtelSession -All
            (Get-OtelSpan).Name | Should -BeExactly second
        }

        It 'does nothing without a session' { Stop-OtelSession -All -PassThru | Should -BeNullOrEmpty }
    }

    Context 'what it shows while it waits' {
        BeforeAll {
            function Get-Progress([string] $Script) {
                # The records that a runspace of its own writes, where there is no screen.
                $shell = [powershell]::Create()
                try {
                    $null = $shell.AddScript("Import-Module '$ModulePath'; $Script").Invoke()
                    $shell.Streams.Error | Should -BeNullOrEmpty
                    @($shell.Streams.Progress).Where{ $_.Activity -eq 'Delivering the trace' }
                }
                finally { $shell.Dispose() }
            }
        }

        It 'is how many spans are delivered, and that it is over, where the receiver takes seconds' {
            Add-Fault @{ service = 'otlp'; operation = 'traces'; delayMs = 2500 }
            $progress = Get-Progress "Start-OtelSession -Exporter Otlp -Endpoint $($Local.otlp.grpcEndpoint) -TimeoutSec 60; Stop-OtelSession"
            $progress.Count | Should -BeGreaterOrEqual 2
            $progress[0].StatusDescription | Should -BeExactly '0 of 1 span'
            $progress[0].PercentComplete | Should -Be 0
            $progress[0].SecondsRemaining | Should -BeGreaterThan 0
            $progress.RecordType | Select-Object -Unique | Should -Be Processing, Completed
            $progress[-1].RecordType | Should -Be Completed
        }

        It 'is nothing where nothing is waited for' {
            Get-Progress "Start-OtelSession -Exporter Memory; Start-OtelSession -Name inner; Stop-OtelSession; `$outer = Get-OtelSession; if (-not `$outer) { throw 'ended' }" | Should -BeNullOrEmpty
        }

        It 'keeps nothing from being delivered where progress is an error' {
            Add-Fault @{ service = 'otlp'; operation = 'traces'; delayMs = 2500 }
            $null = Get-Progress "`$ProgressPreference = 'Stop'; Start-OtelSession -Exporter Otlp -Endpoint $($Local.otlp.grpcEndpoint) -TimeoutSec 60; Stop-OtelSession"
            @(Get-ReceivedSpan).Count | Should -Be 1
        }
    }

    Context 'what it tells' {
        It 'writes one information record with the trace, the counts and the destination, and no output' {
            $path = Join-Path $TestDrive told.jsonl
            $session = Start-OtelSession -Name run -Exporter Otlp, File, Memory -Endpoint $Local.otlp.grpcEndpoint -Path $path -PassThru
            $null = Get-S3Bucket @S3
            try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
            $output = Stop-OtelSession -InformationVariable information -WarningVariable warning 6>$null
            $output | Should -BeNullOrEmpty
            $warning | Should -BeNullOrEmpty
            @($information).Count | Should -Be 1
            $information[0].Tags | Should -Be AwsOtel
            $text = "$($information[0].MessageData)"
            $text | Should -Match $session.TraceId
            $text | Should -Match '\b5 spans, 2 errors\b'
            $text | Should -Match ([regex]::Escape("Otlp ($([uri]$Local.otlp.grpcEndpoint))"))
            $text | Should -Match ([regex]::Escape("File ($path)"))
            $text | Should -Match '\bMemory\b'
        }

        It 'says one span and no plural of a session without calls' {
            Start-OtelSession -Exporter None
            Stop-OtelSession -InformationVariable information 6>$null
            "$information" | Should -Match '\b1 span, 0 errors\b.* to None\b'
        }

        It 'writes an information record for an inner session as well' {
            Start-OtelSession -Name outer -Exporter Memory
            Start-OtelSession -Name inner
            Stop-OtelSession -InformationVariable information 6>$null
            @($information).Count | Should -Be 1
            "$information" | Should -Match '\b1 span\b'
        }

        It 'gives the complete result with -PassThru' {
            $session = Start-OtelSession -Name run -Exporter Memory -PassThru
            $null = Get-S3Bucket @S3
            try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
            $result = Stop-OtelSession -PassThru 6>$null
            $result | Should -BeOfType AwsOtel.OtelSessionResult
            $result.Name | Should -BeExactly run
            $result.TraceId | Should -BeExactly $session.TraceId
            $result.SpanCount | Should -Be 5
            $result.ErrorCount | Should -Be 2
            $result.ExportedCount | Should -Be 5
            $result.DroppedCount | Should -Be 0
            $script = Get-OtelSpan run
            $result.Duration | Should -BeGreaterOrEqual $script.Duration
        }
    }

    Context 'without a session' {
        It 'does nothing, and says nothing' {
            $output = Stop-OtelSession -PassThru -InformationVariable information -WarningVariable warning -ErrorVariable failure
            $output | Should -BeNullOrEmpty
            $information.Count + $warning.Count + $failure.Count | Should -Be 0
        }

        It 'does nothing the second time' {
            Start-OtelSession -Exporter Memory
            Stop-OtelSession 6>$null
            $before = @(Get-OtelSpan).SpanId
            Stop-OtelSession -PassThru -InformationVariable information | Should -BeNullOrEmpty
            $information | Should -BeNullOrEmpty
            @(Get-OtelSpan).SpanId | Should -Be $before
        }
    }

    Context 'what it takes away' {
        It 'lets calls after it leave no span, also of a client that was made before it' {
            Start-OtelSession -Exporter Memory
            $configuration = [Amazon.S3.AmazonS3Config]@{ ServiceURL = $S3.EndpointUrl; ForcePathStyle = $true; AuthenticationRegion = 'eu-central-1' }
            $client = [Amazon.S3.AmazonS3Client]::new('test', 'test', $configuration)
            $null = $client.ListBucketsAsync().GetAwaiter().GetResult()
            Stop-OtelSession 6>$null
            $before = @(Get-OtelSpan).Count
            $null = $client.ListBucketsAsync().GetAwaiter().GetResult()
            $null = Get-S3Bucket @S3
            $client.Dispose()
            $before | Should -Be 2
            @(Get-OtelSpan).Count | Should -Be $before
            [System.Diagnostics.Activity]::Current | Should -BeNullOrEmpty
        }
    }

    Context 'delivery' {
        It 'has every span at the receiver and in the file when it returns' {
            $path = Join-Path $TestDrive delivered.jsonl
            Start-OtelSession -Exporter Otlp, File -Endpoint $Local.otlp.grpcEndpoint -Path $path
            1..5 | ForEach-Object { $null = Get-S3Bucket @S3 }
            $result = Stop-OtelSession -PassThru 6>$null
            @(Get-ReceivedSpan).Count | Should -Be 11
            @(Get-Content $path).Count | Should -Be 11
            $result.ExportedCount | Should -Be 11
            $result.DroppedCount | Should -Be 0
        }

        It 'writes spans in the order in which they end: what is inside first, the script last' {
            $path = Join-Path $TestDrive order.jsonl
            Start-OtelSession -Name run -Path $path
            $null = Get-S3Bucket @S3
            Stop-OtelSession 6>$null
            (Get-Content $path | ConvertFrom-Json | ConvertFrom-OtlpRequest).Name -join ',' | Should -BeExactly 'S3.ListBuckets,Get-S3Bucket,run'
        }

        It 'has what has ended in the file while the session is still on' {
            $path = Join-Path $TestDrive during.jsonl
            Start-OtelSession -Path $path
            $null = Get-S3Bucket @S3
            (Get-Content $path | ConvertFrom-Json | ConvertFrom-OtlpRequest).Name -join ',' | Should -BeExactly 'S3.ListBuckets,Get-S3Bucket'
        }

        It 'counts as exported what every exporter took, and as dropped what one lost' {
            Add-Fault @{ service = 'otlp'; operation = 'traces'; status = 400; count = 10 }
            Start-OtelSession -Exporter Otlp, Memory -Endpoint $Local.otlp.httpEndpoint -Protocol HttpProtobuf -TimeoutSec 5
            $null = Get-S3Bucket @S3
            $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
            $result.SpanCount | Should -Be 3
            $result.ExportedCount | Should -Be 0
            $result.DroppedCount | Should -Be 3
            @($warning).Count | Should -Be 1
            $warning | Should -Match '3 spans of 3 could not be delivered to Otlp .*: 400 Bad Request\. They are lost\.$'
            @(Get-OtelSpan).Count | Should -Be 3
        }

        It 'delivers with the longest timeout that can be typed' {
            Start-OtelSession -Endpoint $Local.otlp.grpcEndpoint -TimeoutSec ([int]::MaxValue)
            $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
            $result.ExportedCount | Should -Be 1
            $warning | Should -BeNullOrEmpty
        }
    }

    Context 'an endpoint that is dead' {
        It 'costs no more than the timeout, and one warning, on a closed port over <_>' -ForEach 'Grpc', 'HttpProtobuf' {
            $endpoint = "http://127.0.0.1:$(Get-ClosedPort)"
            Start-OtelSession -Endpoint $endpoint -Protocol $_ -TimeoutSec 2
            (Get-S3Bucket @S3 -ErrorVariable failure) | Out-Null
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
            $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(2) + $slack)
            $failure | Should -BeNullOrEmpty
            @($warning).Count | Should -Be 1
            $warning | Should -Match ([regex]::Escape("3 spans of 3 could not be delivered to Otlp ($endpoint"))
            $result.ExportedCount, $result.SpooledCount, $result.DroppedCount | Should -Be 0, 3, 0
            $warning | Should -Match ([regex]::Escape("They are kept in $(Join-Path $env:XDG_STATE_HOME awsotel spool): the next session that reaches this endpoint sends them."))
        }

        It 'costs no more than the timeout of <Case>, and one warning, where nobody answers over <Protocol>' -ForEach @(
            @{ Case = '-TimeoutSec'; Protocol = 'Grpc'; Parameter = @{ TimeoutSec = 1 }; Variable = @{} }
            @{ Case = '-TimeoutSec'; Protocol = 'HttpProtobuf'; Parameter = @{ TimeoutSec = 1 }; Variable = @{} }
            @{ Case = 'OTEL_EXPORTER_OTLP_TIMEOUT'; Protocol = 'Grpc'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_TIMEOUT = '1000' } }
        ) {
            $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $listener.Start()
            try {
                $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
                Start-OtelSession -Endpoint "http://$($listener.LocalEndpoint)" -Protocol $Protocol @Parameter
                $null = Get-S3Bucket @S3
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $result = Stop-OtelSession -PassThru -WarningVariable warning 3>$null 6>$null
                $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(1) + $slack)
                @($warning).Count | Should -Be 1
                $warning | Should -Match '3 spans of 3 could not be delivered to Otlp .*: no answer in time\. They are kept in '
                $result.SpooledCount, $result.DroppedCount | Should -Be 3, 0
            }
            finally { $listener.Stop() }
        }

        It 'leaves the file whole' {
            $path = Join-Path $TestDrive beside.jsonl
            Start-OtelSession -Exporter Otlp, File -Endpoint "http://127.0.0.1:$(Get-ClosedPort)" -Path $path -TimeoutSec 2
            $null = Get-S3Bucket @S3
            Stop-OtelSession 3>$null 6>$null
            @(Get-Content $path).Count | Should -Be 3
        }
    }

    Context 'a script whose preferences end it' {
        It 'goes on where a warning or information of ours would end it: <Preference>' -ForEach @(@{ Preference = 'Stop' }, @{ Preference = 'Inquire' }) {
            $WarningPreference = $InformationPreference = $Preference
            { Start-OtelSession -Endpoint http://127.0.0.1:1 -SpoolPath '' -TimeoutSec 1 -Propagator jaeger, b3 } | Should -Not -Throw
            Get-OtelSession | Should -Not -BeNullOrEmpty
            { Stop-OtelSession } | Should -Not -Throw
            Get-OtelSession | Should -BeNullOrEmpty
        }

        It 'is ended by what is typed, and has no session that was not started' {
            { Start-OtelSession -Exporter Memory -Propagator jaeger, b3 -WarningAction Stop } | Should -Throw *jaeger*
            Get-OtelSession | Should -BeNullOrEmpty
        }

        It 'ends with its own error under Invoke-OtelScript' {
            Set-Content TestDrive:/run.ps1 'throw "mine"'
            { Invoke-OtelScript TestDrive:/run.ps1 -Endpoint http://127.0.0.1:1 -SpoolPath '' -TimeoutSec 1 -WarningAction Stop } | Should -Throw mine
        }
    }

    # The other ends without it: Ends.Tests.ps1.
    Context 'a module that is removed' {
        It 'ends the session: spans delivered, hook gone' {
            $path = Join-Path $TestDrive removed.jsonl
            $run = Invoke-ChildPwsh "$scriptHead
Start-OtelSession -Name run -Path '$path'
`$null = Get-S3Bucket @call
Remove-Module AwsOtel
`$null = Get-S3Bucket @call
`$null -eq `$ExecutionContext.InvokeCommand.PostCommandLookupAction
Get-Content '$path' | Measure-Object | ForEach-Object Count"
            $run.Err | Should -BeExactly ''
            $run.Out.Trim() -split '\r?\n' | Should -Be 'True', '3'
        }
    }
}
