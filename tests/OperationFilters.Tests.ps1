BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    Import-Module AWS.Tools.S3, AWS.Tools.DynamoDBv2

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe '-IncludeOperation and -ExcludeOperation' {
    AfterEach { Stop-AllSession }

    It 'decide which calls have spans: <Case>' -ForEach @(
        @{ Case = 'all'; Filter = @{}; Expected = 'S3.ListBuckets', 'DynamoDB.ListTables' }
        @{ Case = 'one service'; Filter = @{ IncludeOperation = 'S3.*' }; Expected = 'S3.ListBuckets' }
        @{ Case = 'in any case'; Filter = @{ IncludeOperation = 's3.list?uckets' }; Expected = 'S3.ListBuckets' }
        @{ Case = 'several'; Filter = @{ IncludeOperation = 'S3.ListBuckets', 'DynamoDB.List*' }; Expected = 'S3.ListBuckets', 'DynamoDB.ListTables' }
        @{ Case = 'all but one'; Filter = @{ ExcludeOperation = 'S3.List*' }; Expected = 'DynamoDB.ListTables' }
        @{ Case = 'excluded wins'; Filter = @{ IncludeOperation = '*.List*'; ExcludeOperation = 'DynamoDB.*' }; Expected = 'S3.ListBuckets' }
    ) {
        Start-OtelSession -Name script -Exporter Memory @Filter
        $null = Get-S3Bucket @S3
        $null = Get-DDBTableList @Ddb
        Stop-OtelSession 6>$null
        $tree = @('script', '  Get-S3Bucket')
        if ('S3.ListBuckets' -in $Expected) { $tree += '    S3.ListBuckets' }
        $tree += '  Get-DDBTableList'
        if ('DynamoDB.ListTables' -in $Expected) { $tree += '    DynamoDB.ListTables' }
        Get-SpanTree (Get-OtelSpan) | Should -Be $tree
    }

    It 'are of their session alone' {
        Start-OtelSession -Exporter Memory -ExcludeOperation S3.ListBuckets
        $null = Get-S3Bucket @S3
        Stop-OtelSession 6>$null
        Start-OtelSession -Exporter Memory
        $null = Get-S3Bucket @S3
        Get-OtelSpan S3.ListBuckets | Should -HaveCount 1
    }

    It 'leave the error of a cmdlet as it is' {
        Start-OtelSession -Exporter Memory -ExcludeOperation S3.*
        $failure = { Get-S3ObjectV2 -BucketName no-such-bucket @S3 } | Should -Throw -PassThru
        $failure.Exception.Message | Should -BeExactly 'The specified bucket does not exist'
        (Get-OtelSpan Get-S3ObjectV2).Status | Should -Be Error
    }

    It 'refuse what can match nothing: <_>' -ForEach 'Head*', ' ', 'HeadObject' {
        $failure = { Start-OtelSession -Exporter Memory -ExcludeOperation $_ } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidExcludeOperation,AwsOtel.Engine.Commands.StartOtelSessionCommand'
        $failure.Exception.Message | Should -Match "^-ExcludeOperation: '$([regex]::Escape($_))' names no operation\."
        Get-OtelSession | Should -BeNullOrEmpty
    }
}
