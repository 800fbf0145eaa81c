BeforeDiscovery {
    # Every kind of place in which a script runs commands. Each row is run in a session called script, gets the arguments of a call (to splat), the
    # context of the session, and the module's path; all that the receiver gets of it is compared. Span ids are made up so that who is whose can be seen:
    # what an item, a job or an action does, it does in a bucket of its number, under a parent of its number.
    # Without the module there is no cmdlet's span.
    $ofImportTwice = 'script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-1', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-3', '  S3.ListObjectsV2 item-2', '  inner', '    Get-S3ObjectV2', '      S3.ListObjectsV2 item-4'
    $kind = @(
        @{
            Kind = 'ForEach-Object -Parallel, with nothing done for it: from the second cmdlet on'
            Run  = { 1..2 | ForEach-Object -Parallel { $s3 = $using:Call; Get-S3ObjectV2 -BucketName item-1 @s3; Get-S3ObjectV2 -BucketName item-2 @s3 } -ThrottleLimit 1 -UseNewRunspace }
            Tree = 'script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2', '  S3.ListObjectsV2 item-1', '  S3.ListObjectsV2 item-1'
        }
        @{
            Kind = 'ForEach-Object -Parallel that imports the module'
            Run  = { 1..4 | ForEach-Object -Parallel { Import-Module $using:ModulePath; $s3 = $using:Call; Get-S3ObjectV2 -BucketName item-$_ @s3 } -ThrottleLimit 2 }
            Tree = @('script') + (1..4 | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" })
        }
        @{
            # Runspaces are used again: what one item was under, the next is not.
            Kind = 'ForEach-Object -Parallel with Use-OtelContext'
            Run  = {
                1..4 | ForEach-Object -Parallel {
                    Import-Module $using:ModulePath
                    $s3 = $using:Call
                    $number = $_
                    Use-OtelContext $using:Context { Get-S3ObjectV2 -BucketName item-$number @s3 }
                    Use-OtelContext "00-0af7651916cd43dd8448eb211c80319c-000000000000000$number-01" {
                        Get-S3ObjectV2 -BucketName item-$number @s3
                        Use-OtelContext $using:Context { Get-S3ObjectV2 -BucketName item-$number @s3 }
                        Get-S3ObjectV2 -BucketName item-$number @s3
                    }
                    Get-S3ObjectV2 -BucketName item-$number @s3
                } -ThrottleLimit 2
            }
            Tree = @('script') + (1..4 | ForEach-Object { $item = $_; 1..3 | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$item" } }) +
                (1..4 | ForEach-Object { "under 000000000000000$_"; '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_"; '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" })
        }
        @{
            Kind = 'ForEach-Object -Parallel in a block'
            Run  = {
                Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01 {
                    1..4 | ForEach-Object -Parallel { Import-Module $using:ModulePath; $s3 = $using:Call; Get-S3ObjectV2 -BucketName item-$_ @s3 } -ThrottleLimit 2
                }
                1..2 | ForEach-Object -Parallel { Import-Module $using:ModulePath; $s3 = $using:Call; Get-S3ObjectV2 -BucketName item-$_ @s3 } -ThrottleLimit 2
            }
            Tree = @('script') + (1..2 | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" }) +
                @('under 0000000000000001') + (1..4 | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" })
        }
        @{
            Kind = 'ForEach-Object -Parallel with a session in each item'
            Run  = {
                1..4 | ForEach-Object -Parallel {
                    Import-Module $using:ModulePath
                    $s3 = $using:Call
                    Start-OtelSession -Name "item $_"
                    Get-S3ObjectV2 -BucketName item-$_ @s3
                    Stop-OtelSession
                    Get-S3ObjectV2 -BucketName item-$_ @s3
                } -ThrottleLimit 2
            }
            Tree = @('script') + (1..4 | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" }) + (1..4 | ForEach-Object { "  item $_"; '    Get-S3ObjectV2'; "      S3.ListObjectsV2 item-$_" })
        }
        @{
            Kind = 'ForEach-Object -Parallel that removes the module and imports it again'
            Run  = { 1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:ImportTwice)) $using:ModulePath $using:Call } }
            Tree = $ofImportTwice
        }
        @{
            Kind = 'Start-ThreadJob that removes the module and imports it again'
            Run  = { Start-ThreadJob ([scriptblock]::Create($ImportTwice)) -ArgumentList $ModulePath, $Call | Receive-Job -Wait -AutoRemoveJob }
            Tree = $ofImportTwice
        }
        @{
            Kind = 'a runspace of its own that removes the module and imports it again'
            Run  = {
                $shell = [powershell]::Create()
                try { $null = $shell.AddScript($ImportTwice).AddArgument($ModulePath).AddArgument($Call).Invoke() }
                finally { $shell.Runspace.Dispose(); $shell.Dispose() }
            }
            Tree = $ofImportTwice
        }
        @{
            Kind = 'Start-ThreadJob, with nothing done for it: from the second cmdlet on'
            Run  = { 1..2 | ForEach-Object { Start-ThreadJob { $s3 = $using:Call; Get-S3ObjectV2 -BucketName item-1 @s3; Get-S3ObjectV2 -BucketName item-2 @s3 } | Receive-Job -Wait -AutoRemoveJob } }
            Tree = 'script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2', '  S3.ListObjectsV2 item-1', '  S3.ListObjectsV2 item-1'
        }
        @{
            Kind = 'a runspace of its own, with nothing done for it: from the second cmdlet on'
            Run  = {
                1..2 | ForEach-Object {
                    $shell = [powershell]::Create()
                    try { $null = $shell.AddScript('param($s3) Get-S3ObjectV2 -BucketName item-1 @s3; Get-S3ObjectV2 -BucketName item-2 @s3').AddArgument($Call).Invoke() }
                    finally { $shell.Runspace.Dispose(); $shell.Dispose() }
                }
            }
            Tree = 'script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2', '  S3.ListObjectsV2 item-1', '  S3.ListObjectsV2 item-1'
        }
        @{
            # More jobs than run at once: their queue is set going by one of them, in a block that is over for the others.
            Kind = 'Start-ThreadJob with Use-OtelContext'
            Run  = {
                $jobs = foreach ($number in 1..4) {
                    Use-OtelContext "00-0af7651916cd43dd8448eb211c80319c-000000000000000$number-01" {
                        $here = Get-OtelContext
                        Start-ThreadJob -ThrottleLimit 2 {
                            Import-Module $using:ModulePath
                            $s3 = $using:Call
                            $number = $using:number
                            Use-OtelContext $using:here { Get-S3ObjectV2 -BucketName item-$number @s3 }
                            Get-S3ObjectV2 -BucketName item-$number @s3
                        }
                    }
                }
                $jobs | Receive-Job -Wait -AutoRemoveJob
            }
            Tree = @('script') + (1..4 | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" }) +
                (1..4 | ForEach-Object { "under 000000000000000$_"; '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" })
        }
        @{
            Kind = 'a pool of runspaces'
            Run  = {
                $pool = [runspacefactory]::CreateRunspacePool(1, 2)
                $pool.Open()
                try {
                    $running = foreach ($number in 1..4) {
                        $shell = [powershell]::Create()
                        $shell.RunspacePool = $pool
                        $null = $shell.AddScript({
                                param($ModulePath, $s3, $context, $number)
                                Import-Module $ModulePath
                                Use-OtelContext "00-0af7651916cd43dd8448eb211c80319c-000000000000000$number-01" { Get-S3ObjectV2 -BucketName item-$number @s3 }
                                Use-OtelContext $context { Get-S3ObjectV2 -BucketName item-$number @s3 }
                                Get-S3ObjectV2 -BucketName item-$number @s3
                            }).AddArgument($ModulePath).AddArgument($Call).AddArgument($Context).AddArgument($number)
                        @{ Shell = $shell; Result = $shell.BeginInvoke() }
                    }
                    foreach ($one in $running) { $one.Shell.EndInvoke($one.Result); $one.Shell.Dispose() }
                }
                finally { $pool.Dispose() }
            }
            Tree = @('script') + (1..4 | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_"; '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" }) +
                (1..4 | ForEach-Object { "under 000000000000000$_"; '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" })
        }
        @{
            # Of one trace each, with the parents that their callers gave them.
            Kind = 'sessions in several runspaces at once'
            Run  = {
                $running = foreach ($number in 1..3) {
                    $shell = [powershell]::Create()
                    $null = $shell.AddScript({
                            param($ModulePath, $s3, $number)
                            Import-Module $ModulePath
                            Start-OtelSession -Name "runbook $number" -Parent "00-0af7651916cd43dd8448eb211c80319$number-000000000000000$number-01"
                            1..3 | ForEach-Object { Get-S3ObjectV2 -BucketName item-$number @s3 }
                            Stop-OtelSession
                        }).AddArgument($ModulePath).AddArgument($Call).AddArgument($number)
                    @{ Shell = $shell; Result = $shell.BeginInvoke() }
                }
                Get-S3ObjectV2 -BucketName item-4 @Call
                foreach ($one in $running) { $one.Shell.EndInvoke($one.Result); $one.Shell.Runspace.Dispose(); $one.Shell.Dispose() }
            }
            Tree = @('script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-4') +
                (1..3 | ForEach-Object { $number = $_; "under 000000000000000$_"; "  runbook $_"; 1..3 | ForEach-Object { '    Get-S3ObjectV2'; "      S3.ListObjectsV2 item-$number" } })
        }
        @{
            # The action interrupts the script: it is under what the script is in, and leaves nothing of its own there.
            Kind = 'the action of an object event'
            Run  = {
                $timer = [System.Timers.Timer]@{ Interval = 1; AutoReset = $false }
                $acted = [System.Threading.ManualResetEventSlim]::new()
                $job = Register-ObjectEvent $timer Elapsed -MessageData @{ Call = $Call; Acted = $acted } -Action {
                    $s3 = $Event.MessageData.Call
                    Get-S3ObjectV2 -BucketName item-1 @s3
                    Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000002-01 { Get-S3ObjectV2 -BucketName item-2 @s3 }
                    $Event.MessageData.Acted.Set()
                }
                try {
                    $timer.Start()
                    Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01 { Wait-Action $acted }
                    Get-S3ObjectV2 -BucketName item-3 @Call
                }
                finally { Unregister-Event $job.Name; Remove-Job $job -Force; $timer.Dispose() }
            }
            Tree = 'script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-3', 'under 0000000000000001', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-1', 'under 0000000000000002', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2'
        }
        @{
            Kind = 'the action of an engine event, between the statements of a block'
            Run  = {
                $job = Register-EngineEvent AwsOtel.Test -Action {
                    $s3, $acted = $Event.SourceArgs
                    Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000002-01 { Get-S3ObjectV2 -BucketName item-2 @s3 }
                    $acted.Set()
                }
                $acted = [System.Threading.ManualResetEventSlim]::new()
                try {
                    Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01 {
                        $null = New-Event AwsOtel.Test -EventArguments $Call, $acted
                        Wait-Action $acted
                        Get-S3ObjectV2 -BucketName item-1 @Call
                    }
                    Get-S3ObjectV2 -BucketName item-3 @Call
                }
                finally { Unregister-Event $job.Name; Remove-Job $job -Force }
            }
            Tree = 'script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-3', 'under 0000000000000001', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-1', 'under 0000000000000002', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2'
        }
        @{
            Kind = 'a class method, & { }, . { }, a function of a module, and Invoke-Command -NoNewScope'
            Run  = {
                class Lister { [void] List([hashtable] $Call) { Get-S3ObjectV2 -BucketName item-1 @Call | Out-Null } }
                $module = New-Module { function Get-Listing([hashtable] $Call) { Get-S3ObjectV2 -BucketName item-4 @Call } }
                Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01 {
                    [Lister]::new().List($Call)
                    & { Get-S3ObjectV2 -BucketName item-2 @Call }
                    . { Get-S3ObjectV2 -BucketName item-3 @Call }
                    Get-Listing $Call
                    Invoke-Command -NoNewScope { Get-S3ObjectV2 -BucketName item-1 @Call }
                    & { Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000002-01 { . { Get-S3ObjectV2 -BucketName item-2 @Call } } }
                }
                & { [Lister]::new().List($Call) }
                Remove-Module $module
            }
            Tree = @('script', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-1', 'under 0000000000000001') + ('1', '1', '2', '3', '4' | ForEach-Object { '  Get-S3ObjectV2'; "    S3.ListObjectsV2 item-$_" }) +
                @('under 0000000000000002', '  Get-S3ObjectV2', '    S3.ListObjectsV2 item-2')
        }
        @{
            Kind = 'Start-Job, by the environment and by the context'
            Run  = {
                $inBlock = Use-OtelContext 00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01 {
                    Start-Job { $s3 = $using:Call; Import-Module $using:ModulePath; Start-OtelSession -Name 'job 1' -Exporter Otlp -Endpoint $using:Endpoint; Get-S3ObjectV2 -BucketName item-1 @s3; Stop-OtelSession }
                }
                $handed = Start-Job {
                    $s3 = $using:Call
                    Import-Module $using:ModulePath
                    $env:TRACEPARENT = $null
                    Start-OtelSession -Name 'job 2' -Exporter Otlp -Endpoint $using:Endpoint -Parent $using:Context
                    Get-S3ObjectV2 -BucketName item-2 @s3
                    Stop-OtelSession
                }
                $inBlock, $handed | Receive-Job -Wait -AutoRemoveJob
            }
            Tree = 'script', '  job 2', '    Get-S3ObjectV2', '      S3.ListObjectsV2 item-2', 'under 0000000000000001', '  job 1', '    Get-S3ObjectV2', '      S3.ListObjectsV2 item-1'
        }
        @{
            Kind = 'a child process, and a nested prompt in it'
            Run  = {
                $child = {
                    param($ModulePath, $Endpoint, $Url)
                    $s3 = @{ EndpointUrl = $Url; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }
                    Import-Module $ModulePath
                    Start-OtelSession -Name child -Exporter Otlp -Endpoint $Endpoint
                    Use-OtelContext (Get-OtelContext) { $Host.EnterNestedPrompt() }
                    Get-S3ObjectV2 -BucketName item-1 @s3
                    Stop-OtelSession
                }
                $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; RedirectStandardInput = $true; RedirectStandardOutput = $true; UseShellExecute = $false }
                if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
                foreach ($argument in '-NoProfile', '-NoLogo', '-Command', "& {$child} '$ModulePath' '$Endpoint' '$($Call.EndpointUrl)'") { $start.ArgumentList.Add($argument) }
                $process = [System.Diagnostics.Process]::Start($start)
                $process.StandardInput.WriteLine('Get-S3ObjectV2 -BucketName item-2 @s3')
                $process.StandardInput.WriteLine('exit')
                $process.StandardInput.Close()
                $null = $process.StandardOutput.ReadToEnd()
                $process.WaitForExit()
            }
            Tree = 'script', '  child', '    Get-S3ObjectV2', '      S3.ListObjectsV2 item-1', '    Get-S3ObjectV2', '      S3.ListObjectsV2 item-2'
        }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    $Endpoint = $Local.otlp.grpcEndpoint
    1..4 | ForEach-Object { $null = New-S3Bucket -BucketName item-$_ @S3 }

    # As text, as script blocks do not go from one runspace to another.
    $ImportTwice = {
        param($ModulePath, $s3)
        Import-Module $ModulePath
        Get-S3ObjectV2 -BucketName item-1 @s3
        Remove-Module AwsOtel
        Get-S3ObjectV2 -BucketName item-2 @s3
        Import-Module $ModulePath
        Get-S3ObjectV2 -BucketName item-3 @s3
        Start-OtelSession -Name inner
        Get-S3ObjectV2 -BucketName item-4 @s3
        Stop-OtelSession 6>$null
    }.ToString()

    function Invoke-Kind([scriptblock] $Run) {
        # Runs a row, and gives the tree that came out.
        Clear-Receiver
        $Call = $S3
        Start-OtelSession -Name script -Exporter Otlp -Endpoint $Endpoint
        try {
            $Context = Get-OtelContext
            $null = . $Run
        }
        finally { Stop-OtelSession 6>$null }
        Get-ReceivedTree
    }

    function Wait-Action($Acted) {
        # Lets the engine run the actions of events until one says that it did. The bound only keeps a failure from being a hang.
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while (-not $Acted.IsSet) {
            if ($clock.Elapsed.TotalMinutes -gt 1) { throw 'The action did not come to its end.' }
            Start-Sleep -Milliseconds 5
        }
    }

    function Get-Environment {
        $variables = [System.Environment]::GetEnvironmentVariables()
        $variables.Keys | Sort-Object | ForEach-Object { "$_=$($variables[$_])" }
    }
}

AfterAll { 1..4 | ForEach-Object { Remove-S3Bucket -BucketName item-$_ -Force @S3 } }

Describe 'The tree that comes out of' {
    It '<Kind>' -ForEach $kind {
        $before = Get-Environment
        Invoke-Kind $Run | Should -BeExactly $Tree
        Get-Environment | Should -BeExactly $before
        [System.Diagnostics.Activity]::Current | Should -BeNullOrEmpty
    }
}

Describe 'The tree that comes out fifty times, while others take the processor, of' -Tag Soak {
    BeforeAll {
        $load = 1..2 | ForEach-Object { Start-Process ([System.Environment]::ProcessPath) -ArgumentList '-NoProfile', '-Command', 'while ($true) { }' -PassThru }
    }

    AfterAll { $load | Stop-Process }

    It '<Kind>' -ForEach $kind {
        $wrong = foreach ($round in 1..50) {
            $came = @(Invoke-Kind $Run) -join "`n"
            if ($came -cne ($Tree -join "`n")) { "round $round`n$came" }
        }
        Write-Host "      $(@($wrong).Count) of 50 were wrong"
        $wrong | Select-Object -First 1 | Should -BeNullOrEmpty
    }
}

Describe 'Runspaces that the script makes' {
    BeforeEach { Start-OtelSession -Name script -Exporter Memory }
    AfterEach { Stop-OtelSession 6>$null }

    It 'lose no call where many run at once' {
        1..40 | ForEach-Object -Parallel { $s3 = $using:S3; Get-S3Bucket @s3; Get-S3Bucket @s3 } -ThrottleLimit 8 | Out-Null
        Stop-OtelSession 6>$null
        $spans = Get-OtelSpan
        $root = $spans | Where-Object Name -EQ script
        $cmdlets = @($spans | Where-Object Name -EQ Get-S3Bucket)
        @($spans | Where-Object Name -EQ S3.ListBuckets).Count | Should -Be 80
        # At most the first call of each of the eight runspaces has no cmdlet above it.
        $cmdlets.Count | Should -BeGreaterOrEqual 72
        $cmdlets.ParentSpanId | Sort-Object -Unique | Should -BeExactly $root.SpanId
        @($spans | Where-Object { $_.Name -eq 'S3.ListBuckets' -and $_.ParentSpanId -notin $cmdlets.SpanId -and $_.ParentSpanId -ne $root.SpanId }).Count | Should -Be 0
    }

    It 'see nothing of it in their own $Error and $?' {
        $seen = 1..1 | ForEach-Object -Parallel {
            $s3 = $using:S3
            $null = Get-S3Bucket @s3
            "$?, $($Error.Count)"
        }
        $seen | Should -BeExactly 'True, 0'
    }

    It 'keep no hook after the session' {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        try {
            $shell = [powershell]::Create($runspace)
            $null = $shell.AddScript('param($s3) Get-S3Bucket @s3').AddArgument($S3).Invoke()
            $hook = { [powershell]::Create($runspace).AddScript('$ExecutionContext.InvokeCommand.PostCommandLookupAction').Invoke() | Where-Object { $_ } }
            @(& $hook).Count | Should -Be 1
            Stop-OtelSession 6>$null
            @(& $hook).Count | Should -Be 0
        }
        finally { $runspace.Dispose() }
    }
}
