BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3
    $bucket = "start-$([guid]::NewGuid().ToString('n'))"
    $null = New-S3Bucket -BucketName $bucket @S3
    $stateHomeBefore = $env:XDG_STATE_HOME

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    function Clear-Variable {
        Get-ChildItem env:OTEL_*, env:TRACEPARENT, env:TRACESTATE -ErrorAction Ignore | Remove-Item
    }

    function New-Script([string] $Name, [string] $Text) {
        $path = Join-Path $TestDrive $Name
        Set-Content $path $Text
        $path
    }

    function Get-StateFile { Get-ChildItem $env:XDG_STATE_HOME -Recurse -File -ErrorAction Ignore }

    function Read-TraceFile([string] $Path) { Get-Content $Path | ConvertFrom-Json | ConvertFrom-OtlpRequest }

    # A session that exports nothing, to look at its settings: no span, so that Stop has nothing to deliver.
    function Get-Setting([hashtable] $Parameter) { Start-OtelSession @Parameter -SampleRatio 0 -PassThru }
}

AfterAll { [System.Environment]::SetEnvironmentVariable('XDG_STATE_HOME', $stateHomeBefore ?? [NullString]::Value) }

Describe 'Start-OtelSession' {
    BeforeEach {
        Clear-Variable
        $env:XDG_STATE_HOME = Join-Path $TestDrive "state-$([guid]::NewGuid().ToString('n'))"
    }

    AfterEach {
        Stop-AllSession
        Clear-Variable
    }

    Context 'what it gives back' {
        It 'gives nothing back unless it is asked to' {
            Start-OtelSession -Exporter None | Should -BeNullOrEmpty
            @(Get-OtelSession).Count | Should -Be 1
        }

        It 'gives the complete session back with -PassThru' {
            # They are the process's: other tests may have provoked some.
            $failures = (Start-OtelSession -Exporter None -PassThru).OwnFailure -join "`n"
            Stop-OtelSession 6>$null 3>$null
            $before = [datetime]::UtcNow
            $session = Start-OtelSession shop -Name nightly -Exporter Otlp, File -Endpoint http://127.0.0.1:1 -Path (Join-Path $TestDrive pass.jsonl) -SampleRatio 0 -PassThru
            $session | Should -BeOfType AwsOtel.OtelSession
            $session.Name | Should -BeExactly nightly
            $session.ServiceName | Should -BeExactly shop
            $session.TraceId | Should -MatchExactly '^[0-9a-f]{32}$'
            $session.SpanId | Should -MatchExactly '^[0-9a-f]{16}$'
            $session.Exporter -join ',' | Should -BeExactly 'Otlp,File'
            $session.Endpoint | Should -BeExactly ([uri]'http://127.0.0.1:1')
            $session.Path | Should -BeExactly (Join-Path $TestDrive pass.jsonl)
            $session.StartTime.Kind | Should -Be Utc
            $session.StartTime | Should -BeGreaterOrEqual $before
            $session.StartTime | Should -BeLessOrEqual ([datetime]::UtcNow)
            $session.Depth | Should -Be 0
            $session.SpanCount | Should -Be 0
            $session.ErrorCount | Should -Be 0
            $session.AwsSdk | Should -MatchExactly '^AWSSDK\.Core 4\.'
            $session.OwnFailure -join "`n" | Should -BeExactly $failures
        }

        It 'says of every setting where it came from' {
            $env:OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:1'
            $env:OTEL_RESOURCE_ATTRIBUTES = 'team=a'
            $source = (Get-Setting @{ ServiceName = 'shop'; Exporter = 'Otlp', 'File'; Path = 'TestDrive:/source.jsonl' }).Source
            $expected = @{
                Endpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT'; Exporter = 'parameter'; Header = 'default'; LegacyAttribute = 'default'; Name = 'default'; Parent = 'default'; Path = 'parameter'
                Protocol = 'default'; ResourceAttribute = 'OTEL_RESOURCE_ATTRIBUTES'; SampleRatio = 'parameter'; ServiceName = 'parameter'; TimeoutSec = 'default'
            }
            foreach ($setting in $expected.Keys) { $source[$setting] | Should -BeExactly $expected[$setting] -Because $setting }
            # One for each setting that can be typed; -PassThru is none.
            $typed = (Get-Command Start-OtelSession).Parameters.Values | Where-Object { $_.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters -and $_.Name -ne 'PassThru' }
            $source.Keys | Sort-Object | Should -BeExactly ($typed.Name | Sort-Object)
        }
    }

    Context 'names' {
        It 'takes the service name from <Expected>, by precedence' -ForEach @(
            @{ Expected = 'parameter'; Parameter = @{ ServiceName = 'parameter' }; Variable = @{ OTEL_SERVICE_NAME = 'variable'; OTEL_RESOURCE_ATTRIBUTES = 'service.name=listed' } }
            @{ Expected = 'variable'; Parameter = @{}; Variable = @{ OTEL_SERVICE_NAME = 'variable'; OTEL_RESOURCE_ATTRIBUTES = 'service.name=listed' } }
            @{ Expected = 'attribute'; Parameter = @{ ResourceAttribute = @{ 'service.name' = 'attribute' } }; Variable = @{ OTEL_RESOURCE_ATTRIBUTES = 'service.name=listed' } }
            @{ Expected = 'listed'; Parameter = @{}; Variable = @{ OTEL_RESOURCE_ATTRIBUTES = 'service.name=listed' } }
        ) {
            $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            $session = Start-OtelSession @Parameter -Exporter Memory -PassThru
            $session.ServiceName | Should -BeExactly $Expected
            Stop-OtelSession 6>$null
            (Get-OtelSpan).Resource['service.name'] | Should -BeExactly $Expected
        }

        It 'calls the service and the script span after the calling script' {
            $session = & (New-Script 'nightly backup.ps1' 'Start-OtelSession -Exporter Memory -PassThru')
            $session.Name | Should -BeExactly 'nightly backup.ps1'
            $session.ServiceName | Should -BeExactly 'nightly backup'
            Stop-OtelSession 6>$null
            $span = Get-OtelSpan
            $span.Name | Should -BeExactly 'nightly backup.ps1'
            $span.Attributes['code.file.path'] | Should -BeExactly (Join-Path $TestDrive 'nightly backup.ps1')
        }

        It 'calls both pwsh where no script calls' {
            $session = & ([scriptblock]::Create('Start-OtelSession -Exporter Memory -PassThru'))
            $session.Name | Should -BeExactly pwsh
            $session.ServiceName | Should -BeExactly pwsh
            Stop-OtelSession 6>$null
            (Get-OtelSpan).Attributes.ContainsKey('code.file.path') | Should -BeFalse
        }

        It 'takes -Name for the script span and leaves the service name alone' {
            $session = & (New-Script named.ps1 'Start-OtelSession -Name import -Exporter None -PassThru')
            $session.Name | Should -BeExactly import
            $session.ServiceName | Should -BeExactly named
        }
    }

    Context 'exporters' {
        It 'takes <Expected> for <Case>' -ForEach @(
            @{ Case = 'nothing said'; Parameter = @{}; Variable = @{}; Expected = 'File' }
            @{ Case = 'the variable'; Parameter = @{}; Variable = @{ OTEL_TRACES_EXPORTER = 'console, MEMORY' }; Expected = 'Console,Memory' }
            @{ Case = 'the variable none'; Parameter = @{}; Variable = @{ OTEL_TRACES_EXPORTER = 'none' }; Expected = 'None' }
            @{ Case = 'an empty variable'; Parameter = @{}; Variable = @{ OTEL_TRACES_EXPORTER = ' ' }; Expected = 'File' }
            @{ Case = 'parameter over variable'; Parameter = @{ Exporter = 'Memory' }; Variable = @{ OTEL_TRACES_EXPORTER = 'otlp' }; Expected = 'Memory' }
            @{ Case = 'one named twice'; Parameter = @{ Exporter = 'Memory', 'Memory' }; Variable = @{}; Expected = 'Memory' }
            @{ Case = '-Endpoint'; Parameter = @{ Endpoint = 'http://127.0.0.1:1' }; Variable = @{}; Expected = 'Otlp' }
            @{ Case = 'OTEL_EXPORTER_OTLP_ENDPOINT'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:1' }; Expected = 'Otlp' }
            @{ Case = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = 'http://127.0.0.1:1' }; Expected = 'Otlp' }
            @{ Case = '-Path'; Parameter = @{ Path = 'TestDrive:/implied.jsonl' }; Variable = @{}; Expected = 'File' }
            @{ Case = '-Path beside an endpoint'; Parameter = @{ Path = 'TestDrive:/implied.jsonl' }; Variable = @{ OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:1' }; Expected = 'File,Otlp' }
        ) {
            $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            (Get-Setting $Parameter).Exporter -join ',' | Should -BeExactly $Expected
        }

        It 'writes to a file of its own in the state folder when nothing is said, and sends nothing' {
            $session = & (New-Script nightly.ps1 'Start-OtelSession -PassThru; Stop-OtelSession 6>$null')
            $file = @(Get-StateFile)
            $file.Count | Should -Be 1
            $file[0].FullName | Should -BeExactly $session.Path
            $file[0].Name | Should -MatchExactly "^\d{8}T\d{6}\.\d{3}Z-$PID-nightly\.ps1\.jsonl$"
            $file[0].Directory.FullName | Should -BeExactly (Join-Path $env:XDG_STATE_HOME awsotel traces)
            $session.Endpoint | Should -BeNullOrEmpty
            (Read-TraceFile $session.Path).Name | Should -BeExactly nightly.ps1
        }

        It 'writes where -Path says, relative to the location, and makes the folders' {
            Push-Location $TestDrive
            try { $session = Start-OtelSession -Path deep/er/trace.jsonl -PassThru }
            finally { Pop-Location }
            Stop-OtelSession 6>$null
            $session.Path | Should -BeExactly (Join-Path $TestDrive deep er trace.jsonl)
            @(Read-TraceFile $session.Path).Count | Should -Be 1
            Get-StateFile | Should -BeNullOrEmpty
        }

        It 'writes a file that only its user can read' -Skip:$IsWindows {
            $session = Start-OtelSession -PassThru
            (Get-Item $session.Path).UnixFileMode | Should -Be ([System.IO.UnixFileMode]'UserRead, UserWrite')
        }

        It 'appends a second run to the file of the first' {
            $path = Join-Path $TestDrive twice.jsonl
            $first = Start-OtelSession first -Path $path -PassThru
            Stop-OtelSession 6>$null
            $second = Start-OtelSession second -Path $path -PassThru
            Stop-OtelSession 6>$null
            $span = @(Read-TraceFile $path)
            $span.TraceId -join ',' | Should -BeExactly "$($first.TraceId),$($second.TraceId)"
            $span.ForEach{ $_.Resource['service.name'] } -join ',' | Should -BeExactly 'first,second'
        }
    }

    Context 'OTLP' {
        It 'sends to <Expected> for <Case>' -ForEach @(
            @{ Case = 'the exporter alone'; Parameter = @{}; Variable = @{}; Expected = 'http://localhost:4317/' }
            @{ Case = 'HTTP alone'; Parameter = @{ Protocol = 'HttpProtobuf' }; Variable = @{}; Expected = 'http://localhost:4318/v1/traces' }
            @{ Case = 'the variable http/protobuf'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf' }; Expected = 'http://localhost:4318/v1/traces' }
            @{ Case = 'the signal''s own protocol variable'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf'; OTEL_EXPORTER_OTLP_TRACES_PROTOCOL = 'grpc' }; Expected = 'http://localhost:4317/' }
            @{ Case = '-Protocol over the variable'; Parameter = @{ Protocol = 'Grpc' }; Variable = @{ OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf' }; Expected = 'http://localhost:4317/' }
            @{ Case = 'port 4318'; Parameter = @{ Endpoint = 'http://host:4318' }; Variable = @{}; Expected = 'http://host:4318/v1/traces' }
            @{ Case = 'another port'; Parameter = @{ Endpoint = 'http://host:9999' }; Variable = @{}; Expected = 'http://host:9999/' }
            @{ Case = '-Endpoint over the variables'; Parameter = @{ Endpoint = 'http://typed:1' }; Variable = @{ OTEL_EXPORTER_OTLP_ENDPOINT = 'http://general:1'; OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = 'http://own:1' }; Expected = 'http://typed:1/' }
            @{ Case = 'the signal''s own endpoint variable'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_ENDPOINT = 'http://general:1'; OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = 'http://own:1' }; Expected = 'http://own:1/' }
            @{ Case = 'the general endpoint over HTTP'; Parameter = @{ Protocol = 'HttpProtobuf' }; Variable = @{ OTEL_EXPORTER_OTLP_ENDPOINT = 'http://general:1/base/' }; Expected = 'http://general:1/base/v1/traces' }
            @{ Case = 'the signal''s own endpoint over HTTP, as it stands'; Parameter = @{ Protocol = 'HttpProtobuf' }; Variable = @{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = 'http://own:1/in' }; Expected = 'http://own:1/in' }
        ) {
            $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            $session = Get-Setting ($Parameter + @{ Exporter = 'Otlp' })
            $session.Endpoint.AbsoluteUri | Should -BeExactly $Expected
        }

        It 'takes <Setting> from <Expected>' -ForEach @(
            @{ Setting = 'Header'; Parameter = @{ Header = @{ a = 'b' } }; Variable = @{ OTEL_EXPORTER_OTLP_HEADERS = 'c=d' }; Expected = 'parameter' }
            @{ Setting = 'Header'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_HEADERS = 'c=d'; OTEL_EXPORTER_OTLP_TRACES_HEADERS = 'e=f' }; Expected = 'OTEL_EXPORTER_OTLP_TRACES_HEADERS' }
            @{ Setting = 'Header'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_HEADERS = 'c=d' }; Expected = 'OTEL_EXPORTER_OTLP_HEADERS' }
            @{ Setting = 'TimeoutSec'; Parameter = @{ TimeoutSec = 3 }; Variable = @{ OTEL_EXPORTER_OTLP_TIMEOUT = '4000' }; Expected = 'parameter' }
            @{ Setting = 'TimeoutSec'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_TIMEOUT = '4000'; OTEL_EXPORTER_OTLP_TRACES_TIMEOUT = '5000' }; Expected = 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT' }
            @{ Setting = 'TimeoutSec'; Parameter = @{}; Variable = @{ OTEL_EXPORTER_OTLP_TIMEOUT = '4000' }; Expected = 'OTEL_EXPORTER_OTLP_TIMEOUT' }
        ) {
            $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            (Get-Setting ($Parameter + @{ Exporter = 'Otlp'; Endpoint = 'http://127.0.0.1:1' })).Source[$Setting] | Should -BeExactly $Expected
        }

        It 'takes over what another exporter does not use without complaint' {
            $env:OTEL_EXPORTER_OTLP_PROTOCOL = 'http/json'
            (Start-OtelSession -Exporter Memory -PassThru).Endpoint | Should -BeNullOrEmpty
        }
    }

    Context 'the resource' {
        BeforeAll {
            # Where these tests themselves run is none of their business.
            $hosting = @{}
            foreach ($name in 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_LOG_STREAM_NAME', 'ECS_CONTAINER_METADATA_URI',
                'ECS_CONTAINER_METADATA_URI_V4', 'CODEBUILD_BUILD_ID', 'AWS_EXECUTION_ENV', 'AWS_REGION', 'AWS_DEFAULT_REGION') {
                $hosting[$name] = [System.Environment]::GetEnvironmentVariable($name)
            }
        }

        BeforeEach { $hosting.Keys | ForEach-Object { [System.Environment]::SetEnvironmentVariable($_, [NullString]::Value) } }
        AfterAll { $hosting.GetEnumerator() | ForEach-Object { [System.Environment]::SetEnvironmentVariable($_.Key, $_.Value ?? [NullString]::Value) } }

        It 'tells where in AWS the script runs: <Case>' -ForEach @(
            @{ Case = 'Lambda'; Variable = @{ AWS_LAMBDA_FUNCTION_NAME = 'fn'; AWS_LAMBDA_FUNCTION_VERSION = '7'; AWS_LAMBDA_FUNCTION_MEMORY_SIZE = '128'; AWS_LAMBDA_LOG_STREAM_NAME = 'log'; AWS_REGION = 'eu-west-1' }
                Expected = 'cloud.platform=aws_lambda,cloud.provider=aws,cloud.region=eu-west-1,faas.instance=log,faas.max_memory=134217728,faas.name=fn,faas.version=7' }
            @{ Case = 'ECS'; Variable = @{ ECS_CONTAINER_METADATA_URI_V4 = 'http://169.254.170.2/v4/1' }; Expected = 'cloud.platform=aws_ecs,cloud.provider=aws' }
            @{ Case = 'CodeBuild'; Variable = @{ CODEBUILD_BUILD_ID = 'a:1'; AWS_DEFAULT_REGION = 'eu-west-1' }; Expected = 'cloud.provider=aws,cloud.region=eu-west-1' }
            @{ Case = 'an empty region is none'; Variable = @{ CODEBUILD_BUILD_ID = 'a:1'; AWS_REGION = ''; AWS_DEFAULT_REGION = 'eu-west-1' }; Expected = 'cloud.provider=aws,cloud.region=eu-west-1' }
            @{ Case = 'a region is no place'; Variable = @{ AWS_REGION = 'eu-west-1' }; Expected = '' }
        ) {
            $Variable.GetEnumerator() | ForEach-Object { [System.Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
            Start-OtelSession -Exporter Memory
            Stop-OtelSession 6>$null
            $resource = (Get-OtelSpan).Resource
            ($resource.Keys | Where-Object { $_ -match '^(cloud|faas|aws)\.' } | Sort-Object | ForEach-Object { "$_=$($resource[$_])" }) -join ',' | Should -BeExactly $Expected
        }

        It 'has what describes the process, and nothing else' {
            Start-OtelSession shop -Exporter Memory
            Stop-OtelSession 6>$null
            $resource = (Get-OtelSpan).Resource
            $resource.Keys | Sort-Object | Join-String -Separator "`n" | Should -BeExactly (@(
                    'host.name', 'os.type', 'process.executable.name', 'process.pid', 'process.runtime.name', 'process.runtime.version', 'service.name'
                    'telemetry.distro.name', 'telemetry.distro.version', 'telemetry.sdk.language', 'telemetry.sdk.name', 'telemetry.sdk.version'
                ) -join "`n")
            $resource['host.name'] | Should -BeExactly ([System.Environment]::MachineName)
            $resource['os.type'] | Should -BeExactly ($IsWindows ? 'windows' : $IsMacOS ? 'darwin' : 'linux')
            $resource['process.executable.name'] | Should -BeExactly (Split-Path ([System.Environment]::ProcessPath) -Leaf)
            $resource['process.pid'] | Should -Be $PID
            $resource['process.runtime.name'] | Should -BeExactly PowerShell
            $resource['process.runtime.version'] | Should -BeExactly "$($PSVersionTable.PSVersion)"
            $resource['service.name'] | Should -BeExactly shop
            $resource['telemetry.distro.name'] | Should -BeExactly awsotel
            $resource['telemetry.distro.version'] | Should -BeExactly "$((Get-Module AwsOtel).Version)"
            $resource['telemetry.sdk.language'] | Should -BeExactly dotnet
            $resource['telemetry.sdk.name'] | Should -BeExactly opentelemetry
        }

        It 'takes attributes of the variable, and of -ResourceAttribute over it, name by name' {
            $env:OTEL_RESOURCE_ATTRIBUTES = 'deployment.environment.name=production%2Ceu, team = a ,cost=1'
            Start-OtelSession -Exporter Memory -ResourceAttribute @{ team = 'b'; size = 3; ratio = 0.5; spot = $true; day = [System.DayOfWeek]::Monday }
            Stop-OtelSession 6>$null
            $resource = (Get-OtelSpan).Resource
            $resource['deployment.environment.name'] | Should -BeExactly 'production,eu'
            $resource['team'] | Should -BeExactly b
            $resource['cost'] | Should -BeExactly '1'
            $resource['size'] | Should -BeOfType long
            $resource['size'] | Should -Be 3
            $resource['ratio'] | Should -BeOfType double
            $resource['spot'] | Should -BeOfType bool
            $resource['day'] | Should -BeExactly Monday
        }
    }

    Context 'parents' {
        BeforeAll {
            $parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
            $other = '00-11111111111111111111111111111111-2222222222222222-01'
        }

        It 'starts a new trace without a parent' {
            Start-OtelSession -Exporter Memory
            Stop-OtelSession 6>$null
            (Get-OtelSpan).ParentSpanId | Should -BeExactly ''
        }

        It 'continues the trace of -Parent, whatever the variable says' {
            $env:TRACEPARENT = $other
            $session = Start-OtelSession -Exporter Memory -Parent $parent -PassThru
            $session.TraceId | Should -BeExactly 0af7651916cd43dd8448eb211c80319c
            Stop-OtelSession 6>$null
            (Get-OtelSpan).ParentSpanId | Should -BeExactly b7ad6b7169203331
        }

        It 'continues the trace of TRACEPARENT, with TRACESTATE' {
            $env:TRACEPARENT = $parent
            $env:TRACESTATE = 'vendor=1'
            $session = Start-OtelSession -Path (Join-Path $TestDrive parent.jsonl) -PassThru
            Stop-OtelSession 6>$null
            $span = Read-TraceFile $session.Path
            $span.TraceId | Should -BeExactly 0af7651916cd43dd8448eb211c80319c
            $span.ParentSpanId | Should -BeExactly b7ad6b7169203331
            $span.Raw.traceState | Should -BeExactly 'vendor=1'
            $session.Source['Parent'] | Should -BeExactly TRACEPARENT
        }

        It 'passes over a TRACEPARENT that is none (<_>) with a warning' -ForEach 'rubbish', '00-00000000000000000000000000000000-b7ad6b7169203331-01', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331' {
            $env:TRACEPARENT = $_
            Start-OtelSession -Exporter Memory -WarningVariable warning 3>$null
            @($warning).Count | Should -Be 1
            $warning | Should -Match 'TRACEPARENT.*new trace'
            Stop-OtelSession 6>$null
            (Get-OtelSpan).ParentSpanId | Should -BeExactly ''
        }
    }

    Context 'sampling' {
        It 'makes no spans for <Case>, and the calls work' -ForEach @(
            @{ Case = '-SampleRatio 0'; Parameter = @{ SampleRatio = 0 }; Variable = @{} }
            @{ Case = 'the variable always_off'; Parameter = @{}; Variable = @{ OTEL_TRACES_SAMPLER = 'always_off' } }
            @{ Case = 'the variable traceidratio with 0'; Parameter = @{}; Variable = @{ OTEL_TRACES_SAMPLER = 'traceidratio'; OTEL_TRACES_SAMPLER_ARG = '0' } }
            @{ Case = 'a parent that was not sampled'; Parameter = @{ Parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' }; Variable = @{} }
            @{ Case = 'a parent that was not sampled, and ratio 1'; Parameter = @{ SampleRatio = 1 }; Variable = @{ TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' } }
            @{ Case = 'OTEL_SDK_DISABLED'; Parameter = @{}; Variable = @{ OTEL_SDK_DISABLED = 'true' } }
        ) {
            $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            Start-OtelSession @Parameter -Exporter Memory
            (Get-S3Bucket @S3).BucketName | Should -Contain $bucket
            $result = Stop-OtelSession -PassThru -InformationVariable information -WarningVariable warning 6>$null
            Get-OtelSpan | Should -BeNullOrEmpty
            $result.SpanCount | Should -Be 0
            $warning | Should -BeNullOrEmpty
            "$information" | Should -Match 'was not traced'
        }

        It 'makes every span for <Case>' -ForEach @(
            @{ Case = 'nothing said'; Parameter = @{}; Variable = @{} }
            @{ Case = '-SampleRatio over the variable'; Parameter = @{ SampleRatio = 1 }; Variable = @{ OTEL_TRACES_SAMPLER = 'always_off' } }
            @{ Case = 'a sampled parent over ratio 0'; Parameter = @{ SampleRatio = 0; Parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }; Variable = @{} }
            @{ Case = 'always_on over a parent that was not sampled'; Parameter = @{}; Variable = @{ OTEL_TRACES_SAMPLER = 'always_on'; TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' } }
            @{ Case = 'OTEL_SDK_DISABLED of another word'; Parameter = @{}; Variable = @{ OTEL_SDK_DISABLED = '1' } }
        ) {
            $Variable.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            Start-OtelSession @Parameter -Name run -Exporter Memory
            $null = Get-S3Bucket @S3
            Stop-OtelSession 6>$null
            Get-SpanTree (Get-OtelSpan) | Join-String -Separator "`n" | Should -BeExactly "run`n  Get-S3Bucket`n    S3.ListBuckets"
        }

        It 'makes no file where OTEL_SDK_DISABLED says that nothing is traced' {
            $env:OTEL_SDK_DISABLED = 'true'
            Start-OtelSession
            Stop-OtelSession 6>$null
            Get-StateFile | Should -BeNullOrEmpty
        }
    }

    Context 'names of attributes' {
        It 'are <Case>' -ForEach @(
            @{ Case = 'the current ones'; Parameter = @{}; OptIn = $null; Expected = 'cloud.region=eu-central-1,http.response.status_code=200,rpc.method=ListBuckets,rpc.service=S3,rpc.system=aws-api' }
            @{ Case = 'the older ones as well with -LegacyAttribute'; Parameter = @{ LegacyAttribute = $true }; OptIn = $null; Expected = 'aws.region=eu-central-1,cloud.region=eu-central-1,http.response.status_code=200,http.status_code=200,rpc.method=ListBuckets,rpc.service=S3,rpc.system=aws-api' }
            @{ Case = 'the new ones with the opt-in rpc'; Parameter = @{}; OptIn = 'http, rpc'; Expected = 'cloud.region=eu-central-1,http.response.status_code=200,rpc.method=S3/ListBuckets,rpc.system.name=aws-api' }
            @{ Case = 'both with the opt-in rpc/dup'; Parameter = @{}; OptIn = 'rpc/dup'; Expected = 'cloud.region=eu-central-1,http.response.status_code=200,rpc.method=S3/ListBuckets,rpc.service=S3,rpc.system.name=aws-api,rpc.system=aws-api' }
            @{ Case = 'the current ones with an opt-in for others'; Parameter = @{}; OptIn = 'http,database'; Expected = 'cloud.region=eu-central-1,http.response.status_code=200,rpc.method=ListBuckets,rpc.service=S3,rpc.system=aws-api' }
        ) {
            $env:OTEL_SEMCONV_STABILITY_OPT_IN = $OptIn
            Start-OtelSession @Parameter -Exporter Memory
            $null = Get-S3Bucket @S3
            Stop-OtelSession 6>$null
            $attributes = (Get-OtelSpan S3.ListBuckets).Attributes
            ($attributes.Keys | Where-Object { $_ -match '^rpc\.|region$|status_code$' } | ForEach-Object { "$_=$($attributes[$_])" } | Sort-Object) -join ',' |
                Should -BeExactly (($Expected -split ',' | Sort-Object) -join ',')
        }
    }

    Context 'nesting' {
        It 'makes one trace, and the inner Stop ends the inner session alone' {
            $outer = Start-OtelSession -Name outer -Exporter Memory -PassThru
            $inner = Start-OtelSession -Name inner -PassThru -WarningVariable warning 3>$null
            $null = Get-S3Bucket @S3
            $result = Stop-OtelSession -PassThru 6>$null
            $null = Get-S3Bucket @S3
            (Get-OtelSession).Name | Should -BeExactly outer
            Stop-OtelSession 6>$null
            $warning | Should -BeNullOrEmpty
            $inner.TraceId | Should -BeExactly $outer.TraceId
            $inner.Depth | Should -Be 1
            $inner.Exporter -join ',' | Should -BeExactly Memory
            $result.Name | Should -BeExactly inner
            $result.SpanCount | Should -Be 3
            Get-SpanTree (Get-OtelSpan) | Join-String -Separator "`n" | Should -BeExactly (@(
                    'outer', '  inner', '    Get-S3Bucket', '      S3.ListBuckets', '  Get-S3Bucket', '    S3.ListBuckets') -join "`n")
        }

        It 'makes no file for an inner session whose exporters are not used: <Case>' -ForEach @(
            @{ Case = 'nothing asked'; Parameter = @{} }
            @{ Case = 'a path asked'; Parameter = @{ Path = 'TestDrive:/inner.jsonl' } }
        ) {
            Start-OtelSession -Exporter Memory
            Start-OtelSession @Parameter 3>$null
            Stop-AllSession
            Get-StateFile | Should -BeNullOrEmpty
            Test-Path TestDrive:/inner.jsonl | Should -BeFalse
        }

        It 'warns once where the inner session asks for <Case>' -ForEach @(
            @{ Case = 'another exporter'; Parameter = @{ Exporter = 'File' } }
            @{ Case = 'another exporter by the variable'; Parameter = @{}; Variable = @{ OTEL_TRACES_EXPORTER = 'none' } }
            @{ Case = 'a file'; Parameter = @{ Path = 'TestDrive:/asked.jsonl' } }
            @{ Case = 'an endpoint'; Parameter = @{ Endpoint = 'http://127.0.0.1:1' } }
        ) {
            Start-OtelSession -Exporter Memory
            ($Variable ?? @{}).GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            $inner = Start-OtelSession @Parameter -PassThru -WarningVariable warning 3>$null
            @($warning).Count | Should -Be 1
            $warning | Should -Match 'session is on already.*Memory'
            $inner.Exporter -join ',' | Should -BeExactly Memory
        }

        It 'says nothing where the inner session asks for the same <Case>' -ForEach @(
            @{ Case = 'exporters in another order'; Outer = @{ Exporter = 'Memory', 'Otlp'; Endpoint = 'http://127.0.0.1:1'; SampleRatio = 0 }; Inner = @{ Exporter = 'Otlp', 'Memory' } }
            @{ Case = 'endpoint'; Outer = @{ Endpoint = 'http://127.0.0.1:1'; SampleRatio = 0 }; Inner = @{ Endpoint = 'http://127.0.0.1:1' } }
            @{ Case = 'file'; Outer = @{ Path = 'TestDrive:/same.jsonl' }; Inner = @{ Path = 'TestDrive:/same.jsonl' } }
        ) {
            Start-OtelSession @Outer
            Start-OtelSession @Inner -WarningVariable warning 3>$null
            $warning | Should -BeNullOrEmpty
        }

        It 'takes another -Parent for the inner session where one is given' {
            Start-OtelSession -Name outer -Exporter Memory
            $inner = Start-OtelSession -Name inner -Parent 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 -PassThru
            Stop-AllSession
            $inner.TraceId | Should -BeExactly 0af7651916cd43dd8448eb211c80319c
            (Get-OtelSpan inner).ParentSpanId | Should -BeExactly b7ad6b7169203331
        }

        It 'stays in the trace of the outer session where TRACEPARENT is set for both' {
            $env:TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
            Start-OtelSession -Name outer -Exporter Memory
            Start-OtelSession -Name inner
            Stop-AllSession
            Get-SpanTree (Get-OtelSpan) | Join-String -Separator "`n" | Should -BeExactly "outer`n  inner"
        }

        It 'puts a script that traces itself under the script that calls it' {
            $null = New-Script inner.ps1 'param($Call) Start-OtelSession -Exporter Memory; $null = Get-S3Bucket @Call; Stop-OtelSession 6>$null'
            $outer = New-Script outer.ps1 'param($Call) Start-OtelSession -Exporter Memory; & (Join-Path $PSScriptRoot inner.ps1) $Call; $null = Get-S3Bucket @Call; Stop-OtelSession 6>$null'
            & $outer $S3
            Get-SpanTree (Get-OtelSpan) | Join-String -Separator "`n" | Should -BeExactly (@(
                    'outer.ps1', '  inner.ps1', '    Get-S3Bucket', '      S3.ListBuckets', '  Get-S3Bucket', '    S3.ListBuckets') -join "`n")
            (Get-OtelSpan).ForEach{ $_.Resource['service.name'] } | Select-Object -Unique | Should -BeExactly outer
        }
    }

    Context 'the hook on the runspace''s commands' {
        It 'is there while a session is on, beside what others have set' {
            $seen = [System.Collections.Generic.List[string]]::new()
            $before = $ExecutionContext.InvokeCommand.PostCommandLookupAction
            $ExecutionContext.InvokeCommand.PostCommandLookupAction = { param($name) $seen.Add($name) }
            try {
                $theirs = $ExecutionContext.InvokeCommand.PostCommandLookupAction
                Start-OtelSession -Name run -Exporter Memory
                $null = Get-S3Bucket @S3
                $ExecutionContext.InvokeCommand.PostCommandLookupAction.GetInvocationList().Count | Should -Be 2
                Stop-OtelSession 6>$null
                $ExecutionContext.InvokeCommand.PostCommandLookupAction | Should -Be $theirs
                $seen | Should -Contain Get-S3Bucket
                Get-SpanTree (Get-OtelSpan) | Join-String -Separator "`n" | Should -BeExactly "run`n  Get-S3Bucket`n    S3.ListBuckets"
            }
            finally { $ExecutionContext.InvokeCommand.PostCommandLookupAction = $before }
        }
    }

    Context 'input that cannot be used' {
        It 'refuses <Case>, says what to do, and starts nothing' -ForEach @(
            @{ Case = 'an unknown exporter'; Parameter = @{ Exporter = 'Nope' }; Id = 'CannotConvertArgumentNoMessage'; Place = "'Exporter'"; Mend = 'None, Otlp, File, Console, Memory' }
            @{ Case = 'an unknown exporter of the variable'; Variable = @{ OTEL_TRACES_EXPORTER = 'otlp,zipkin' }; Id = 'InvalidExporter'; Place = 'OTEL_TRACES_EXPORTER'; Mend = "'zipkin' is not an exporter. Use otlp, file, console, memory or none" }
            @{ Case = 'None beside another exporter'; Parameter = @{ Exporter = 'None', 'Memory' }; Id = 'InvalidExporter'; Place = '-Exporter'; Mend = 'Leave None out, or name it alone' }
            @{ Case = 'none beside another exporter in the variable'; Variable = @{ OTEL_TRACES_EXPORTER = 'none,memory' }; Id = 'InvalidExporter'; Place = 'OTEL_TRACES_EXPORTER'; Mend = 'out, or name it alone' }
            @{ Case = 'an endpoint for another exporter'; Parameter = @{ Exporter = 'Memory'; Endpoint = 'http://localhost:4317' }; Id = 'InvalidEndpoint'; Place = '-Endpoint'; Mend = 'Add Otlp to -Exporter, or leave -Endpoint out' }
            @{ Case = 'a path for another exporter'; Parameter = @{ Exporter = 'Memory'; Path = 'TestDrive:/other.jsonl' }; Id = 'InvalidPath'; Place = '-Path'; Mend = 'Add File to -Exporter, or leave -Path out' }
            @{ Case = 'a relative endpoint'; Parameter = @{ Endpoint = 'localhost' }; Id = 'InvalidEndpoint'; Place = '-Endpoint'; Mend = 'such as http://localhost:4317' }
            @{ Case = 'an endpoint without scheme'; Parameter = @{ Endpoint = 'localhost:4317' }; Id = 'InvalidEndpoint'; Place = '-Endpoint'; Mend = 'such as http://localhost:4317' }
            @{ Case = 'an ftp endpoint'; Parameter = @{ Endpoint = 'ftp://host' }; Id = 'InvalidEndpoint'; Place = '-Endpoint'; Mend = 'such as http://localhost:4317' }
            @{ Case = 'an endpoint of white space'; Parameter = @{ Endpoint = ' ' }; Id = 'InvalidEndpoint'; Place = '-Endpoint'; Mend = 'such as http://localhost:4317' }
            @{ Case = 'an empty endpoint'; Parameter = @{ Endpoint = '' }; Id = 'ParameterArgumentValidationError'; Place = "'Endpoint'"; Mend = 'Provide an argument that is not null or empty' }
            @{ Case = 'a bad endpoint of the variable'; Variable = @{ OTEL_EXPORTER_OTLP_ENDPOINT = 'host:4317' }; Id = 'InvalidEndpoint'; Place = 'OTEL_EXPORTER_OTLP_ENDPOINT'; Mend = 'such as http://localhost:4317' }
            @{ Case = 'a bad endpoint of the signal''s own variable'; Variable = @{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = '/v1/traces' }; Id = 'InvalidEndpoint'; Place = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'; Mend = 'such as http://localhost:4317' }
            @{ Case = 'an unknown protocol'; Parameter = @{ Exporter = 'Otlp'; Protocol = 'Thrift' }; Id = 'CannotConvertArgumentNoMessage'; Place = "'Protocol'"; Mend = 'Grpc, HttpProtobuf' }
            @{ Case = 'an unknown protocol of the variable'; Parameter = @{ Exporter = 'Otlp' }; Variable = @{ OTEL_EXPORTER_OTLP_PROTOCOL = 'http/json' }; Id = 'InvalidProtocol'; Place = 'OTEL_EXPORTER_OTLP_PROTOCOL'; Mend = 'Use grpc or http/protobuf' }
            @{ Case = 'a ratio of 2'; Parameter = @{ SampleRatio = 2 }; Id = 'InvalidSampleRatio'; Place = '-SampleRatio'; Mend = 'a number from 0 .* to 1' }
            @{ Case = 'a ratio of -1'; Parameter = @{ SampleRatio = -1 }; Id = 'InvalidSampleRatio'; Place = '-SampleRatio'; Mend = 'a number from 0 .* to 1' }
            @{ Case = 'a ratio that is NaN'; Parameter = @{ SampleRatio = [double]::NaN }; Id = 'InvalidSampleRatio'; Place = '-SampleRatio'; Mend = 'a number from 0 .* to 1' }
            @{ Case = 'a ratio in words'; Parameter = @{ SampleRatio = 'half' }; Id = 'CannotConvertArgumentNoMessage'; Place = "'SampleRatio'"; Mend = 'System\.Double' }
            @{ Case = 'an unknown sampler'; Variable = @{ OTEL_TRACES_SAMPLER = 'jaeger_remote' }; Id = 'InvalidSampleRatio'; Place = 'OTEL_TRACES_SAMPLER'; Mend = 'Use always_on, always_off' }
            @{ Case = 'a bad sampler argument'; Variable = @{ OTEL_TRACES_SAMPLER = 'traceidratio'; OTEL_TRACES_SAMPLER_ARG = '1,5' }; Id = 'InvalidSampleRatio'; Place = 'OTEL_TRACES_SAMPLER_ARG'; Mend = 'a number from 0 to 1' }
            @{ Case = 'a timeout of 0'; Parameter = @{ TimeoutSec = 0 }; Id = 'InvalidTimeoutSec'; Place = '-TimeoutSec'; Mend = 'a whole number of seconds from 1' }
            @{ Case = 'a bad timeout of the variable'; Variable = @{ OTEL_EXPORTER_OTLP_TIMEOUT = '10s' }; Id = 'InvalidTimeoutSec'; Place = 'OTEL_EXPORTER_OTLP_TIMEOUT'; Mend = 'a whole number of milliseconds' }
            @{ Case = 'a path under a file'; Parameter = @{ Path = 'TestDrive:/plain.txt/trace.jsonl' }; Id = 'InvalidPath'; Place = '-Path'; Mend = 'a folder that you may write to' }
            @{ Case = 'a path that is a folder'; Parameter = @{ Path = 'TestDrive:/' }; Id = 'InvalidPath'; Place = '-Path'; Mend = 'is a folder. Give the path of a file' }
            @{ Case = 'a path of variables'; Parameter = @{ Path = 'Variable:trace' }; Id = 'InvalidPath'; Place = '-Path'; Mend = 'Give the path of a file' }
            @{ Case = 'a path of a drive that is not there'; Parameter = @{ Path = 'Nowhere:/trace.jsonl' }; Id = 'InvalidPath'; Place = '-Path'; Mend = 'Give the path of a file' }
            @{ Case = 'an empty path'; Parameter = @{ Path = '' }; Id = 'ParameterArgumentValidationError'; Place = "'Path'"; Mend = 'not null or empty' }
            @{ Case = 'a parent in words'; Parameter = @{ Parent = 'rubbish' }; Id = 'InvalidParent'; Place = '-Parent'; Mend = 'such as 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
            @{ Case = 'a parent that is too short'; Parameter = @{ Parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331' }; Id = 'InvalidParent'; Place = '-Parent'; Mend = 'such as 00-' }
            @{ Case = 'a parent of zeros'; Parameter = @{ Parent = '00-00000000000000000000000000000000-b7ad6b7169203331-01' }; Id = 'InvalidParent'; Place = '-Parent'; Mend = 'such as 00-' }
            @{ Case = 'a parent whose span is zeros'; Parameter = @{ Parent = '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01' }; Id = 'InvalidParent'; Place = '-Parent'; Mend = 'such as 00-' }
            @{ Case = 'a parent of the version that is forbidden'; Parameter = @{ Parent = 'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }; Id = 'InvalidParent'; Place = '-Parent'; Mend = 'such as 00-' }
            @{ Case = 'a parent in capitals'; Parameter = @{ Parent = '00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01' }; Id = 'InvalidParent'; Place = '-Parent'; Mend = 'such as 00-' }
            @{ Case = 'a header without a value'; Parameter = @{ Exporter = 'Otlp'; Header = @{ 'api-key' = '' } }; Id = 'InvalidHeader'; Place = "-Header: 'api-key'"; Mend = "@{ 'api-key' = 'its value' }" }
            @{ Case = 'a header whose value is null'; Parameter = @{ Exporter = 'Otlp'; Header = @{ 'api-key' = $null } }; Id = 'InvalidHeader'; Place = "-Header: 'api-key'"; Mend = "@{ 'api-key' = 'its value' }" }
            @{ Case = 'a header with a line break'; Parameter = @{ Exporter = 'Otlp'; Header = @{ 'api-key' = "canary-value`r`nEvil: 1" } }; Id = 'InvalidHeader'; Place = "-Header: the value of 'api-key'"; Mend = 'Give it in one line' }
            @{ Case = 'a header whose name is none'; Parameter = @{ Exporter = 'Otlp'; Header = @{ 'a b' = 'canary-value' } }; Id = 'InvalidHeader'; Place = '-Header'; Mend = "Give @{ 'api-key' = \`$key }" }
            @{ Case = 'headers of the variable without a value'; Parameter = @{ Exporter = 'Otlp' }; Variable = @{ OTEL_EXPORTER_OTLP_HEADERS = 'a=canary-value,api-key=' }; Id = 'InvalidHeader'; Place = 'OTEL_EXPORTER_OTLP_HEADERS'; Mend = 'Use name=value,name=value' }
            @{ Case = 'headers of the variable without a name'; Parameter = @{ Exporter = 'Otlp' }; Variable = @{ OTEL_EXPORTER_OTLP_TRACES_HEADERS = 'canary-value' }; Id = 'InvalidHeader'; Place = 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'; Mend = 'Use name=value,name=value' }
            @{ Case = 'a resource attribute without a value'; Parameter = @{ ResourceAttribute = @{ team = $null } }; Id = 'InvalidResourceAttribute'; Place = "-ResourceAttribute: 'team'"; Mend = 'Give a string, a number or a boolean' }
            @{ Case = 'a resource attribute that is an object'; Parameter = @{ ResourceAttribute = @{ team = @{} } }; Id = 'InvalidResourceAttribute'; Place = "-ResourceAttribute: 'team'"; Mend = 'Give a string, a number or a boolean' }
            @{ Case = 'a resource attribute without a name'; Parameter = @{ ResourceAttribute = @{ ' ' = 1 } }; Id = 'InvalidResourceAttribute'; Place = '-ResourceAttribute'; Mend = "Give @{ 'service.version'" }
            @{ Case = 'resource attributes of the variable'; Variable = @{ OTEL_RESOURCE_ATTRIBUTES = 'team=a,production' }; Id = 'InvalidResourceAttribute'; Place = 'OTEL_RESOURCE_ATTRIBUTES'; Mend = "'production' is not name=value. Mend the variable" }
            @{ Case = 'an empty service name'; Parameter = @{ ServiceName = '' }; Id = 'ParameterArgumentValidationError'; Place = "'ServiceName'"; Mend = 'not null or empty' }
            @{ Case = 'an empty name'; Parameter = @{ Name = '' }; Id = 'ParameterArgumentValidationError'; Place = "'Name'"; Mend = 'not null or empty' }
        ) {
            Set-Content (Join-Path $TestDrive plain.txt) 'not a folder'
            $hook = $ExecutionContext.InvokeCommand.PostCommandLookupAction
            ($Variable ?? @{}).GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            $arguments = $Parameter ?? @{}
            $failure = $null
            try { Start-OtelSession @arguments 3>$null } catch { $failure = $_ }

            $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,AwsOtel.Engine.Commands.StartOtelSessionCommand"
            $failure.Exception.Message | Should -Match ([regex]::Escape($Place))
            $failure.Exception.Message | Should -Match ($Mend -replace '(?<!\\)([({$])', '\$1')
            "$failure $($failure.TargetObject)" | Should -Not -Match canary-value
            Get-OtelSession | Should -BeNullOrEmpty
            $ExecutionContext.InvokeCommand.PostCommandLookupAction | Should -Be $hook
            Get-StateFile | Should -BeNullOrEmpty
        }

        It 'keeps the session that is on where a nested Start is refused' {
            Start-OtelSession -Name outer -Exporter Memory
            { Start-OtelSession -Name inner -SampleRatio 2 } | Should -Throw -ErrorId 'InvalidSampleRatio,*'
            (Get-OtelSession).Name | Should -BeExactly outer
        }

        It 'makes no file at -Path where another setting is refused' {
            { Start-OtelSession -Path TestDrive:/refused.jsonl -TimeoutSec 0 } | Should -Throw -ErrorId 'InvalidTimeoutSec,*'
            Test-Path TestDrive:/refused.jsonl | Should -BeFalse
        }
    }
}
