# However a script ends: its spans arrive or are kept, its process ends as it does without a session. Each end in a process of its own, with
# each exporter; many at once, as most of the time is PowerShell's start.

BeforeDiscovery { $table, $killed, $inProcess = & ([System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'EndsTable.ps1')) }

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Clear-Fault
    Clear-Receiver
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $DeadEndpoint = "http://$($listener.LocalEndpoint)"
    $listener.Stop()

    $Script = Join-Path $TestDrive ends.ps1
    Set-Content $Script @'
param($Common, $Id, $Session, $Code, [switch] $Waits)
. $Common
Import-Module AWS.Tools.S3
if ($Session) {
    Import-Module $ModulePath
    $parameter = $Session | ConvertFrom-Json -AsHashtable
    Start-OtelSession -Name ends.ps1 @parameter
}
1..2 | ForEach-Object { $null = Get-S3Bucket @S3 }
# The signal comes while this is on its way.
if ($Waits) { Get-S3Object -BucketName $Id @S3 }
& ([scriptblock]::Create($Code))
'@
    $Script2 = Join-Path $TestDrive in-process.ps1
    Set-Content $Script2 @'
param($Common, $Runs)
. $Common
foreach ($run in $Runs | ConvertFrom-Json -AsHashtable) {
    $parameter = $run.Session
    $start = 'param($ModulePath, $Parameter, $S3) Import-Module $ModulePath, AWS.Tools.S3; Start-OtelSession -Name ends.ps1 @Parameter; 1..2 | ForEach-Object { $null = Get-S3Bucket @S3 }'
    if ($run.End -eq 'parallel') {
        1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:start)) $using:ModulePath $using:parameter $using:S3 }
        continue
    }
    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    $null = $shell.AddScript($start).AddArgument($ModulePath).AddArgument($parameter).AddArgument($S3).Invoke()
    if ($run.End -eq 'module_removed') { $null = [powershell]::Create($runspace).AddScript('Remove-Module AwsOtel').Invoke() }
    $runspace.Close()
    if ($shell.HadErrors) { throw $shell.Streams.Error[0] }
}
'@

    function New-Session([string] $Id, [string] $Exporter) {
        @{
            ServiceName = $Id; SpoolPath = Join-Path $TestDrive "spool-$Id"; TimeoutSec = 10
            Endpoint = $Exporter -eq 'Up' ? $Local.otlp.grpcEndpoint : $DeadEndpoint
            Protocol = $Exporter -eq 'Up' ? 'Grpc' : 'HttpProtobuf'
            Exporter = 'Otlp', 'File'; Path = Join-Path $TestDrive "$Id.jsonl"
        }
    }

    function New-Run([string] $Key, [string] $Signal, [string[]] $ArgumentList) {
        $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; RedirectStandardOutput = $true; RedirectStandardError = $true; UseShellExecute = $false }
        if ($IsLinux) {
            # Whoever runs the tests in the background has them ignore signals, and so would the child.
            '--default-signal=INT,HUP', $start.FileName | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.FileName = 'env'
        }
        if ((Split-Path ([System.Environment]::ProcessPath) -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
        @('-NoProfile', '-NonInteractive', '-File') + $ArgumentList | ForEach-Object { $start.ArgumentList.Add($_) }
        [pscustomobject]@{ Key = $Key; Signal = $Signal; Id = $ArgumentList[2]; Start = $start; Process = $null; Out = $null; Err = $null; Signalled = $false }
    }

    function Invoke-Run([object[]] $Run) {
        # Four at a time; a signal goes to each when the server has its slow request.
        $waiting = [System.Collections.Generic.Queue[object]]::new($Run)
        $running = @()
        while ($waiting.Count -or $running) {
            while ($waiting.Count -and $running.Count -lt 4) {
                $next = $waiting.Dequeue()
                $next.Process = [System.Diagnostics.Process]::Start($next.Start)
                $next.Out = $next.Process.StandardOutput.ReadToEndAsync()
                $next.Err = $next.Process.StandardError.ReadToEndAsync()
                $running += $next
            }
            Start-Sleep -Milliseconds 50
            if ($running | Where-Object { $_.Signal -and -not $_.Signalled }) {
                $paths = @(Get-ServerRequest s3).path
                foreach ($one in $running | Where-Object { $_.Signal -and -not $_.Signalled }) {
                    if (-not ($paths -like "*$($one.Id)*")) { continue }
                    /bin/kill "-$($one.Signal)" $one.Process.Id
                    $one.Signalled = $true
                }
            }
            $running = @($running | Where-Object { -not $_.Process.HasExited })
        }
        $result = @{}
        foreach ($one in $Run) {
            $one.Process.WaitForExit()
            $result[$one.Key] = [pscustomobject]@{ Id = $one.Id; ExitCode = $one.Process.ExitCode; Out = $one.Out.Result; Err = $one.Err.Result }
        }
        $result
    }

    function Get-Arrived([string] $Id) {
        # What the receiver has of a session, and what waits in its spool: each span once.
        $spool = Join-Path $TestDrive "spool-$Id"
        $kept = @(Get-ChildItem $spool -Filter *.jsonl | Get-Content | ConvertFrom-Json | ConvertFrom-OtlpRequest)
        $received = @($Received | Where-Object { $_.Resource['service.name'] -eq $Id })
        [pscustomobject]@{ Received = $received; Kept = $kept; All = @($received + $kept) }
    }

    $common = Join-Path $PSScriptRoot common.ps1
    $number = 0
    $Table, $Killed, $InProcess = & (Join-Path $PSScriptRoot fixtures EndsTable.ps1)
    $runs = @(
        foreach ($case in $Table + @($Killed | ForEach-Object { @{ End = 'is killed'; Signal = 'KILL'; Exporter = $_.Exporter } })) {
            $id = "ends-$((++$number))-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
            $session = New-Session $id $case.Exporter | ConvertTo-Json -Compress
            New-Run "$($case.End) $($case.Exporter)" $case.Signal (@($Script, $common, $id, $session, "$($case.Code)") + @($case.Signal ? '-Waits' : @()))
            if ($case.Exporter -eq 'Down' -and $case.Signal -ne 'KILL' -and $case.Signal) {
                $id = "plain-$((++$number))-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
                New-Run "$($case.End) plain" $case.Signal $Script, $common, $id, '', '', '-Waits'
            }
        }
        $closings = foreach ($case in $InProcess) {
            $id = "ends-$((++$number))-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
            @{ End = $case.End; Exporter = $case.Exporter; Id = $id; Session = New-Session $id $case.Exporter }
        }
        if ($closings) { New-Run 'in process' '' $Script2, $common, (ConvertTo-Json -Compress -Depth 4 @($closings)) }
    )
    foreach ($run in $runs | Where-Object { $_.Signal }) { Add-Fault @{ service = 's3'; operation = 'ListObjects'; pathContains = $run.Id; delayMs = 60000 } }
    Clear-ServerRequest
    $Result = Invoke-Run $runs
    Clear-Fault
    # The receiver leaves out what protobuf leaves out: the status of a span that has none.
    $Received = @(Get-ReceivedExport | ForEach-Object request | ConvertFrom-OtlpRequest)
}

Describe 'A script that <End>, its receiver <Exporter>' -ForEach $table {
    BeforeAll {
        $run = $Result["$End $Exporter"]
        $arrived = Get-Arrived $run.Id
        $file = @(Get-Content (Join-Path $TestDrive "$($run.Id).jsonl") | ConvertFrom-Json | ConvertFrom-OtlpRequest)
        $expected = @('Get-S3Bucket', 'Get-S3Bucket', 'S3.ListBuckets', 'S3.ListBuckets', 'ends.ps1') + ($Signal ? @('Get-S3Object', 'S3.ListObjects') : @()) | Sort-Object
    }

    It 'ends as it does without a session' {
        $plain = $Signal ? $Result["$End plain"] : [pscustomobject]@{ ExitCode = $ExitCode; Out = '' }
        # At SIGINT PowerShell itself races between these two.
        if ($Signal -eq 'INT') { $run.ExitCode, $plain.ExitCode | Should -BeIn 0, 1 }
        else { $run.ExitCode | Should -Be $plain.ExitCode }
        $run.Out | Should -BeExactly $plain.Out
    }

    It 'has every span in the file' {
        # The SDK may have begun another attempt when the call was stopped.
        $file.Name -notlike 'attempt *' | Sort-Object | Should -BeExactly $expected
    }

    It 'has every span at the receiver, else in the spool' {
        $arrived.All.SpanId | Sort-Object | Should -BeExactly ($file.SpanId | Sort-Object)
        ($Exporter -eq 'Up' ? $arrived.Kept : $arrived.Received) | Should -BeNullOrEmpty
    }

    It 'tells how it ended' {
        $script = $file | Where-Object Name -EQ ends.ps1
        $script.Raw.events[-1 - [bool]($ErrorType -like 'System*')].name | Should -BeIn 'aws.script.end', 'exception'
        $end = $script.Raw.events | Where-Object name -EQ aws.script.end
        $end.attributes.key | Should -BeExactly aws.script.end.reason
        $end.attributes.value.stringValue | Should -BeExactly $Reason
        $script.Attributes['error.type'] | Should -BeExactly $ErrorType
        $script.Status | Should -Be ($ErrorType ? 2 : 0)
        if ($Reason -in 'exit', 'interrupt') { $script.Attributes['process.exit.code'] | Should -Be $run.ExitCode }
        else { $script.Attributes.Keys | Should -Not -Contain process.exit.code }
    }
}

Describe 'A script that is killed, its receiver <Exporter>' -ForEach $killed {
    BeforeAll {
        $run = $Result["is killed $Exporter"]
        $ended = 'Get-S3Bucket', 'Get-S3Bucket', 'S3.ListBuckets', 'S3.ListBuckets'
    }

    It 'has in the file, and at the receiver or in the spool, what had ended' {
        $run.ExitCode | Should -Be ($IsWindows ? -1 : 137)
        (Get-Content (Join-Path $TestDrive "$($run.Id).jsonl") | ConvertFrom-Json | ConvertFrom-OtlpRequest).Name | Sort-Object | Should -BeExactly $ended
        (Get-Arrived $run.Id).All.Name | Sort-Object | Should -BeExactly $ended
    }
}

Describe 'A script that was killed' {
    It 'is delivered by the next session that reaches the receiver' {
        $run = $Result['is killed Up']
        $session = New-Session $run.Id Up
        $before = @((Get-Arrived $run.Id).Received)
        Clear-Receiver
        Start-OtelSession next -Endpoint $session.Endpoint -Protocol $session.Protocol -SpoolPath $session.SpoolPath
        Stop-OtelSession -WarningVariable warning 6>$null
        $warning | Should -BeNullOrEmpty
        $after = @(Get-ReceivedExport | ForEach-Object request | ConvertFrom-OtlpRequest | Where-Object { $_.Resource['service.name'] -eq $run.Id })
        ($before + $after).Name | Sort-Object | Should -BeExactly 'Get-S3Bucket', 'Get-S3Bucket', 'S3.ListBuckets', 'S3.ListBuckets'
        Get-ChildItem $session.SpoolPath | Should -BeNullOrEmpty
    }
}

Describe 'A session that ends by <End>, its receiver <Exporter>' -ForEach $inProcess {
    It 'has every span in the file, and at the receiver, else in the spool, and tells how it ended' {
        $Result['in process'].Err | Should -BeNullOrEmpty
        $Result['in process'].ExitCode | Should -Be 0
        $id = ($closings | Where-Object { $_.End -eq $End -and $_.Exporter -eq $Exporter }).Id
        $file = @(Get-Content (Join-Path $TestDrive "$id.jsonl") | ConvertFrom-Json | ConvertFrom-OtlpRequest)
        $file.Name -join ' ' | Should -BeExactly 'S3.ListBuckets Get-S3Bucket S3.ListBuckets Get-S3Bucket ends.ps1'
        $arrived = Get-Arrived $id
        $arrived.All.SpanId | Sort-Object | Should -BeExactly ($file.SpanId | Sort-Object)
        ($Exporter -eq 'Up' ? $arrived.Kept : $arrived.Received) | Should -BeNullOrEmpty
        $file[-1].Raw.events.name | Should -BeExactly aws.script.end
        $file[-1].Raw.events.attributes.value.stringValue | Should -BeExactly ($End -eq 'parallel' ? 'runspace_closed' : $End)
        $file[-1].Status | Should -Be 0
    }
}
