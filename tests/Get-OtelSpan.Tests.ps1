BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe 'Get-OtelSpan' {
    BeforeAll {
        # Two traces of one pipeline: the outer session's, and that of an inner session with a parent of its own.
        $outer = Start-OtelSession shop -Name outer -Exporter Memory -PassThru
        $null = Get-S3Bucket @S3
        try { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } catch { $null = $_ }
        $inner = Start-OtelSession -Name inner -Parent 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 -PassThru
        $null = Get-S3Bucket @S3
        Stop-AllSession
    }

    Context 'which spans' {
        It 'gives every finished span, in the order in which they ended' {
            (Get-OtelSpan).Name -join ',' | Should -BeExactly (
                'S3.ListBuckets,Get-S3Bucket,S3.ListObjectsV2,Get-S3ObjectV2,S3.ListBuckets,Get-S3Bucket,inner,outer')
        }

        It 'gives those whose names match <Case>' -ForEach @(
            @{ Case = 'a name'; Name = 'outer'; Expected = 'outer' }
            @{ Case = 'a name in another case'; Name = 'get-s3bucket'; Expected = 'Get-S3Bucket,Get-S3Bucket' }
            @{ Case = 'a wildcard'; Name = 'S3.*'; Expected = 'S3.ListBuckets,S3.ListObjectsV2,S3.ListBuckets' }
            @{ Case = 'one of several'; Name = 'inner', 'Get-*V2'; Expected = 'Get-S3ObjectV2,inner' }
            @{ Case = 'nothing there is'; Name = 'DynamoDB.*'; Expected = '' }
        ) {
            (Get-OtelSpan -Name $Name).Name -join ',' | Should -BeExactly $Expected
            (Get-OtelSpan $Name).Name -join ',' | Should -BeExactly $Expected -Because 'it is the first position'
        }

        It 'gives those of a trace' {
            (Get-OtelSpan -TraceId $inner.TraceId).Name -join ',' | Should -BeExactly 'S3.ListBuckets,Get-S3Bucket,inner'
            @(Get-OtelSpan -TraceId $outer.TraceId).Count | Should -Be 5
        }

        It 'takes a trace id in capitals' {
            @(Get-OtelSpan -TraceId $inner.TraceId.ToUpperInvariant()).Count | Should -Be 3
        }

        It 'gives those of the kinds <Kind>' -ForEach @(
            @{ Kind = 'Client'; Expected = 'S3.ListBuckets,S3.ListObjectsV2,S3.ListBuckets' }
            @{ Kind = 'Internal', 'Client'; Expected = 'S3.ListBuckets,Get-S3Bucket,S3.ListObjectsV2,Get-S3ObjectV2,S3.ListBuckets,Get-S3Bucket,inner,outer' }
            @{ Kind = 'Consumer'; Expected = '' }
        ) {
            (Get-OtelSpan -Kind $Kind).Name -join ',' | Should -BeExactly $Expected
        }

        It 'gives those with the status <Status>' -ForEach @(
            @{ Status = 'Error'; Expected = 'S3.ListObjectsV2,Get-S3ObjectV2' }
            @{ Status = 'Unset'; Expected = 'S3.ListBuckets,Get-S3Bucket,S3.ListBuckets,Get-S3Bucket,inner,outer' }
            @{ Status = 'Ok'; Expected = '' }
        ) {
            (Get-OtelSpan -Status $Status).Name -join ',' | Should -BeExactly $Expected
        }

        It 'shows its name, and a failure with it, where it is shown as text' {
            (Get-OtelSpan -Kind Client).ForEach{ "$_" } | Should -BeExactly @(
                'S3.ListBuckets'
                'S3.ListObjectsV2 (Error: The specified bucket does not exist)'
                'S3.ListBuckets'
            )
        }

        It 'gives those that match both' {
            (Get-OtelSpan S3.* -TraceId $inner.TraceId).Name | Should -BeExactly S3.ListBuckets
            (Get-OtelSpan Get-* -Kind Internal -Status Error).Name | Should -BeExactly Get-S3ObjectV2
        }

        It 'gives nothing, and no error, for a trace that is not there' {
            Get-OtelSpan -TraceId ('0' * 32) -ErrorVariable failure | Should -BeNullOrEmpty
            $failure.Count | Should -Be 0
        }

        It 'refuses an empty -<_>' -ForEach 'Name', 'TraceId' {
            $arguments = @{ $_ = '' }
            { Get-OtelSpan @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        }
    }

    Context 'what a span is' {
        It 'has all of an operation' {
            $cmdlet, $operation = (Get-OtelSpan Get-S3ObjectV2), (Get-OtelSpan S3.ListObjectsV2)
            $operation | Should -BeOfType AwsOtel.OtelSpan
            $operation.TraceId | Should -BeExactly $outer.TraceId
            $operation.SpanId | Should -MatchExactly '^[0-9a-f]{16}$'
            $operation.ParentSpanId | Should -BeExactly $cmdlet.SpanId
            $operation.Kind | Should -Be Client
            $operation.Status | Should -Be Error
            $operation.StatusDescription | Should -BeExactly 'The specified bucket does not exist'
            $operation.StartTime.Kind | Should -Be Utc
            $operation.StartTime | Should -BeGreaterOrEqual $cmdlet.StartTime
            $operation.EndTime | Should -Be ($operation.StartTime + $operation.Duration)
            $operation.EndTime | Should -BeLessOrEqual $cmdlet.EndTime
            $operation.Scope | Should -BeExactly AwsOtel
            $operation.Resource['service.name'] | Should -BeExactly shop
            $operation.Links.Count | Should -Be 0
            $operation.Events.Count | Should -Be 1
            $operation.Events[0].Name | Should -BeExactly exception
            $operation.Events[0].Time | Should -BeGreaterOrEqual $operation.StartTime
            $operation.Events[0].Time | Should -BeLessOrEqual $operation.EndTime
            $operation.Events[0].Attributes.Keys | Sort-Object | Should -Be 'exception.message', 'exception.stacktrace', 'exception.type'
        }

        It 'has attributes as strings, longs and arrays of strings' {
            $cmdlet = Get-OtelSpan Get-S3ObjectV2
            $cmdlet.Attributes['code.function.name'] | Should -BeOfType string
            $cmdlet.Attributes['aws.cmdlet.calls'] | Should -BeOfType long
            , $cmdlet.Attributes['aws.cmdlet.parameters'] | Should -BeOfType string[]
        }

        It 'is a root where it has no parent, and names its parent where that is elsewhere' {
            (Get-OtelSpan outer).ParentSpanId | Should -BeExactly ''
            (Get-OtelSpan inner).ParentSpanId | Should -BeExactly b7ad6b7169203331
        }
    }
}

Describe 'Get-OtelSpan, of which session' {
    AfterEach { Stop-AllSession }

    It 'gives what has ended while the session is on' {
        Start-OtelSession -Exporter Memory
        Get-OtelSpan | Should -BeNullOrEmpty
        $null = Get-S3Bucket @S3
        (Get-OtelSpan).Name -join ',' | Should -BeExactly 'S3.ListBuckets,Get-S3Bucket'
    }

    It 'forgets the last session when the next one starts' {
        Start-OtelSession -Name first -Exporter Memory
        Stop-OtelSession 6>$null
        Start-OtelSession -Name second -Exporter Memory
        Stop-OtelSession 6>$null
        (Get-OtelSpan).Name | Should -BeExactly second
    }

    It 'says how to keep spans where the last session was <_>' -ForEach 'None', 'Console' {
        # The tree goes to the host; a host of its own keeps it out of the tests' output.
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module, $exporter) Import-Module $module; Start-OtelSession -Exporter $exporter; Stop-OtelSession').AddArgument($ModulePath).AddArgument($_).Invoke()
        }
        finally { $shell.Dispose() }
        { Get-OtelSpan } | Should -Throw -ErrorId 'NoMemoryExporter,AwsOtel.Engine.Commands.GetOtelSpanCommand' -ExpectedMessage '*Start-OtelSession -Exporter Memory'
    }

    It 'says how to keep spans where no session ever was' {
        $run = Invoke-ChildPwsh "Import-Module '$ModulePath'; try { Get-OtelSpan } catch { `$_.FullyQualifiedErrorId }"
        $run.Out.Trim() | Should -BeExactly 'NoMemoryExporter,AwsOtel.Engine.Commands.GetOtelSpanCommand'
    }
}
