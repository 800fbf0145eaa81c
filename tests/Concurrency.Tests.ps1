BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    $bucket = "concurrency-$([guid]::NewGuid().ToString('n'))"
    $null = New-S3Bucket -BucketName $bucket @S3

    # Line by line, so that a line that does not parse is seen as such.
    function Read-Trace([string] $Path) {
        foreach ($line in [System.IO.File]::ReadAllLines($Path)) { $line | ConvertFrom-Json | ConvertFrom-OtlpRequest }
    }
}

Describe 'Writers at once' {
    AfterEach {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    It 'of two processes lose no line of one file, and mix none' {
        $path = Join-Path $TestDrive shared.jsonl
        $gate = Join-Path $TestDrive gate
        $script = {
            param($ModulePath, $Url, $Path, $Bucket, $Gate, $Name)
            Import-Module $ModulePath
            Import-Module AWS.Tools.S3
            $call = @{ EndpointUrl = $Url; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1'; BucketName = $Bucket }
            $null = Get-S3ObjectV2 @call
            # Both go on when both are there: neither can be done before the other one has begun.
            function Wait-Other([int] $Step) {
                Set-Content "$Gate-$Step-$Name" here
                while (@(Get-ChildItem "$Gate-$Step-*").Count -lt 2) { Start-Sleep -Milliseconds 2 }
            }
            Start-OtelSession -Name $Name -Exporter File -Path $Path
            1..150 | ForEach-Object {
                if ($_ % 10 -eq 1) { Wait-Other $_ }
                $null = Get-S3ObjectV2 @call -Prefix "$Name/$_/"
            }
            Stop-OtelSession -PassThru 6>$null | ForEach-Object { "$($_.SpanCount) $($_.ExportedCount) $($_.DroppedCount)" }
        }
        $text = "$script"
        $result = 'first', 'second' | ForEach-Object -ThrottleLimit 2 -Parallel {
            . (Join-Path $using:PSScriptRoot common.ps1)
            Invoke-ChildPwsh -Script $using:text -ArgumentList $using:ModulePath, ($using:S3).EndpointUrl, $using:path, $using:bucket, $using:gate, $_
        }
        "$($result.Err)".Trim() | Should -BeNullOrEmpty
        # 150 cmdlets, 150 operations, the script.
        $result.Out.Trim() | Should -BeExactly '301 301 0', '301 301 0'

        $span = @(Read-Trace $path)
        $span.Count | Should -Be 602
        ($span.SpanId | Sort-Object -Unique).Count | Should -Be 602
        $trace = $span | Group-Object TraceId
        $trace | ForEach-Object Count | Should -Be 301, 301
        foreach ($one in $trace) {
            $name = $one.Group.Where{ -not $_.ParentSpanId }.Name
            $name | Should -BeIn first, second
            $prefix = $one.Group.Where{ $_.Name -eq 'S3.ListObjectsV2' }.ForEach{ $_.Attributes['aws.s3.prefix'] }
            Compare-Object $prefix (1..150).ForEach{ "$name/$_/" } | Should -BeNullOrEmpty
        }
        # That they did write at once.
        $order = [System.IO.File]::ReadAllLines($path).ForEach{ $_.Contains($trace[0].Name) }
        @(1..($order.Count - 1)).Where{ $order[$_] -ne $order[$_ - 1] }.Count | Should -BeGreaterThan 10
    }

    It 'of the threads of one session lose no span, in 20 sessions one after the other' {
        foreach ($round in 1..20) {
            $path = Join-Path $TestDrive "round-$round.jsonl"
            Start-OtelSession -Name run -Exporter File, Memory -Path $path
            1..12 | ForEach-Object -ThrottleLimit 4 -Parallel {
                $s3 = $using:S3
                $null = Get-S3ObjectV2 -BucketName $using:bucket -Prefix "$_/" @s3
            }
            $result = Stop-OtelSession -PassThru 6>$null
            $result.DroppedCount | Should -Be 0
            $result.ExportedCount | Should -Be $result.SpanCount

            $span = @(Read-Trace $path)
            $span.Count | Should -Be $result.SpanCount
            $span.SpanId | Sort-Object | Should -BeExactly ((Get-OtelSpan).SpanId | Sort-Object)
            $span.TraceId | Select-Object -Unique | Should -BeExactly $result.TraceId
            $operation = $span.Where{ $_.Name -eq 'S3.ListObjectsV2' }
            $operation.ForEach{ $_.Attributes['aws.s3.prefix'] } | Sort-Object | Should -BeExactly ((1..12).ForEach{ "$_/" } | Sort-Object)
            # Nothing hangs in the air: each parent is there as well.
            $span.Where{ $_.ParentSpanId -and $_.ParentSpanId -notin $span.SpanId } | Should -BeNullOrEmpty
        }
    }
}
