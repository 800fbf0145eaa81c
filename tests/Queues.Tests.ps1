# From a producer in one process to a consumer in another, by the cmdlets of AWS.Tools.SQS: every span of both as the OTLP receiver got it. And a Lambda
# function that is called, and fails.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot StandIns.psm1)
    $with = @{}
    Get-StandInName | ForEach-Object { $with[$_] = (Get-Module -ListAvailable $_) ? '' : ", with a stand-in for $_" }

    # What all calls have, and all calls of a cmdlet.
    function Get-Call([string] $Operation, [string[]] $Own) {
        $Own
        'marshalling', 'authentication', 'endpoint', 'signing', 'first_byte', 'reading' | ForEach-Object { "aws.phase.$_ Double <seconds>" }
        'aws.credentials.source String environment', 'aws.request_id String <request>', 'cloud.region String eu-central-1', 'http.response.status_code Int64 200'
        "rpc.method String $Operation", 'rpc.service String SQS', 'rpc.system String aws-api', 'server.address String 127.0.0.1', 'server.port Int64 <port>'
        'messaging.system String aws_sqs', 'messaging.destination.name String orders', 'aws.sqs.queue.url String <endpoint>/123456789012/orders'
    }

    function Get-Cmdlet([string] $Name, [int] $Line, [string] $Parameter, [int] $Records) {
        "code.function.name String AWS.Tools.SQS\$Name", 'code.file.path String <script>', "code.line.number Int64 $Line"
        "aws.cmdlet.parameters Object[] $Parameter", 'aws.cmdlet.calls Int64 1', "aws.cmdlet.records Int64 $Records"
    }

    function Get-Operation([string] $Name) { "messaging.operation.name String $Name", "messaging.operation.type String $Name" }

    function Get-Processed([int] $Message) {
        'messaging.system String aws_sqs', 'messaging.destination.name String orders', "messaging.message.id String <message $Message>"
        Get-Operation process
    }

    $script = 'code.file.path String <script>'
    # One row a span, in the order in which they started.
    $case = @(
        @{ Span = 'producer'; Under = ''; Attribute = $script }
        @{ Span = 'New-SQSQueue'; Under = 'producer'; Attribute = Get-Cmdlet New-SQSQueue 3 QueueName 1 }
        @{ Span = 'SQS.CreateQueue'; Under = 'New-SQSQueue'; Kind = 'Client'; Attribute = Get-Call CreateQueue }
        @{ Span = 'take orders'; Under = 'producer'; Attribute = @() }
        @{ Span = 'Send-SQSMessage'; Under = 'take orders'; Attribute = Get-Cmdlet Send-SQSMessage 5 'MessageBody, QueueUrl' 1 }
        @{ Span = 'SQS.SendMessage'; Under = 'Send-SQSMessage'; Kind = 'Producer'; Attribute = Get-Call SendMessage ('messaging.message.id String <message 1>', (Get-Operation send) | ForEach-Object { $_ }) }
        @{ Span = 'Send-SQSMessage 2'; Under = 'take orders'; Attribute = Get-Cmdlet Send-SQSMessage 6 'MessageAttribute, MessageBody, QueueUrl' 1 }
        @{ Span = 'SQS.SendMessage 2'; Under = 'Send-SQSMessage 2'; Kind = 'Producer'; Attribute = Get-Call SendMessage ('messaging.message.id String <message 2>', (Get-Operation send) | ForEach-Object { $_ }) }
        @{ Span = 'consumer'; Under = ''; Attribute = $script }
        @{ Span = 'Get-SQSQueueUrl'; Under = 'consumer'; Attribute = Get-Cmdlet Get-SQSQueueUrl 3 QueueName 1 }
        @{ Span = 'SQS.GetQueueUrl'; Under = 'Get-SQSQueueUrl'; Kind = 'Client'; Attribute = Get-Call GetQueueUrl }
        @{ Span = 'Receive-SQSMessage'; Under = 'consumer'; Attribute = Get-Cmdlet Receive-SQSMessage 4 'MessageAttributeName, MessageCount, QueueUrl, VisibilityTimeout, WaitTimeInSeconds' 2 }
        @{ Span = 'SQS.ReceiveMessage'; Under = 'Receive-SQSMessage'; Kind = 'Client'
            Attribute = Get-Call ReceiveMessage ('aws.sqs.max_messages Int64 10', 'aws.sqs.visibility_timeout Int64 20', 'aws.sqs.wait_time Int64 1', 'messaging.batch.message_count Int64 2', (Get-Operation receive) | ForEach-Object { $_ })
            Link = 'SQS.SendMessage: messaging.message.id String <message 1>', 'SQS.SendMessage 2: messaging.message.id String <message 2>'
        }
        @{ Span = 'orders process'; Under = 'SQS.SendMessage'; Kind = 'Consumer'; Attribute = Get-Processed 1 }
        @{ Span = 'Remove-SQSMessage'; Under = 'orders process'; Attribute = Get-Cmdlet Remove-SQSMessage 6 'Force, QueueUrl, ReceiptHandle' 0 }
        @{ Span = 'SQS.DeleteMessage'; Under = 'Remove-SQSMessage'; Kind = 'Client'; Attribute = Get-Call DeleteMessage (Get-Operation settle) }
        @{ Span = 'orders process 2'; Under = 'consumer'; Kind = 'Consumer'; Attribute = Get-Processed 2; Link = 'SQS.SendMessage 2: ' }
        @{ Span = 'Remove-SQSMessage 2'; Under = 'orders process 2'; Attribute = Get-Cmdlet Remove-SQSMessage 7 'Force, QueueUrl, ReceiptHandle' 0 }
        @{ Span = 'SQS.DeleteMessage 2'; Under = 'Remove-SQSMessage 2'; Kind = 'Client'; Attribute = Get-Call DeleteMessage (Get-Operation settle) }
        @{ Span = 'Receive-SQSMessage 2'; Under = 'consumer'; Attribute = Get-Cmdlet Receive-SQSMessage 8 QueueUrl 0 }
        @{ Span = 'SQS.ReceiveMessage 2'; Under = 'Receive-SQSMessage 2'; Kind = 'Client'; Attribute = Get-Call ReceiveMessage ('messaging.batch.message_count Int64 0', (Get-Operation receive) | ForEach-Object { $_ }) }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module (Join-Path $PSScriptRoot StandIns.psm1)
    $pathBefore = $env:PSModulePath
    $env:PSModulePath = $env:PSModulePath, (Get-StandInPath) -join [System.IO.Path]::PathSeparator
}

AfterAll { $env:PSModulePath = $pathBefore }

Describe "A message through a queue$($with['AWS.Tools.SQS'])" -ForEach @{ Case = $case } {
    BeforeAll {
        Clear-Receiver
        Clear-ServerRequest
        $queue = "orders-$([guid]::NewGuid().ToString('n'))"
        $environment = @{
            AWS_ENDPOINT_URL_SQS  = $Local.sqs.endpoint; AWS_ACCESS_KEY_ID = 'test'; AWS_SECRET_ACCESS_KEY = 'test'; AWS_REGION = 'eu-central-1'
            OTEL_TRACES_EXPORTER = 'otlp'; OTEL_EXPORTER_OTLP_ENDPOINT = $Local.otlp.httpEndpoint; OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf'
        }
        $producer = Invoke-ChildPwsh -Environment $environment -ArgumentList $ModulePath, $queue @'
Import-Module $args[0]
Start-OtelSession shop -Name producer
$queue = New-SQSQueue -QueueName $args[1]
Invoke-OtelSpan 'take orders' {
    (Send-SQSMessage -QueueUrl $queue -MessageBody 'canary 1').MessageId
    (Send-SQSMessage -QueueUrl $queue -MessageBody 'canary 2' -MessageAttribute @{ urgent = [Amazon.SQS.Model.MessageAttributeValue]@{ DataType = 'String'; StringValue = 'yes' } }).MessageId
}
Stop-OtelSession
'@
        $consumer = Invoke-ChildPwsh -Environment $environment -ArgumentList $ModulePath, $queue @'
Import-Module $args[0]
Start-OtelSession warehouse -Name consumer
$queue = Get-SQSQueueUrl -QueueName $args[1]
$first, $second = Receive-SQSMessage -QueueUrl $queue -MessageCount 10 -MessageAttributeName urgent -WaitTimeInSeconds 1 -VisibilityTimeout 20
ConvertTo-Json -Depth 5 -Compress @($first, $second | Select-Object Body, Attributes, @{ n = 'urgent'; e = { $_.MessageAttributes?['urgent'].StringValue } }, @{ n = 'count'; e = { $_.MessageAttributes?.Count } })
Invoke-OtelSpan -Message $first { Remove-SQSMessage -QueueUrl $queue -ReceiptHandle $first.ReceiptHandle -Force }
Invoke-OtelSpan -Message $second -Link $second { Remove-SQSMessage -QueueUrl $queue -ReceiptHandle $second.ReceiptHandle -Force }
Receive-SQSMessage -QueueUrl $queue
Stop-OtelSession
'@
        $messages = $producer.Out.TrimEnd() -split '\r?\n'
        # Spans of credentials are there only where these were slow to come.
        $spans = @(Get-ReceivedExport | ForEach-Object request | ConvertFrom-OtlpRequest | Where-Object Name -NE 'resolve credentials' | Sort-Object { [decimal]$_.Raw.startTimeUnixNano })
        $labels = [ordered]@{}
        foreach ($span in $spans) {
            $name = $span.Name.Replace($queue, 'orders')
            $earlier = @($labels.Values | Where-Object { $_ -match "^$([regex]::Escape($name))( \d+)?$" }).Count
            $labels[$span.SpanId] = $earlier ? "$name $($earlier + 1)" : $name
        }

        function Format-Value([string] $Name, $Value) {
            $text = switch -Wildcard ($Name) {
                'aws.phase.*' { '<seconds>' }
                'aws.request_id' { '<request>' }
                'code.file.path' { (Split-Path $Value -Extension) -eq '.ps1' ? '<script>' : $Value }
                'server.port' { $Value -eq ([uri]$Local.sqs.endpoint).Port ? '<port>' : $Value }
                'messaging.message.id' { "<message $([array]::IndexOf($messages, $Value) + 1)>" }
                default { ($Value -join ', ').Replace($Local.sqs.endpoint, '<endpoint>').Replace($queue, 'orders') }
            }
            "$Name $($Value.GetType().Name) $text"
        }
    }

    It 'is seen by the script as without tracing' {
        $producer.Err, $consumer.Err | Should -Be '', ''
        $messages | Should -HaveCount 2
        $consumer.Out.TrimEnd() | Should -BeExactly '[{"Body":"canary 1","Attributes":null,"urgent":null,"count":null},{"Body":"canary 2","Attributes":null,"urgent":"yes","count":1}]'
    }

    It 'takes the calls of the script, and no other' {
        Get-ServerRequest sqs | ForEach-Object operation | Should -BeExactly CreateQueue, SendMessage, SendMessage, GetQueueUrl, ReceiveMessage, DeleteMessage, DeleteMessage, ReceiveMessage
    }

    It 'makes these spans, and no other' {
        $labels.Values | Should -BeExactly $Case.Span
        $spans.Resource.ForEach{ $_['service.name'] } | Should -BeExactly (@('shop') * 8 + @('warehouse') * 13)
        $spans.Status | Select-Object -Unique | Should -Be 0
        $spans.Where{ $_.Raw.psobject.Properties['events'] } | Should -BeNullOrEmpty
        Get-ReceivedExport | ConvertTo-Json -Depth 20 | Should -Not -Match canary
    }

    It '<_.Span> is what the conventions say' -ForEach $case {
        $row = $_
        $span = $spans.Where{ $labels[$_.SpanId] -ceq $row.Span }[0]
        "$($labels[$span.ParentSpanId])" | Should -BeExactly $row.Under
        @{ 1 = 'Internal'; 3 = 'Client'; 4 = 'Producer'; 5 = 'Consumer' }[$span.Kind] | Should -BeExactly ($row.Kind ?? 'Internal')
        $span.Attributes.GetEnumerator().ForEach{ Format-Value $_.Key $_.Value } | Sort-Object | Should -BeExactly ($row.Attribute | Sort-Object)
        $links = foreach ($link in $span.Raw.psobject.Properties['links']?.Value) {
            $link.traceId | Should -BeExactly $spans[0].TraceId
            "$($labels[$link.spanId]): $($link.psobject.Properties['attributes']?.Value.ForEach{ Format-Value $_.key (Get-OtlpValue $_.value) })"
        }
        $links | Should -BeExactly $row.Link
        # What is done for the first message is in the producer's trace, and all else of the consumer in its own.
        $above = $row.Span
        while (($Case | Where-Object Span -CEQ $above).Under) { $above = ($Case | Where-Object Span -CEQ $above).Under }
        $span.TraceId | Should -BeExactly $spans.Where{ $labels[$_.SpanId] -ceq $above }[0].TraceId
    }
}

Describe "A function that fails$($with['AWS.Tools.Lambda'])" {
    BeforeAll {
        Import-Module AWS.Tools.Lambda
        Import-Module $ModulePath
        Clear-ServerRequest
        $function = @{ name = 'price'; version = '3'; error = 'Unhandled'; answer = @{ errorMessage = 'canary' }; log = 'canary' }
        $null = Invoke-RestMethod "$($Local.controlEndpoint)/functions" -Method Post -ContentType application/json -Body ($function | ConvertTo-Json)
        $call = @{ EndpointUrl = $Local.lambda.endpoint; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }
        Start-OtelSession -Name run -Exporter Memory
        $answer = Invoke-LMFunction price -Payload '{"id":"canary"}' -InvocationType RequestResponse -LogType Tail -ClientContext '{"custom":{"user":"canary"}}' @call
        Stop-OtelSession 6>$null
        $invoke, $cmdlet, $run = Get-OtelSpan
    }

    It 'answers as without tracing' {
        $answer.StatusCode, $answer.FunctionError, $answer.ExecutedVersion | Should -Be 200, 'Unhandled', '3'
        [System.IO.StreamReader]::new($answer.Payload).ReadToEnd() | Should -BeExactly '{"errorMessage":"canary"}'
        [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($answer.LogResult)) | Should -BeExactly canary
    }

    It 'has got the trace, beside the context of the caller' {
        $context = [System.Convert]::FromBase64String((Get-ServerRequest lambda).headers.'x-amz-client-context')
        [System.Text.Encoding]::UTF8.GetString($context) | Should -BeExactly "{`"custom`":{`"traceparent`":`"00-$($invoke.TraceId)-$($invoke.SpanId)-01`",`"user`":`"canary`"}}"
    }

    It 'fails its call, though HTTP says 200, and not the cmdlet' {
        Get-SpanTree $invoke, $cmdlet, $run | Should -BeExactly 'run', '  Invoke-LMFunction', '    Lambda.Invoke !'
        $invoke.StatusDescription | Should -BeExactly 'The function failed: Unhandled'
        $invoke.Attributes.Keys.ForEach{ "$_ $($_ -like 'aws.phase.*' ? '<seconds>' : $invoke.Attributes[$_])" } | Sort-Object | Should -BeExactly (@(
                'marshalling', 'authentication', 'endpoint', 'signing', 'first_byte', 'reading' | ForEach-Object { "aws.phase.$_ <seconds>" }
                'aws.credentials.source static', "aws.request_id $($invoke.Attributes['aws.request_id'])", 'cloud.region eu-central-1', 'http.response.status_code 200'
                'rpc.method Invoke', 'rpc.service Lambda', 'rpc.system aws-api', 'server.address 127.0.0.1', "server.port $(([uri]$Local.lambda.endpoint).Port)"
                'faas.invoked_name price', 'faas.invoked_provider aws', 'faas.invoked_region eu-central-1'
                'aws.lambda.invocation_type RequestResponse', 'aws.lambda.executed_version 3', 'aws.lambda.function_error Unhandled', 'error.type Unhandled'
            ) | Sort-Object)
        $invoke, $cmdlet, $run | ConvertTo-Json -Depth 6 | Should -Not -Match canary
    }
}
