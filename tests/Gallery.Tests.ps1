# Real modules of the PowerShell Gallery, each against one scripted answer in its service's wire format.

BeforeDiscovery {
    $topic = 'arn:aws:sns:eu-central-1:123456789012:news'
    $machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine:ship'
    $execution = 'arn:aws:states:eu-central-1:123456789012:execution:ship:run-1'
    $secret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf'
    $send = 'messaging.operation.name String send', 'messaging.operation.type String send'

    # One row a case: Answer is the response's body, Own is what the operation has beside what all have. {0} stands for the service's address.
    $case = @(
        @{ Module = 'AWS.Tools.SecurityToken'; Cmdlet = 'Get-STSCallerIdentity'; Service = 'STS'; Operation = 'GetCallerIdentity'; Parameter = @{}; Type = 'text/xml'
            Answer = '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>'
            Own = @()
        }
        @{ Module = 'AWS.Tools.SQS'; Cmdlet = 'Send-SQSMessage'; Service = 'SQS'; Operation = 'SendMessage'; Kind = 'Producer'; Type = 'application/x-amz-json-1.0'
            Parameter = @{ QueueUrl = '{0}/123456789012/orders'; MessageBody = 'canary' }
            Answer = '{"MD5OfMessageBody":"<md5 of canary>","MessageId":"m-1"}'
            Own = @('messaging.system String aws_sqs', 'messaging.destination.name String orders', 'messaging.message.id String m-1', 'aws.sqs.queue.url String {0}/123456789012/orders') + $send
        }
        @{ Module = 'AWS.Tools.SimpleNotificationService'; Cmdlet = 'Publish-SNSMessage'; Service = 'SNS'; Operation = 'Publish'; Kind = 'Producer'; Type = 'text/xml'
            Parameter = @{ TopicArn = $topic; Message = 'canary' }
            Answer = '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>'
            Own = @('messaging.system String aws.sns', 'messaging.destination.name String news', 'messaging.message.id String m-1', "aws.sns.topic.arn String $topic") + $send
        }
        @{ Module = 'AWS.Tools.EventBridge'; Cmdlet = 'Write-EVBEvent'; Service = 'EventBridge'; Operation = 'PutEvents'; Kind = 'Producer'; Type = 'application/x-amz-json-1.1'
            Parameter = @{ Entry = @{ Source = 'shop'; DetailType = 'order'; Detail = '{"id":"canary"}'; EventBusName = 'orders' } }
            Answer = '{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]}'
            Own = @('messaging.system String aws.eventbridge', 'messaging.destination.name String orders', 'messaging.batch.message_count Int64 1') + $send
        }
        @{ Module = 'AWS.Tools.Kinesis'; Cmdlet = 'Write-KINRecord'; Service = 'Kinesis'; Operation = 'PutRecord'; Type = 'application/x-amz-json-1.1'
            Parameter = @{ StreamName = 'clicks'; PartitionKey = 'a'; Text = 'canary' }
            Answer = '{"SequenceNumber":"1","ShardId":"shardId-000000000000"}'
            Own = @('aws.kinesis.stream_name String clicks')
        }
        @{ Module = 'AWS.Tools.StepFunctions'; Cmdlet = 'Start-SFNExecution'; Service = 'SFN'; Operation = 'StartExecution'; Type = 'application/x-amz-json-1.0'
            Parameter = @{ StateMachineArn = $machine }
            Answer = "{`"executionArn`":`"$execution`",`"startDate`":1767323045}"
            Own = @("aws.step_functions.state_machine.arn String $machine", "aws.step_functions.execution.arn String $execution")
        }
        @{ Module = 'AWS.Tools.Lambda'; Cmdlet = 'Invoke-LMFunction'; Service = 'Lambda'; Operation = 'Invoke'; Type = 'application/json'
            Parameter = @{ FunctionName = 'resize'; Payload = '{"id":"canary"}' }; Header = @{ 'X-Amz-Executed-Version' = '$LATEST' }
            Answer = '{}'
            Own = @('faas.invoked_name String resize', 'faas.invoked_provider String aws', 'faas.invoked_region String eu-central-1', 'aws.lambda.executed_version String $LATEST')
        }
        @{ Module = 'AWS.Tools.SecretsManager'; Cmdlet = 'Get-SECSecretValue'; Service = 'Secrets Manager'; Operation = 'GetSecretValue'; Type = 'application/x-amz-json-1.1'
            Parameter = @{ SecretId = 'db' }
            Answer = "{`"ARN`":`"$secret`",`"Name`":`"db`",`"SecretString`":`"canary`"}"
            Own = @("aws.secretsmanager.secret.arn String $secret")
        }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath

    # Gives every request the same answer, until it is closed.
    function Start-Responder([string] $Body, [string] $Type, [hashtable] $Header) {
        $free = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $free.Start()
        $port = $free.LocalEndpoint.Port
        $free.Stop()
        $listener = [System.Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        $listener.Start()
        $null = [powershell]::Create().AddScript({
                param($Listener, $Body, $Type, $Header)
                while ($Listener.IsListening) {
                    try { $context = $Listener.GetContext() } catch { return }
                    $context.Request.InputStream.CopyTo([System.IO.Stream]::Null)
                    $context.Response.ContentType = $Type
                    foreach ($name in $Header.Keys) { $context.Response.AddHeader($name, $Header[$name]) }
                    $context.Response.Close([System.Text.Encoding]::UTF8.GetBytes($Body), $true)
                }
            }).AddArgument($listener).AddArgument($Body).AddArgument($Type).AddArgument($Header).BeginInvoke()
        [pscustomobject]@{ Url = "http://127.0.0.1:$port"; Port = $port; Listener = $listener }
    }

    function Format-Attribute($Span) {
        foreach ($name in $Span.Attributes.Keys) {
            $value = $Span.Attributes[$name]
            "$name $($value.GetType().Name) $($name -like 'aws.phase.*' ? '<seconds>' : $value -join ', ')"
        }
    }
}

Describe 'Modules of the Gallery' -Tag Gallery {
    AfterEach {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }

    It '<Module>: <Cmdlet> has exactly the attributes of <Service>.<Operation>' -ForEach $case {
        if (-not (Get-Module -ListAvailable $Module)) {
            Set-ItResult -Skipped -Because "$Module is not installed"
            return
        }
        Import-Module $Module
        $digest = [System.Convert]::ToHexString([System.Security.Cryptography.MD5]::HashData([byte[]][char[]]'canary')).ToLowerInvariant()
        $responder = Start-Responder ($Answer -replace '<md5 of canary>', $digest) $Type (@{ 'x-amzn-RequestId' = 'REQ-1' } + ($Header ?? @{}))
        try {
            $arguments = @{ EndpointUrl = $responder.Url; AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }
            foreach ($name in $Parameter.Keys) { $arguments[$name] = $Parameter[$name] -is [string] ? $Parameter[$name].Replace('{0}', $responder.Url) : $Parameter[$name] }
            Start-OtelSession -Name run -Exporter Memory
            $null = & $Cmdlet @arguments
            Stop-OtelSession 6>$null
        }
        finally { $responder.Listener.Close() }

        $span = Get-OtelSpan
        Get-SpanTree $span | Should -BeExactly 'run', "  $Cmdlet", "    $Service.$Operation"
        $span[0].Kind | Should -Be ($Kind ?? 'Client')
        Format-Attribute $span[0] | Sort-Object | Should -BeExactly (@(
                'marshalling', 'authentication', 'endpoint', 'signing', 'first_byte', 'reading' | ForEach-Object { "aws.phase.$_ Double <seconds>" }
                'aws.credentials.source String static'
                'aws.request_id String REQ-1'
                'cloud.region String eu-central-1'
                'http.response.status_code Int64 200'
                "rpc.method String $Operation"
                "rpc.service String $Service"
                'rpc.system String aws-api'
                'server.address String 127.0.0.1'
                "server.port Int64 $($responder.Port)"
                $Own | ForEach-Object { $_.Replace('{0}', $responder.Url) }
            ) | Sort-Object)
        Format-Attribute $span[1] | Sort-Object | Should -BeExactly (@(
                'aws.cmdlet.calls Int64 1'
                "aws.cmdlet.parameters String[] $(($arguments.Keys | Sort-Object) -join ', ')"
                "aws.cmdlet.records Int64 $($span[1].Attributes['aws.cmdlet.records'])"
                "code.file.path String $PSCommandPath"
                "code.function.name String $Module\$Cmdlet"
                "code.line.number Int64 $($span[1].Attributes['code.line.number'])"
            ) | Sort-Object)
        # What was sent and what came is nobody's business.
        ($span | ForEach-Object { Format-Attribute $_ }) -join "`n" | Should -Not -BeLike '*canary*'
    }
}
