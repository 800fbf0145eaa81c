# The report as people use it: opened from the file, offline, in a headless browser. The checks are in tests/browser/checks.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Browser.psm1)
    $noBrowser = -not (Find-Browser)
    $check = (Get-ChildItem (Join-Path $PSScriptRoot browser checks) -Filter *.mjs).BaseName
}

Describe 'The report in a browser' {
    BeforeAll {
        . (Join-Path $PSScriptRoot common.ps1)
        Import-Module $ModulePath
        Import-Module (Join-Path $PSScriptRoot Browser.psm1)
        if (-not (Find-Browser)) { return }

        function Write-LargeTrace([string] $Path) {
            # One script, 5,000 cmdlets of one call each; one of them failed.
            $format = '{{"traceId":"dddddddddddddddddddddddddddddddd","spanId":"{0:x16}","parentSpanId":"{1}","name":"{2}","kind":{3},"startTimeUnixNano":"{4}","endTimeUnixNano":"{5}","attributes":[{6}],"status":{7}}}'
            $start = 1760000000000000000
            $span = [System.Collections.Generic.List[string]]::new()
            $span.Add(($format -f 1, '', 'archive.ps1', 1, $start, ($start + 5001000000), '', '{}'))
            foreach ($i in 1..5000) {
                $status = $i -eq 2500 ? '{"code":2,"message":"gone"}' : '{}'
                $why = $i -eq 2500 ? ',{"key":"error.type","value":{"stringValue":"NoSuchKey"}}' : ''
                $from = $start + 1000000L * $i
                $key = '{{"key":"aws.s3.key","value":{{"stringValue":"2026/{0:d5}.json"}}}}' -f $i
                $span.Add(($format -f (2 * $i), ('1'.PadLeft(16, '0')), 'Copy-S3Object', 1, $from, ($from + 900000), ('{"key":"aws.cmdlet.calls","value":{"intValue":"1"}}' + $why), $status))
                $span.Add(($format -f (2 * $i + 1), (2 * $i).ToString('x16'), 'S3.CopyObject', 3, ($from + 100000), ($from + 800000), ($key + $why), $status))
            }
            Set-Content $Path ('{"resourceSpans":[{"scopeSpans":[{"spans":[' + ($span -join ',') + ']}]}]}')
        }

        $fixtures = Join-Path $PSScriptRoot fixtures
        Import-OtelTrace (Join-Path $fixtures two-traces.jsonl) -TraceId ('b' * 32) | Export-OtelTrace (Join-Path $TestDrive two-traces.html)
        Import-OtelTrace (Join-Path $fixtures two-traces.jsonl) | Export-OtelTrace (Join-Path $TestDrive many-traces.html)
        Import-OtelTrace (Join-Path $fixtures hostile.jsonl) | Export-OtelTrace (Join-Path $TestDrive hostile.html)
        Write-LargeTrace (Join-Path $TestDrive large.jsonl)
        Import-OtelTrace (Join-Path $TestDrive large.jsonl) | Export-OtelTrace (Join-Path $TestDrive large.html)
        $failure = Invoke-BrowserCheck (Convert-Path $TestDrive)
    }

    # Not by a template: of a test that is skipped, Pester would not fill in the name.
    foreach ($name in $check) {
        It $name.Replace('-', ' ') -Skip:$noBrowser -ForEach @{ Name = $name } {
            $failure.ContainsKey($Name) | Should -BeTrue -Because 'it must have run'
            $failure[$Name] | Should -BeNullOrEmpty
        }
    }
}
