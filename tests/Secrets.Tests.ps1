# Real cmdlets with a secret in every place where a script can have one. Nothing that leaves the process, or is shown, has a part of one.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module AWS.Tools.S3, AWS.Tools.DynamoDBv2
    $Common = Join-Path $PSScriptRoot common.ps1
    $Mark = 'w4rj8n'

    function Find-Secret([byte[]] $Byte) {
        # The forms that bytes may have it in: plain (escaped for a URL or for JSON, it is still plain), UTF-16, hexadecimal, base64 at any offset.
        $text = [System.Text.Encoding]::Latin1.GetString($Byte)
        $needles = @{ plain = $Mark; 'UTF-16' = $Mark.ToCharArray() -join "`0"; hexadecimal = [System.Convert]::ToHexString([System.Text.Encoding]::ASCII.GetBytes($Mark)) }
        foreach ($before in 0..2) {
            $first = $before -eq 0 ? 0 : $before + 1
            $whole = [System.Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes(('x' * $before) + $Mark))
            $needles["base64 $before"] = $whole.Substring($first, [int][Math]::Floor(($before + $Mark.Length) * 8 / 6) - $first)
        }
        foreach ($needle in $needles.GetEnumerator()) {
            $at = $text.IndexOf($needle.Value, [System.StringComparison]::OrdinalIgnoreCase)
            if ($at -ge 0) { "$($needle.Key): …$($text.Substring([Math]::Max(0, $at - 100), [Math]::Min(160, $text.Length - [Math]::Max(0, $at - 100))))" }
        }
    }

    function Find-InText([string] $Text) { Find-Secret ([System.Text.Encoding]::UTF8.GetBytes($Text)) }

    # What the session's receiver got is read raw: bytes as they came, with their headers.
    $Receiver = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $Receiver.Start()
    $Received = [System.Collections.Concurrent.ConcurrentQueue[byte[]]]::new()
    $Serving = Start-ThreadJob -ArgumentList $Receiver, $Received {
        param($Receiver, $Received)
        while ($true) {
            $client = $Receiver.AcceptTcpClient()
            $stream = $client.GetStream()
            $bytes = [System.IO.MemoryStream]::new()
            $buffer = [byte[]]::new(65536)
            $wanted = [int]::MaxValue
            while ($bytes.Length -lt $wanted -and ($count = $stream.Read($buffer, 0, $buffer.Length)) -gt 0) {
                $bytes.Write($buffer, 0, $count)
                if ($wanted -eq [int]::MaxValue) {
                    $head = [System.Text.Encoding]::Latin1.GetString($bytes.ToArray())
                    $end = $head.IndexOf("`r`n`r`n")
                    if ($end -ge 0 -and $head -match '(?i)content-length: (\d+)') { $wanted = $end + 4 + [int]$Matches[1] }
                }
            }
            $Received.Enqueue($bytes.ToArray())
            $answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Type: application/x-protobuf`r`nContent-Length: 0`r`nConnection: close`r`n`r`n")
            $stream.Write($answer, 0, $answer.Length)
            $client.Dispose()
        }
    }

    $Bucket = "secrets-$([guid]::NewGuid().ToString('n'))"
    $Table = "secrets-$([guid]::NewGuid().ToString('n'))"
    $null = New-S3Bucket -BucketName $Bucket @S3
    $schema = New-DDBTableSchema | Add-DDBKeySchema -KeyName Id -KeyDataType S
    $null = New-DDBTable -TableName $Table -Schema $schema -BillingMode PAY_PER_REQUEST @Ddb
    while ((Get-DDBTable -TableName $Table @Ddb).TableStatus -ne 'ACTIVE') { Start-Sleep -Milliseconds 50 }

    $Folder = (New-Item -ItemType Directory (Join-Path $TestDrive run)).FullName
    $Script = @'
param($Common, $Mark, $Folder, $Receiver, $Bucket, $Table, $Password)
. $Common
Import-Module $ModulePath, AWS.Tools.S3, AWS.Tools.DynamoDBv2
$script:made = 0
# Around its core stands what parsers split secrets at.
function New-Secret { $script:made++; "aB+/$Mark$($script:made.ToString('d4'))=/+Yz" }
$env:DATABASE_PASSWORD = New-Secret
$env:AWS_SECRET_ACCESS_KEY = New-Secret
$env:AWS_SESSION_TOKEN = New-Secret
$env:OTEL_EXPORTER_OTLP_HEADERS = "authorization=Bearer%20$([uri]::EscapeDataString((New-Secret)))"
$who = @{ AccessKey = "AKIA$($Mark.ToUpperInvariant())0000000"; SecretKey = New-Secret; SessionToken = New-Secret; Region = 'eu-central-1' }
$s3 = $who + @{ EndpointUrl = $Local.s3.endpoint }
$ddb = $who + @{ EndpointUrl = $Local.dynamodb.endpoint }
# Baggage goes on to children and messages, and onto spans only where it is asked for.
$env:BAGGAGE = "tenant=blue,password=$([uri]::EscapeDataString((New-Secret)))"
Start-OtelSession -ServiceName secrets -BaggageAttribute tenant -Exporter File, Memory, Console, Otlp -MetricExporter Otlp, Console -LogExporter Otlp, Console -Endpoint $Receiver -Protocol HttpProtobuf -Header @{ 'api-key' = New-Secret } -Path "$Folder/trace.jsonl"

# --- What goes through
Write-S3Object -BucketName $Bucket -Key a.txt -Content (New-Secret) -Metadata @{ 'x-amz-meta-token' = New-Secret } -HeaderCollection @{ 'Cache-Control' = New-Secret } @s3
Set-Content "$Folder/body.txt" (New-Secret)
Write-S3Object -BucketName $Bucket -Key b.txt -File "$Folder/body.txt" -TagSet @{ Key = 'k'; Value = New-Secret } @s3 -ErrorAction SilentlyContinue
$null = Read-S3Object -BucketName $Bucket -Key a.txt -File "$Folder/read.txt" @s3
$null = (Get-S3Object -BucketName $Bucket @s3 -ErrorAction SilentlyContinue | Get-S3ObjectMetadata @s3 -ErrorAction SilentlyContinue)
$null = Set-DDBItem -TableName $Table -Item (@{ Id = New-Secret; Password = New-Secret } | ConvertTo-DDBItem) @ddb
$null = Get-DDBItem -TableName $Table -Key (@{ Id = New-Secret } | ConvertTo-DDBItem) @ddb
$null = Invoke-DDBScan -TableName $Table -FilterExpression 'Password = :p' -ExpressionAttributeValue (@{ ':p' = New-Secret } | ConvertTo-DDBItem) @ddb
$null = Invoke-DDBQuery -TableName $Table -KeyConditionExpression 'Id = :p' -ExpressionAttributeValue (@{ ':p' = New-Secret } | ConvertTo-DDBItem) @ddb
try { $null = Invoke-DDBDDBExecuteStatement -Statement "SELECT * FROM `"$Table`" WHERE Password = '$(New-Secret)'" @ddb } catch { $null = $_ }
$url = Get-S3PreSignedURL -BucketName $Bucket -Key a.txt -Expire ([datetime]::UtcNow.AddHours(1)) @s3
try { $null = Invoke-WebRequest "$url&more=$(New-Secret)" } catch { $null = $_ }

# --- What fails, with the services' own words
$words = @(
    "1 validation error detected: Value '$(New-Secret)' at 'secretString' failed to satisfy constraint: Member must have length less than 5"
    "GET $url&X-Amz-Security-Token=$([uri]::EscapeDataString((New-Secret)))&X-Amz-Signature=$(New-Secret) was refused"
    "The Canonical String for this request should have been 'GET`n/`nx-amz-security-token:$(New-Secret)`n'"
    "Authorization: AWS4-HMAC-SHA256 Credential=$(New-Secret)/20260101, SignedHeaders=host, Signature=$(New-Secret)"
    "Server=db;User=u;Password=$(New-Secret);Encrypt=true"
    "{`"SecretAccessKey`":`"$(New-Secret)`",`"SessionToken`":`"$(New-Secret)`"}"
    "The AWS Access Key Id AKIA$($Mark.ToUpperInvariant())0000001 does not exist in our records"
)
foreach ($word in $words) {
    Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; pathContains = $Bucket; status = 400; errorCode = 'InvalidArgument'; errorMessage = $word }
    try { Get-S3ObjectV2 -BucketName $Bucket @s3 } catch { $null = $_ }
    Add-Fault @{ service = 'dynamodb'; operation = 'DescribeTable'; status = 400; errorCode = 'ValidationException'; errorMessage = $word }
    try { Get-DDBTable -TableName $Table @ddb } catch { $null = $_ }
    Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; pathContains = $Bucket; status = 503; errorCode = 'SlowDown'; errorMessage = $word }
    # The script's own words about it, which are logged.
    & {
        Write-Warning $word
        Write-Information $word
        Write-Host $word
        Write-Error $word -ErrorId $word -ErrorAction Continue
        try { throw [System.InvalidOperationException]::new("outside $word", [System.Exception]::new("inside $word")) } catch { $null = $_ }
    } 2>$null 3>$null 6>$null
}
# A retry whose first answer is such a one, a port where nobody listens, and a parameter that cannot be what it should.
$null = Get-S3ObjectV2 -BucketName $Bucket @s3 -ErrorAction SilentlyContinue
try { Get-S3Object -BucketName $Bucket -MaxKey (New-Secret) @s3 } catch { $null = $_ }
$dead = $s3.Clone(); $dead.EndpointUrl = "http://user:$([uri]::EscapeDataString((New-Secret)))@127.0.0.1:1/"
try { Get-S3Bucket @dead -ErrorAction Stop } catch { $null = $_ }

# --- What is shown
$session = Get-OtelSession
# A context is to be handed on, baggage and all.
$shown = @($session | Format-List * | Out-String -Width 500; $session | ConvertTo-Json -Depth 5; Get-OtelContext | Select-Object * -ExcludeProperty Baggage | Out-String)
$result = Stop-OtelSession -PassThru -InformationVariable told -WarningVariable warned 6>&1 3>&1 | Out-String
$objects = Get-OtelSpan | ConvertTo-Json -Depth 10
$drawn = Show-OtelTrace "$Folder/trace.jsonl" -Width 500 | Out-String
@{ Logs = $session.LogCount; Shown = "$shown"; Result = "$result $told $warned"; Objects = "$objects"; Drawn = "$drawn"; Spans = @(Get-OtelSpan).Count; Failed = @(Get-OtelSpan | Where-Object Status -EQ Error).Count; Made = $script:made } | ConvertTo-Json | Set-Content "$Folder/facts.json"

# --- What is kept for a receiver that is not there
Start-OtelSession -ServiceName secrets -Name kept -Exporter Otlp -Endpoint 'http://127.0.0.1:1' -Protocol HttpProtobuf -Header @{ 'api-key' = New-Secret } -TimeoutSec 1
foreach ($word in $words) {
    Add-Fault @{ service = 's3'; operation = 'ListObjectsV2'; pathContains = $Bucket; status = 400; errorCode = 'InvalidArgument'; errorMessage = $word }
    try { Get-S3ObjectV2 -BucketName $Bucket @s3 } catch { $null = $_ }
}
Stop-OtelSession 6>&1 3>&1 | Out-String | Set-Content "$Folder/kept.txt"

# --- And what is left to the end of the process, with an error that nobody caught
Start-OtelSession -Name left -Path "$Folder/left.jsonl"
throw [System.InvalidOperationException]::new("Cannot convert value `"$(New-Secret)`" to type `"System.Int32`". Password=$(New-Secret)")
'@
    $Run = Invoke-ChildPwsh $Script -Environment @{ HOME = $Folder; XDG_STATE_HOME = (Join-Path $Folder state) } -ArgumentList $Common, $Mark, $Folder, "http://$($Receiver.LocalEndpoint)", $Bucket, $Table, "aB+/$Mark`9999=/+Yz"
    $Facts = (Test-Path "$Folder/facts.json") ? (Get-Content "$Folder/facts.json" -Raw | ConvertFrom-Json) : $null
}

AfterAll {
    $Receiver.Stop()
    $Serving | Stop-Job -PassThru | Remove-Job -Force
    Clear-Fault
    Remove-DDBTable -TableName $Table -Force @Ddb | Out-Null
}

Describe 'A secret of a script' {
    It 'was there to be leaked, in many places' {
        $Run.ExitCode | Should -Be 1
        $Run.Err | Should -Match $Mark -Because 'the script''s own error is the script''s own'
        $Facts.Made | Should -BeGreaterOrEqual 30
        $Facts.Spans | Should -BeGreaterThan 60
        $Facts.Failed | Should -BeGreaterThan 30
        $Facts.Logs | Should -BeGreaterThan 40
        $Facts.Objects | Should -Match '"tenant": "blue"'
        $Received.Count | Should -BeGreaterOrEqual 3
        foreach ($signal in 'traces', 'metrics', 'logs') { @($Received.ToArray()).ForEach{ [System.Text.Encoding]::Latin1.GetString($_, 0, 20) } -like "POST /v1/$signal*" | Should -Not -BeNullOrEmpty }
    }

    It 'is not in <_>' -ForEach 'Shown', 'Result', 'Objects', 'Drawn' {
        $Facts.$_.Length | Should -BeGreaterThan 100
        Find-InText $Facts.$_ | Should -BeNullOrEmpty
    }

    It 'is in no byte of the files' {
        foreach ($name in 'trace.jsonl', 'left.jsonl') {
            $bytes = [System.IO.File]::ReadAllBytes((Join-Path $Folder $name))
            $bytes.Length | Should -BeGreaterThan 100
            Find-Secret $bytes | Should -BeNullOrEmpty -Because $name
        }
        $left = Get-Content (Join-Path $Folder left.jsonl) -Raw | ConvertFrom-Json | ConvertFrom-OtlpRequest
        $left.Raw.events.Where{ $_.name -eq 'exception' }.attributes.Where{ $_.key -eq 'exception.message' }.value.stringValue | Should -BeExactly 'Cannot convert value "[redacted]" to type "System.Int32". Password=[redacted]'
    }

    It 'is in no byte that was sent, but the header that is for the receiver' {
        $keys = 0
        foreach ($bytes in $Received.ToArray()) {
            $text = [System.Text.Encoding]::Latin1.GetString($bytes)
            $keys += [regex]::Matches($text, "(?im)^api-key: aB\+/$Mark").Count
            Find-Secret ([System.Text.Encoding]::Latin1.GetBytes(($text -replace '(?im)^api-key: .*$'))) | Should -BeNullOrEmpty
        }
        $keys | Should -Be $Received.Count
    }

    It 'is in nothing that went to the terminal, but the script''s own error' {
        Find-InText $Run.Out | Should -BeNullOrEmpty
    }

    It 'is in no file of the state folder, where spans wait for their receiver' {
        $kept = Get-ChildItem ([System.IO.Path]::Combine($Folder, 'state', 'awsotel', 'spool')) -File
        ($kept | Get-Content | ConvertFrom-Json | ConvertFrom-OtlpRequest).Name | Should -Contain Get-S3ObjectV2
        Find-InText (Get-Content (Join-Path $Folder kept.txt) -Raw) | Should -BeNullOrEmpty
        foreach ($file in Get-ChildItem (Join-Path $Folder state) -Recurse -File) { Find-Secret ([System.IO.File]::ReadAllBytes($file.FullName)) | Should -BeNullOrEmpty -Because $file.Name }
    }
}

Describe 'The search' {
    It 'finds a secret in <_>' -ForEach 'plain text', 'a URL', 'JSON', 'UTF-16', 'hexadecimal', 'base64', 'base64 one further', 'base64 two further' {
        $secret = "aB+/${Mark}0001=/+Yz"
        $utf8 = [System.Text.Encoding]::UTF8
        $bytes = switch ($_) {
            'plain text' { $utf8.GetBytes("before $secret after") }
            'a URL' { $utf8.GetBytes([uri]::EscapeDataString($secret)) }
            'JSON' { $utf8.GetBytes((@{ a = $secret } | ConvertTo-Json -EscapeHandling EscapeNonAscii)) }
            'UTF-16' { [System.Text.Encoding]::Unicode.GetBytes($secret) }
            'hexadecimal' { $utf8.GetBytes([System.Convert]::ToHexString($utf8.GetBytes($secret))) }
            'base64' { $utf8.GetBytes([System.Convert]::ToBase64String($utf8.GetBytes($secret))) }
            'base64 one further' { $utf8.GetBytes([System.Convert]::ToBase64String($utf8.GetBytes("-$secret"))) }
            'base64 two further' { $utf8.GetBytes([System.Convert]::ToBase64String($utf8.GetBytes("--$secret"))) }
        }
        Find-Secret $bytes | Should -Not -BeNullOrEmpty
        Find-InText 'a text without one' | Should -BeNullOrEmpty
    }

    It 'finds one that a table would publish' {
        Import-Module $ModulePath
        $path = Join-Path $TestDrive planted.jsonl
        Start-OtelSession -Name "run $Mark" -Path $path
        Stop-OtelSession 6>$null
        Find-Secret ([System.IO.File]::ReadAllBytes($path)) | Should -Not -BeNullOrEmpty
    }
}
