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
                            Time = [decimal]$record.timeUnixNano; Scope = $scopeLogs.scope.name; Transport = $export.transport; Headers = $export.headers
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
        $received = @(Get-ReceivedLog | Sort-Object Time | Format-Log)
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
