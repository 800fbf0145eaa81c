#Requires -Modules Pester, AWS.Tools.S3
param([string] $Runbook = (Join-Path $PSScriptRoot tested-runbook.ps1))

BeforeAll {
    # Any local S3 will do, by the variables that every AWS SDK reads; this one can also be told to fail.
    Import-Module (Join-Path $PSScriptRoot .. .. tests LocalAws.psm1)
    $aws = Start-LocalAws -Only s3
    $before = @{}
    $variables = @{ AWS_ENDPOINT_URL_S3 = $aws.s3.endpoint; AWS_ACCESS_KEY_ID = 'test'; AWS_SECRET_ACCESS_KEY = 'test'; AWS_REGION = 'eu-central-1' }
    foreach ($name in $variables.Keys) {
        $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
        Set-Item "env:$name" $variables[$name]
    }
    foreach ($bucket in 'app-logs', 'app-archive') { $null = New-S3Bucket $bucket }

    function Add-Fault([hashtable] $Fault) {
        $null = Invoke-RestMethod "$($aws.controlEndpoint)/faults" -Method Post -ContentType application/json -Body (@{ service = 's3' } + $Fault | ConvertTo-Json)
    }

    function Get-Call([string] $Name = '*') {
        # The API calls, in the order in which they began.
        Get-OtelSpan $Name -Kind Client | Sort-Object StartTime
    }

    Import-Module AwsOtel
}

AfterAll {
    Stop-LocalAws $aws
    foreach ($name in $before.Keys) { [System.Environment]::SetEnvironmentVariable($name, $before[$name]) }
}

Describe 'The runbook' {
    # Each test has a session of its own, and sees the calls of its run alone. The runbook's own session is a span in it.
    BeforeEach {
        foreach ($key in '2025/11.log', '2025/12.log', '2026/01.log') { Write-S3Object -BucketName app-logs -Key $key -Content $key }
        Start-OtelSession -Exporter Memory
    }
    AfterEach { Stop-OtelSession -All }

    It 'copies each log of the year, and then removes all in one call' {
        & $Runbook | Should -Be 'Moved 2 logs.'

        (Get-Call S3.CopyObject).ForEach{ $_.Attributes['aws.s3.key'] } | Should -Be '2025/11.log', '2025/12.log'
        (Get-Call S3.DeleteObjects).ForEach{ $_.Attributes['aws.s3.bucket'] } | Should -Be 'app-logs'
        (Get-Call).Name[-1] | Should -Be S3.DeleteObjects
        Get-OtelSpan -Status Error | Should -BeNullOrEmpty
    }

    It 'outlives a busy S3' {
        Add-Fault @{ operation = 'CopyObject'; status = 503; errorCode = 'SlowDown' }

        & $Runbook | Should -Be 'Moved 2 logs.'

        $retried = Get-Call | Where-Object { $_.Attributes['aws.retry.count'] }
        $retried.Name | Should -Be S3.CopyObject
        (Get-OtelSpan 'attempt *').ForEach{ $_.Attributes['http.response.status_code'] } | Should -Be 503, 200
    }

    It 'removes nothing where a copy has failed' {
        Add-Fault @{ operation = 'CopyObject'; status = 403; errorCode = 'AccessDenied' }

        { & $Runbook } | Should -Throw

        Get-Call S3.DeleteObjects | Should -BeNullOrEmpty
        (Get-Call S3.CopyObject)[0].Attributes['error.type'] | Should -Be AccessDenied
    }

    It 'stays in its region' {
        & $Runbook

        Get-Call | Where-Object { $_.Attributes['cloud.region'] -ne 'eu-central-1' } | Should -BeNullOrEmpty
    }
}
