# Logs: what they say, which span they are of, where they go; and that nothing changes for the script that writes.

BeforeDiscovery {
    $cases = & ([System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'LogCases.ps1'))
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $Bucket = "logs-$([guid]::NewGuid().ToString('n'))"
    $null = New-S3Bucket -BucketName $Bucket @S3
    1..3 | ForEach-Object { Write-S3Object -BucketName $Bucket -Key "a/$_.txt" -Content ('x' * $_) @S3 }

    # The log records that the receiver got since Clear-Receiver, in the order in which they came.
    function Get-ReceivedLog {
        foreach ($export in Invoke-RestMethod "$($Local.controlEndpoint)/otlp/logs" | ForEach-Object { $_ }) {
            foreach ($resourceLogs in $export.request.resourceLogs) {
                foreach ($scopeLogs in $resourceLogs.scopeLogs) {
                    foreach ($record in $scopeLogs.logRecords) {
                        $attributes = [ordered]@{}
                        foreach ($attribute in $record.psobject.Properties['attributes']?.Value | Sort-Object key) { $attributes[$attribute.key] = Get-OtlpValue $attribute.value }
                        [pscustomobject]@{
                            Severity = $record.severityNumber; Text = $record.severityText; Body = $record.body.stringValue; Attributes = $attributes
                            TraceId = "$($record.psobject.Properties['traceId']?.Value)"; SpanId = "$($record.psobject.Properties['spanId']?.Value)"
                            Flags = [int]$record.psobject.Properties['flags']?.Value
                            Scope = $scopeLogs.scope.name; Transport = $export.transport; Headers = $export.headers
                            Service = $resourceLogs.resource.attributes.Where{ $_.key -eq 'service.name' }.value.stringValue
                        }
                    }
                }
            }
        }
    }

    $ShortName = @{ 9 = 'INFO'; 13 = 'WARN'; 17 = 'ERROR' }
    function Format-Log { process { "$($ShortName[[int]$_.Severity]) $(@($_.Body -split '\r?\n')[0])" } }
}

AfterAll {
    Get-S3Object -BucketName $Bucket @S3 | ForEach-Object { Remove-S3Object -BucketName $Bucket -Key $_.Key -Force @S3 | Out-Null }
    Remove-S3Bucket -BucketName $Bucket -Force @S3 | Out-Null
}

Describe 'With logs on, a script sees the same' {
    BeforeAll {
        function Invoke-Case([string] $Options) {
            # All cases in one process: what each shows, by its name.
            $result = Join-Path $TestDrive cases.json
            $work = New-Item -ItemType Directory (Join-Path $TestDrive work)
            $runner = [System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'TransparencyRunner.ps1')
            $caller = Join-Path $TestDrive caller.ps1
            Set-Content $caller "& '$runner' '$result' '$Bucket' '' '$($work.FullName)' -CaseFile LogCases.ps1 $Options"
            $text = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -File $caller 2>&1 | Out-String
            Remove-Item $work -Recurse
            if (-not (Test-Path $result)) { throw "The cases did not run to their end:`n$text" }
            Get-Content $result -Raw | ConvertFrom-Json -AsHashtable
            Remove-Item $result
        }

        $Plain = Invoke-Case
        Clear-Receiver
        $Logged = Invoke-Case '-Traced -Logged'
        # The receiver has them in order: each case has as many as it made.
        $received = @(Get-ReceivedLog | Format-Log)
        $made = @{}
        $next = 0
        foreach ($case in & ([System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'LogCases.ps1'))) {
            $count = $Logged[$case.Name].Logs
            $made[$case.Name] = @($received | Select-Object -Skip $next -First $count)
            $next += $count
        }
        $ReceivedCount = $received.Count
        $MadeCount = $next
    }

    It '<Name>' -ForEach $cases {
        $Plain[$Name].Lines | Should -Not -BeNullOrEmpty
        Compare-Object @($Plain[$Name].Lines) @($Logged[$Name].Lines) -CaseSensitive -SyncWindow 0 |
            ForEach-Object { "$($_.SideIndicator -eq '<=' ? '-' : '+') $($_.InputObject)" } | Should -BeNullOrEmpty
        $lines = $made[$Name]
        $lines.Count | Should -Be $Log.Count -Because "there was: $($lines -join '; ')"
        for ($i = 0; $i -lt $Log.Count; $i++) { $lines[$i] | Should -BeLikeExactly $Log[$i] }
    }

    It 'and no record is of no case' { $ReceivedCount | Should -Be $MadeCount }

    It 'and the module itself had no failure' { $Logged['*'].OwnFailure | Should -BeNullOrEmpty }
}

Describe 'Log records' {
    BeforeAll {
        # As scripts have it.
        $ErrorActionPreference = 'Continue'
    }

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
        It 'say what was written, how grave it is, where, and in which span' {
            $endpoint = $Protocol -eq 'Grpc' ? $Local.otlp.grpcEndpoint : $Local.otlp.httpEndpoint
            $script = Join-Path $TestDrive writes.ps1
            Set-Content $script @'
param($Bucket, $S3)
Write-Warning 'of the script'
Invoke-OtelSpan block {
    Write-Information 'of the block' -Tags step, two
    $null = Get-Item -Path (Join-Path $PSScriptRoot none) 2>&1
}
Write-Host 'for the eye'
try { $null = Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { Write-Host 'caught' }
Write-Error 'own' -ErrorId OwnId -Category DeviceError 2>$null
'@
            Start-OtelSession shop -Name shop.ps1 -Exporter Memory -LogExporter Otlp -Endpoint $endpoint -Protocol $Protocol
            & $script $Bucket $S3 3>$null 6>$null
            (Get-OtelSession).LogCount | Should -Be 7
            Stop-OtelSession 6>$null -WarningVariable warning
            $warning | Should -BeNullOrEmpty

            $log = @(Get-ReceivedLog)
            $log.Transport | Select-Object -Unique | Should -BeExactly $Transport
            $log.Service | Select-Object -Unique | Should -BeExactly shop
            $log.Scope | Select-Object -Unique | Should -BeExactly AwsOtel
            $log.Flags | Select-Object -Unique | Should -Be 1
            $spans = @{}
            foreach ($span in Get-OtelSpan) { $spans[[Convert]::ToBase64String([Convert]::FromHexString($span.SpanId))] = $spans[$span.SpanId] = $span.Name }
            $lines = foreach ($record in $log) {
                # Stack traces are long, and are looked at below.
                $said = foreach ($name in $record.Attributes.Keys -ne 'exception.stacktrace') { "$name=$($record.Attributes[$name] -join ',')" }
                "$($record.Severity) $($record.Text) [$($spans[$record.SpanId])] $($record.Body) | $($said -join ' ')"
            }
            $file = "code.file.path=$script"
            $none = "Cannot find path '$(Join-Path $TestDrive none)' because it does not exist."
            $service = ($log | Where-Object { $_.Attributes['exception.type'] -like 'Amazon*' -or $_.Body -like '*bucket*' }).Body
            $lines | Should -BeExactly @(
                "13 Warning [shop.ps1] of the script | $file code.line.number=2"
                "9 Information [block] of the block | aws.script.information.tags=step,two $file code.line.number=4"
                "17 Error [block] $none | aws.script.error.category=ObjectNotFound aws.script.error.id=PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand $file code.line.number=5 exception.message=$none exception.type=System.Management.Automation.ItemNotFoundException"
                "9 Information [shop.ps1] for the eye | aws.script.information.tags=PSHOST $file code.line.number=7"
                "17 Error [Get-S3ObjectV2] $service | $file code.line.number=8 exception.message=$service exception.type=Amazon.S3.Model.NoSuchBucketException"
                "9 Information [shop.ps1] caught | aws.script.information.tags=PSHOST $file code.line.number=8"
                "17 Error [shop.ps1] own | aws.script.error.category=DeviceError aws.script.error.id=OwnId,writes.ps1 $file code.line.number=9 exception.message=own exception.type=Microsoft.PowerShell.Commands.WriteErrorException"
            )
            foreach ($record in $log | Where-Object Severity -EQ 17) { $record.Attributes['exception.stacktrace'] | Should -BeLike "$($record.Attributes['exception.type'])*$($record.Body)*" }
            $log[2].Attributes['exception.stacktrace'] | Should -BeLike "*at <ScriptBlock>, $script`: line 5*"
        }
    }

    It 'are of every runspace that is part of the session' {
        Start-OtelSession -Name main -Exporter Memory -LogExporter Otlp -Endpoint $Local.otlp.grpcEndpoint
        1..4 | ForEach-Object -ThrottleLimit 2 -Parallel {
            $s3 = $using:S3
            $null = Get-S3ObjectV2 -BucketName $using:Bucket -MaxKey 1 @s3
            Write-Warning "item $_"
            Write-Error "error $_"
        } 2>$null 3>$null
        Stop-OtelSession 6>$null
        $log = @(Get-ReceivedLog)
        $log | Format-Log | Sort-Object | Should -BeExactly (@(1..4 | ForEach-Object { "ERROR error $_" }) + @(1..4 | ForEach-Object { "WARN item $_" }))
        $log.TraceId | Sort-Object -Unique | Should -HaveCount 1
        $log.SpanId | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'are of a session whose trace is sampled out, too' {
        Start-OtelSession -Exporter Memory -LogExporter Otlp -Endpoint $Local.otlp.grpcEndpoint -SampleRatio 0
        $id = (Get-OtelSession).TraceId
        Write-Warning 'sampled out' 3>$null
        try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { Write-Warning 'cmdlet' 3>$null }
        try { Invoke-OtelSpan block { throw 'of the block' } } catch { Write-Warning 'block' 3>$null }
        Get-S3ObjectV2 -BucketName $Bucket @S3 | ForEach-Object { $_ } | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        try { Get-S3ObjectV2 -BucketName $Bucket @S3 | ForEach-Object { throw 'downstream' } } catch { Write-Warning 'not the cmdlet' 3>$null }
        Stop-OtelSession 6>$null
        Get-OtelSpan | Should -BeNullOrEmpty
        $log = @(Get-ReceivedLog)
        $log | Format-Log | Should -BeExactly 'WARN sampled out', 'ERROR The specified bucket does not exist', 'WARN cmdlet', 'ERROR of the block', 'WARN block', 'WARN not the cmdlet'
        $log.Flags | Select-Object -Unique | Should -Be 0
        $log.TraceId | Select-Object -Unique | Should -BeIn $id, ([Convert]::ToBase64String([Convert]::FromHexString($id)))
    }

    It 'are of nothing that was before the session or comes after it' {
        Write-Error before 2>$null
        Start-OtelSession -Exporter Memory -LogExporter Otlp -Endpoint $Local.otlp.grpcEndpoint
        Write-Warning 'in it' 3>$null
        Stop-OtelSession 6>$null
        Write-Warning after 3>$null
        Write-Error after 2>$null
        Get-ReceivedLog | Format-Log | Should -BeExactly 'WARN in it'
    }

    It 'have an error once, with the innermost span that it ended' {
        Start-OtelSession -Name script -Exporter Memory -LogExporter Otlp -Endpoint $Local.otlp.grpcEndpoint
        try { Invoke-OtelSpan outer { Invoke-OtelSpan inner { throw 'through both' } } } catch { Write-Error $_ 2>$null }
        Stop-OtelSession 6>$null
        $log = @(Get-ReceivedLog)
        $log | Format-Log | Should -BeExactly 'ERROR through both'
        $id = (Get-OtelSpan inner).SpanId
        $log.SpanId | Should -BeIn $id, ([Convert]::ToBase64String([Convert]::FromHexString($id)))
    }

    It 'have the error that ends a script: <Case>' -ForEach @(
        @{ Case = 'run by Invoke-OtelScript'; Run = 'Invoke-OtelScript $args[0] @parameter' }
        @{ Case = 'with a session of its own'; Run = 'Start-OtelSession @parameter; & $args[0]' }
    ) {
        $script = Join-Path $TestDrive throws.ps1
        Set-Content $script "Write-Information 'begins'; throw 'the end'"
        $child = Invoke-ChildPwsh -ArgumentList $script, $ModulePath, $Local.otlp.grpcEndpoint -Script "Import-Module `$args[1]; `$parameter = @{ Exporter = 'Memory'; LogExporter = 'Otlp'; Endpoint = `$args[2] }; $Run"
        $child.ExitCode | Should -Be 1
        $child.Err | Should -BeLike '*the end*'
        Get-ReceivedLog | Format-Log | Should -BeExactly 'INFO begins', 'ERROR the end'
    }

    It 'leave the text of a process, its transcript and its exit code alone' {
        $script = Join-Path $TestDrive host.ps1
        Set-Content $script @'
param($Transcript)
$null = Start-Transcript $Transcript -UseMinimalHeader
Write-Host 'plain' -ForegroundColor Green
Write-Host 'no' -NoNewline; Write-Host ' line'
Write-Warning 'careful'
Write-Information 'shown' -InformationAction Continue
Write-Error 'wrong'
Get-Item /no/such/file
1 / 0
'output'
$null = Stop-Transcript
$global:LASTEXITCODE = 5
exit 7
'@
        $seen = foreach ($log in 'None', 'Otlp') {
            $transcript = Join-Path $TestDrive transcript.txt
            $child = Invoke-ChildPwsh -ArgumentList $script, $ModulePath, $Local.otlp.grpcEndpoint, $log, $transcript -Script @'
Import-Module $args[1]
$parameter = @{ Exporter = 'Memory'; LogExporter = $args[3] }
if ($args[3] -eq 'Otlp') { $parameter.Endpoint = $args[2] }
Start-OtelSession @parameter
& $args[0] $args[4]
'@
            # The scripts that ran them have names of their own.
            [ordered]@{ Out = $child.Out; Err = $child.Err; ExitCode = $child.ExitCode; Transcript = Get-Content $transcript -Raw } | ConvertTo-Json |
                ForEach-Object { $_ -replace 'awsotel-[0-9a-f]{32}', 'caller' -replace '(?<=(Start|End) time: )\d+' }
            Remove-Item $transcript
        }
        $seen[1] | Should -BeExactly $seen[0]
        $seen[0] | Should -BeLike '*careful*'
        Get-ReceivedLog | Format-Log |
            Should -BeExactly 'INFO plain', 'INFO no', 'INFO  line', 'WARN careful', 'INFO shown', 'ERROR wrong', "ERROR Cannot find path '/no/such/file' because it does not exist.", 'ERROR Attempted to divide by zero.'
    }

    It 'have no secret, nor what the user wants taken out' {
        Start-OtelSession -Exporter Memory -LogExporter Otlp -Endpoint $Local.otlp.grpcEndpoint -RedactPattern 'order-\d+' -RedactAttribute code.file.path
        & {
            Write-Warning 'AKIAIOSFODNN7EXAMPLE is no key to log, and order-12345 no number'
            Write-Information 'password=hunter2hunter2 of order-12345' -Tags order-12345, 'token=hunter2hunter2'
            Write-Error 'secret: hunter2hunter2, https://user:hunter2hunter2@host/?X-Amz-Signature=hunter2hunter2 for order-12345'
            Get-Item /order-12345
        } *>$null
        Stop-OtelSession 6>$null
        $log = @(Get-ReceivedLog)
        $text = $log | ConvertTo-Json -Depth 5
        foreach ($secret in 'hunter2', 'AKIAIOSFODNN7EXAMPLE', 'order-12345', 'Logs.Tests.ps1"') { $text | Should -Not -BeLike "*$secret*" }
        $log.Body[0] | Should -BeExactly '[redacted] is no key to log, and [redacted] no number'
        $log.Attributes.ForEach{ $_['code.file.path'] } | Select-Object -Unique | Should -BeExactly '[redacted]'
        $log.Count | Should -Be 4
    }

    Context 'to the console' {
        It 'are lines for the eye alone' {
            $child = Invoke-ChildPwsh -ArgumentList $ModulePath -Script @'
param($ModulePath)
Import-Module $ModulePath
$output = @(
    Start-OtelSession -Exporter None -LogExporter Console
    Write-Warning 'careful' 3>$null
    Write-Error "two`nlines" 2>$null
    Write-Information 'told'
    Stop-OtelSession 6>&1
)
"output: $(@($output | Where-Object { $_ -isnot [System.Management.Automation.InformationRecord] }).Count)"
'@
            $child.Err | Should -BeNullOrEmpty
            $lines = $child.Out.TrimEnd() -split '\r?\n'
            $lines -replace '^\d\d:\d\d:\d\d\.\d{3}', 'time' | Should -BeExactly 'time WARN  careful', "time ERROR two$([char]0xfffd)lines", 'time INFO  told', 'output: 0'
        }

        It 'send nothing' {
            Start-OtelSession -Exporter Memory -LogExporter Console
            Write-Warning unsent 3>$null
            Stop-OtelSession 6>$null | Should -BeNullOrEmpty
            @(Get-ReceivedLog).Count | Should -Be 0
        }
    }

    Context 'by environment variables' {
        It 'go where these say: <Case>' -ForEach @(
            @{ Case = 'the general endpoint, grpc'; Transport = 'grpc'; Variable = { @{ OTEL_LOGS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_ENDPOINT = $Local.otlp.grpcEndpoint } } }
            @{ Case = 'the general endpoint, http/protobuf'; Transport = 'http/protobuf'
                Variable = { @{ OTEL_LOGS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_ENDPOINT = $Local.otlp.httpEndpoint; OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf' } }
            }
            @{ Case = 'their own, as they stand'; Transport = 'http/protobuf'; Header = 'own'
                Variable = {
                    @{
                        OTEL_LOGS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:9'; OTEL_EXPORTER_OTLP_LOGS_ENDPOINT = "$($Local.otlp.httpEndpoint)/v1/logs"
                        OTEL_EXPORTER_OTLP_LOGS_PROTOCOL = 'http/protobuf'; OTEL_EXPORTER_OTLP_LOGS_HEADERS = 'x-key=own'; OTEL_EXPORTER_OTLP_HEADERS = 'x-key=general'
                        OTEL_EXPORTER_OTLP_LOGS_TIMEOUT = '9000'
                    }
                }
            }
        ) {
            $variables = & $Variable
            foreach ($name in $variables.Keys) { Set-Item env:$name $variables[$name] }
            Start-OtelSession -Exporter Memory
            (Get-OtelSession).Source.LogExporter | Should -BeExactly OTEL_LOGS_EXPORTER
            (Get-OtelSession).Setting | Should -BeLike '*LogExporter = Otlp (OTEL_LOGS_EXPORTER)*'
            Write-Warning 'sent' 3>$null
            Stop-OtelSession 6>$null
            $log = @(Get-ReceivedLog)
            $log | Format-Log | Should -BeExactly 'WARN sent'
            $log.Transport | Should -BeExactly $Transport
            if ($Header) { $log.Headers.'x-key' | Should -BeExactly $Header }
        }

        It 'go nowhere: <Case>' -ForEach @(
            @{ Case = 'nothing is said'; Variable = @{} }
            @{ Case = 'none'; Variable = @{ OTEL_LOGS_EXPORTER = 'none' } }
            @{ Case = 'the parameter wins'; Variable = @{ OTEL_LOGS_EXPORTER = 'otlp' }; Parameter = @{ LogExporter = 'None' } }
            @{ Case = 'the SDK is disabled'; Variable = @{ OTEL_LOGS_EXPORTER = 'otlp'; OTEL_SDK_DISABLED = 'true' } }
        ) {
            $env:OTEL_EXPORTER_OTLP_ENDPOINT = $Local.otlp.grpcEndpoint
            foreach ($name in $Variable.Keys) { Set-Item env:$name $Variable[$name] }
            $parameter = $Parameter ?? @{}
            Start-OtelSession -Exporter Memory @parameter
            # The commands are the user's own.
            $of = Write-Warning unsent 3>&1
            $of | Should -BeOfType System.Management.Automation.WarningRecord
            Write-Error unsent 2>$null
            (Get-OtelSession).LogCount | Should -Be 0
            (Get-OtelSession).LogDroppedCount | Should -Be 0
            Stop-OtelSession 6>$null
            @(Get-ReceivedLog).Count | Should -Be 0
        }
    }

    It 'refuse a value that cannot be used: <Case>' -ForEach @(
        @{ Case = 'an exporter of the variable'; Variable = @{ OTEL_LOGS_EXPORTER = 'file' }; ErrorId = 'InvalidLogExporter'; Says = "*OTEL_LOGS_EXPORTER*'file'*otlp, console or none*" }
        @{ Case = 'one of two exporters of the variable'; Variable = @{ OTEL_LOGS_EXPORTER = 'otlp,syslog' }; ErrorId = 'InvalidLogExporter'; Says = '*syslog*' }
        @{ Case = 'an exporter of the parameter'; Parameter = @{ LogExporter = 'File' }; ErrorId = 'CannotConvertArgumentNoMessage'; Says = '*LogExporter*' }
        @{ Case = 'an address'; Variable = @{ OTEL_LOGS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_LOGS_ENDPOINT = 'localhost:4317' }; ErrorId = 'InvalidEndpoint'; Says = '*OTEL_EXPORTER_OTLP_LOGS_ENDPOINT*' }
        @{ Case = 'a protocol'; Variable = @{ OTEL_LOGS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_LOGS_PROTOCOL = 'http/json' }; ErrorId = 'InvalidProtocol'; Says = '*http/json*' }
        @{ Case = 'a timeout'; Variable = @{ OTEL_LOGS_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_LOGS_TIMEOUT = 'soon' }; ErrorId = 'InvalidTimeoutSec'; Says = '*OTEL_EXPORTER_OTLP_LOGS_TIMEOUT*soon*' }
        @{ Case = 'an address that nothing uses'; Parameter = @{ LogExporter = 'Console'; Endpoint = 'http://localhost:4317' }; ErrorId = 'InvalidEndpoint'; Says = '*Otlp*' }
    ) {
        foreach ($name in $Variable.Keys) { Set-Item env:$name $Variable[$name] }
        $parameter = $Parameter ?? @{}
        $thrown = { Start-OtelSession -Exporter Memory @parameter } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -BeLike "$ErrorId*"
        $thrown.Exception.Message | Should -BeLike $Says
        Get-OtelSession | Should -BeNullOrEmpty
    }

    It 'that could not be delivered are counted, and told at the end' {
        Add-Fault @{ service = 'otlp'; operation = 'logs'; transport = 'http/protobuf'; status = 400; count = 10 }
        Start-OtelSession -Exporter Memory -LogExporter Otlp -Endpoint $Local.otlp.httpEndpoint -Protocol HttpProtobuf
        1..3 | ForEach-Object { Write-Warning "lost $_" 3>$null }
        $warning = Stop-OtelSession 3>&1 6>$null
        "$warning" | Should -BeExactly "AwsOtel: 3 of 3 log records could not be delivered to Otlp ($($Local.otlp.httpEndpoint)/v1/logs). They are lost."
    }

    It 'that a receiver never answers for take no time from the trace, and are told' {
        $hole = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $hole.Start()
        try {
            $path = Join-Path $TestDrive hole.jsonl
            Start-OtelSession -Name script -Exporter File -Path $path -LogExporter Otlp -Endpoint "http://$($hole.LocalEndpoint)" -Protocol HttpProtobuf -TimeoutSec 1
            Write-Warning 'into the hole' 3>$null
            $warning = Stop-OtelSession 3>&1 6>$null
            "$warning" | Should -BeLike 'AwsOtel: 1 of 1 log records could not be delivered to Otlp (http://127.0.0.1:*/v1/logs). They are lost.'
            (Get-Content $path | ConvertFrom-Json | ConvertFrom-OtlpRequest).Name | Should -BeExactly script
        }
        finally { $hole.Stop() }
    }

    It 'that a full queue cannot take are lost, counted, and keep nobody waiting' {
        # A receiver that answers only when it is told to.
        $receiver = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $receiver.Start()
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $serving = Start-ThreadJob -ArgumentList $receiver, $gate {
            param($Receiver, $Gate)
            $answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Type: application/x-protobuf`r`nContent-Length: 0`r`nConnection: close`r`n`r`n")
            while ($true) {
                $client = $Receiver.AcceptTcpClient()
                $stream = $client.GetStream()
                $text = ''
                $buffer = [byte[]]::new(65536)
                do { $text += [System.Text.Encoding]::Latin1.GetString($buffer, 0, $stream.Read($buffer, 0, $buffer.Length)) }
                until ($text -match '(?is)^.*?content-length: (\d+).*?\r\n\r\n' -and $text.Length -ge $Matches[0].Length + [int]$Matches[1])
                $Gate.Wait()
                $stream.Write($answer, 0, $answer.Length)
                $client.Dispose()
            }
        }
        try {
            $env:OTEL_BLRP_MAX_QUEUE_SIZE = '4'
            $env:OTEL_BLRP_MAX_EXPORT_BATCH_SIZE = '4'
            Start-OtelSession -Exporter Memory -LogExporter Otlp -Endpoint "http://$($receiver.LocalEndpoint)" -Protocol HttpProtobuf -TimeoutSec 60
            1..100 | ForEach-Object { Write-Warning "item $_" 3>$null }
            (Get-OtelSession).LogCount | Should -Be 100
            $gate.Set()
            $warning = Stop-OtelSession 3>&1 6>$null
        }
        finally {
            $receiver.Stop()
            $serving | Stop-Job -PassThru | Remove-Job -Force
        }
        # Four waited; as many may have been on their way.
        "$warning" | Should -Match '^AwsOtel: 9[2-6] of 100 log records could not be delivered to Otlp \(http://127\.0\.0\.1:\d+/v1/logs\)\. They are lost\.$'
    }
}
