# Messages as scripts hold them: what ConvertFrom-Json makes of a Lambda event, and what users make by hand. The engine's own tests have the rest.

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Module $ModulePath
    Start-OtelSession -Name script -Exporter Memory

    function Read-Message {
        # The context of a message as a traceparent, and the queue, as the span of its processing has them.
        param($Message)
        Invoke-OtelSpan -Message $Message { }
        $span = (Get-OtelSpan)[-1]
        $span.Kind | Should -Be Consumer
        [pscustomobject]@{
            Parent      = $span.TraceId -ne (Get-OtelSession).TraceId ? "00-$($span.TraceId)-$($span.ParentSpanId)-01" : $null
            Destination = $span.Attributes['messaging.destination.name']
        }
    }
}

AfterAll { Stop-OtelSession 6>$null }

Describe 'Reading messages' {
    BeforeDiscovery {
        $parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        $header = 'Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1'
        $records = @(
            @{ Name = 'SQS, by message attributes'; Queue = 'orders'; Record = @{ eventSourceARN = 'arn:aws:sqs:eu-west-1:123456789012:orders'; body = 'x'; messageAttributes = @{ traceparent = @{ stringValue = $parent; dataType = 'String' } }; attributes = @{} } }
            @{ Name = 'SQS, by AWSTraceHeader'; Queue = 'orders'; Record = @{ eventSourceARN = 'arn:aws:sqs:eu-west-1:123456789012:orders'; body = 'x'; messageAttributes = @{}; attributes = @{ AWSTraceHeader = $header; SenderId = 'x' } } }
            @{ Name = 'SQS, by the envelope of SNS'; Queue = 'orders'; Record = @{ eventSourceARN = 'arn:aws:sqs:eu-west-1:123456789012:orders'; body = (@{ Type = 'Notification'; MessageAttributes = @{ traceparent = @{ Type = 'String'; Value = $parent } } } | ConvertTo-Json) } }
            @{ Name = 'SNS'; Queue = 'news'; Record = @{ EventSource = 'aws:sns'; Sns = @{ TopicArn = 'arn:aws:sns:eu-west-1:123456789012:news'; MessageAttributes = @{ traceparent = @{ Type = 'String'; Value = $parent } } } } }
        )
        $kinds = @(
            @{ Kind = 'objects'; Make = { param($json) $json | ConvertFrom-Json } }
            @{ Kind = 'hashtables'; Make = { param($json) $json | ConvertFrom-Json -AsHashtable } }
        )
        $cases = foreach ($record in $records) { foreach ($kind in $kinds) { $record + $kind + @{ Json = $record.Record | ConvertTo-Json -Depth 9; Parent = $parent } } }
    }

    It 'finds the producer in a Lambda record of <Name>, made of <Kind>' -ForEach $cases {
        $read = Read-Message (& $Make $Json)
        $read.Parent | Should -BeExactly $Parent
        $read.Destination | Should -BeExactly $Queue
    }

    It 'runs no property that is a script' {
        $script:ran = $false
        $message = [pscustomobject]@{ body = 'x' } | Add-Member -PassThru ScriptProperty messageAttributes { $script:ran = $true; throw 'no' }
        $read = Read-Message $message
        $read.Parent | Should -BeNullOrEmpty
        $ran | Should -BeFalse
    }

    It 'finds nothing in <_>' -ForEach 'a text', 7, @(1, 2), ([datetime]'2026-01-02'), ([pscustomobject]@{ messageAttributes = 'x'; attributes = 7; body = '{'; Sns = @() }) {
        $read = Read-Message $_
        $read.Parent | Should -BeNullOrEmpty
        $read.Destination | Should -BeNullOrEmpty
    }
}
