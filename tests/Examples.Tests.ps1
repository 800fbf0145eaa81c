# Every example runs, and prints the tree that its README has.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot .. examples Examples.psm1)
    # What each one writes. The demo shows nightly-backup, and checks it.
    $example = @(
        @{ Name = 'batch-delete'; Output = 'Removed 5 of 5.'; Warning = '2025/4.csv stayed: InternalError', '2025/5.csv stayed: AccessDenied' }
        @{ Name = 'custom-metrics'; Metric = 'orders.imported', 'orders.value', 'orders.waiting' }
        @{ Name = 'dynamodb-batch'; Output = 'ada has bought for 4000.' }
        @{ Name = 'error-handling'; Warning = 'Another run has left its lock; it is taken over.' }
        @{ Name = 'lambda-invoke'; Output = 'Order A-1 costs 42.' }
        @{ Name = 'multipart-upload' }
        @{ Name = 'parallel-copy' }
        @{ Name = 'redaction-hooks'; Output = '1.json: 2 bytes', '2.txt: 8 bytes' }
        @{ Name = 'scheduled-task'; Output = 'report-2.txt removed', 'report-1.txt removed' }
        @{ Name = 'sqs-messages'; Output = 'Order A-1 is packed.', 'Order A-2 is packed.' }
        @{ Name = 'tested-runbook'; Output = 'Moved 3 logs.' }
        @{ Name = 'to-a-collector'; Output = 'web-pages: 13 bytes', 'web-uploads: 13 bytes'; Metric = 'rpc.client.call.duration' }
    )
    Import-Module (Join-Path $PSScriptRoot StandIns.psm1)
    foreach ($one in $example) {
        $missing = Get-MissingModule $one.Name
        $one.Missing = $missing | Where-Object { $_ -notin (Get-StandInName) }
        $one.With = $missing -and -not $one.Missing ? ", with a stand-in for $missing" : ''
    }
    $found = Get-Example | Where-Object { $_ -ne 'nightly-backup' }
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $folder = Join-Path $PSScriptRoot .. examples
    Import-Module (Join-Path $folder Examples.psm1), (Join-Path $PSScriptRoot StandIns.psm1)
    # Of their own: what an example prepares is in nobody's way.
    $aws = Start-LocalAws

    function ConvertTo-Shape([string[]] $Tree) {
        # The names of a tree's spans, nested, siblings sorted: whose turn it is among those that run at once, and how long they take, is different each time.
        $root = @{ Name = 'trace'; Children = [System.Collections.ArrayList]::new() }
        $branch = @($root)
        foreach ($line in $Tree) {
            # Hot spots come after an empty line.
            if (-not $line) { break }
            if ($line -notmatch '^(?:(?<indent>(?:[│ ]  )*)(?<twig>[├└]─ ))?(?<name>\S.*?)  ') { continue }
            # A span of credentials is there only where they were slow to come.
            if ($Matches.name -match '^trace |^resolve credentials$') { continue }
            $depth = $Matches['twig'] ? $Matches['indent'].Length / 3 + 1 : 0
            $node = @{ Name = $Matches.name; Children = [System.Collections.ArrayList]::new() }
            $null = $branch[$depth].Children.Add($node)
            $branch = $branch[0..$depth] + $node
        }
        Format-Shape $root ''
    }

    function Format-Shape($Node, [string] $Indent) {
        $children = $Node.Children | ForEach-Object { Format-Shape $_ "$Indent  " } | Sort-Object
        ("$Indent$($Node.Name)", $children | ForEach-Object { $_ }) -join "`n"
    }
}

AfterAll { Stop-LocalAws $aws }

Describe 'The example <Name><With>' -ForEach $example {
    It 'is in the list of examples' {
        Get-Content (Join-Path $folder README.md) -Raw | Should -Match "\| \[$Name\]\($Name/README\.md\) \|"
    }

    if ($Missing) {
        It "runs where $Missing is installed" -Skip { }
        return
    }

    BeforeAll {
        $null = Invoke-RestMethod "$($aws.controlEndpoint)/otlp" -Method Delete
        $run = Invoke-Example $Name -ModulePath $ModulePath -LocalAws $aws -StandInPath (Get-StandInPath)
    }

    It 'runs, and writes what is expected' {
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -BeExactly $Output
        $run.Warning.Message | Should -BeExactly $Warning
    }

    It 'prints the tree of its README' {
        $readme = Get-Content (Join-Path $folder $Name README.md) -Raw
        $tree = [regex]::Match($readme, '(?s)<!-- tree:begin -->\s+```text\n(.+?)```\s+<!-- tree:end -->').Groups[1].Value -split "`n"
        $tree.Count | Should -BeGreaterThan 3
        ConvertTo-Shape $run.Tree | Should -BeExactly (ConvertTo-Shape $tree)
    }

    if ($Metric) {
        It 'has sent its metrics to the Collector' {
            $received = (Invoke-RestMethod "$($aws.controlEndpoint)/otlp/metrics" | ForEach-Object { $_ }).request.resourceMetrics.scopeMetrics.metrics.name
            $Metric | Where-Object { $_ -notin $received } | Should -BeNullOrEmpty
        }
    }

    if ($Name -eq 'redaction-hooks') {
        It 'tells what the files are, and not whose' {
            $calls = $run.Span.Where{ $_.Kind -eq 'Client' }
            $calls.ForEach{ "$($_.Name) $($_.Attributes['aws.s3.key']) $($_.Attributes['files.folder']) $($_.Attributes['files.type'])".Trim() } | Should -BeExactly @(
                'S3.ListObjectsV2'
                'S3.GetObject [redacted]/invoices/1.json invoices application/json'
                'S3.GetObject [redacted]/letters/2.txt letters text/plain'
            )
            $run.Span | ConvertTo-Json -Depth 6 | Should -Not -Match 'cust-\d|Head(er)?Object'
        }
    }

    if ($Name -eq 'lambda-invoke') {
        It 'hands the trace to the function' {
            $request = Invoke-RestMethod "$($aws.controlEndpoint)/requests?service=lambda" | ForEach-Object { $_ }
            $context = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($request.headers.'x-amz-client-context'))
            $call = $run.Span.Where{ $_.Name -eq 'Lambda.Invoke' }
            $context | Should -BeExactly "{`"custom`":{`"traceparent`":`"00-$($call.TraceId)-$($call.SpanId)-01`"}}"
        }
    }

    if ($Name -eq 'scheduled-task') {
        It 'has one command line for every scheduler' {
            $lines = 'crontab', 'report-cleaner.service', 'Register-ReportCleaner.ps1' | ForEach-Object { Get-Content (Join-Path $folder scheduled-task $_) } |
                Select-String '-NoProfile -Command "(Invoke-OtelScript )\S+?(scheduled-task\.ps1 .+)"' | ForEach-Object { -join $_.Matches[0].Groups[1, 2].Value }
            $lines.Count | Should -Be 3
            $lines | Select-Object -Unique | Should -BeExactly 'Invoke-OtelScript scheduled-task.ps1 -ServiceName report-cleaner -- -Keep 3'
        }
    }

    if ($Name -ne 'to-a-collector') { return }

    It 'has sent its spans to the Collector' {
        $spans = Invoke-RestMethod "$($aws.controlEndpoint)/otlp/traces" | ForEach-Object { $_ } | ForEach-Object request | ConvertFrom-OtlpRequest
        $spans.Name | Sort-Object | Should -BeExactly 'Get-S3ObjectV2', 'Get-S3ObjectV2', 'S3.ListObjectsV2', 'S3.ListObjectsV2', 'to-a-collector.ps1'
        $spans.ForEach{ $_.Resource['deployment.environment.name'] } | Select-Object -Unique | Should -BeExactly prod
    }
}

Describe 'The examples' {
    It 'are all known to this test' -ForEach @{ Known = $example.Name; Found = $found } {
        $Found | Sort-Object | Should -BeExactly ($Known | Sort-Object)
    }
}

Describe 'The tests of the tested runbook' {
    BeforeAll {
        function Invoke-RunbookTest([string] $Runbook) {
            # In a runspace of its own, as this one runs tests already.
            $shell = [powershell]::Create()
            $before = $env:PSModulePath
            $env:PSModulePath = (Split-Path $ModulePath | Split-Path | Split-Path) + [System.IO.Path]::PathSeparator + $before
            try {
                $script = { param($Path, $Data) Invoke-Pester -Container (New-PesterContainer -Path $Path -Data $Data) -PassThru -Output None }
                $shell.AddScript($script).AddParameters(@{ Path = Join-Path $folder tested-runbook; Data = $Runbook ? @{ Runbook = $Runbook } : @{} }).Invoke()[0]
            }
            finally {
                $shell.Dispose()
                $env:PSModulePath = $before
            }
        }
    }

    It 'pass' {
        $result = Invoke-RunbookTest
        $result.Failed.ForEach{ "$_`: $($_.ErrorRecord)" } | Should -BeNullOrEmpty
        $result.PassedCount | Should -Be 4
    }

    It 'fail for a runbook that removes what it has not copied, in another region' {
        Set-Content (Join-Path $TestDrive bad.ps1) @'
            $logs = @(Get-S3ObjectV2 -BucketName app-logs -Prefix 2025/ -Region us-east-1)
            try { $null = $logs | Copy-S3Object -DestinationBucket app-archive -DestinationKey { $_.Key } } catch { $null = $_ }
            $null = Remove-S3Object -BucketName app-logs -KeyCollection $logs.Key -Force
            "Moved $($logs.Count) logs."
'@
        (Invoke-RunbookTest (Join-Path $TestDrive bad.ps1)).Failed.Name | Should -Be 'removes nothing where a copy has failed', 'stays in its region'
    }
}
