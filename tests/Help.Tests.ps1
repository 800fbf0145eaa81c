# The help of every command there is, and its examples, run as they stand.

BeforeDiscovery {
    $manifest = $env:AWSOTEL_MODULE ? $env:AWSOTEL_MODULE : (Join-Path $PSScriptRoot .. AwsOtel.psd1)
    $module = Import-Module $manifest -PassThru
    $command = $module.ExportedCommands.Values | Sort-Object Name | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
    $example = foreach ($name in $command.Name) {
        foreach ($one in (Get-Help $name).examples.example) { @{ Name = $name; Title = $one.title.Trim(' -'); Code = $one.code } }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath

    # PowerShell breaks help between words where it knows the language.
    $language = [cultureinfo]::CurrentCulture
    [cultureinfo]::CurrentCulture = 'en-US'

    $topics = @((Get-Module AwsOtel).ExportedCommands.Keys; (Get-Help about_AwsOtel*).Name)

    $ownParameters = {
        param($Command)
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $Command.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object Name
    }

    function Get-TornWord([scriptblock] $Show) {
        # The words that are not whole where a text is shown in 80 columns.
        $whole = (& $Show | Out-String -Width 1000) -split '\s+'
        (& $Show | Out-String -Width 80) -split '\s+' | Where-Object { $_ -notin $whole }
    }
}

AfterAll { if ($language) { [cultureinfo]::CurrentCulture = $language } }

Describe 'The help of <Name>' -ForEach $command {
    BeforeAll { $help = Get-Help $Name }

    It 'says what the command does' {
        $help.Synopsis | Should -Match '^[A-Z][^\r\n]+\.$'
        $help.Synopsis | Should -Not -Match "^\s*$Name"
        ($help.description | Out-String).Trim().Length | Should -BeGreaterThan 40
    }

    It 'describes every parameter, and none that is not there' {
        $parameters = & $ownParameters $Command
        $described = @($help.parameters.psobject.Properties['parameter']?.Value | Where-Object { $_ }) | Sort-Object name
        $described.name | Should -BeExactly $parameters.Name
        foreach ($parameter in $described) { ($parameter.description | Out-String).Trim() | Should -Match '^[A-Z][^\r\n]+\.$' -Because $parameter.name }
    }

    It 'tells the parameters as they are' {
        $expected = foreach ($parameter in & $ownParameters $Command) {
            # As the first syntax that has it: the default one comes first.
            $set = ($Command.ParameterSets | Sort-Object -Stable IsDefault -Descending).Parameters.Where({ $_.Name -eq $parameter.Name }, 'First')[0]
            $pipeline = @(if ($set.ValueFromPipeline) { 'ByValue' }; if ($set.ValueFromPipelineByPropertyName) { 'ByPropertyName' }) -join ', '
            @(
                $parameter.Name
                ([System.Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType).Name
                $set.IsMandatory ? 'true' : 'false'
                $set.Position -lt 0 ? 'named' : $set.Position
                $pipeline ? "True ($pipeline)" : 'False'
                $parameter.Aliases ? $parameter.Aliases -join ', ' : 'none'
            ) -join '; '
        }
        $told = @($help.parameters.psobject.Properties['parameter']?.Value | Where-Object { $_ }) | Sort-Object name |
            ForEach-Object { $_.name, $_.type.name, $_.required, $_.position, $_.pipelineInput, $_.aliases -join '; ' }
        $told | Should -BeExactly $expected
    }

    It 'shows the syntax of each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be $Command.ParameterSets.Count
    }

    It 'names what comes out' {
        $help.returnValues.returnValue.type.name | Sort-Object | Should -BeExactly (($Command.OutputType.Type | ForEach-Object { $_ -eq [void] ? 'None' : ($_.IsArray ? $_.GetElementType() : $_).FullName }) | Sort-Object)
    }

    It 'has two examples or more, that show the command and say why' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($one in $help.examples.example) {
            $one.code | Should -Match "\b$Name\b"
            ($one.remarks | Out-String).Trim() | Should -Not -BeNullOrEmpty
        }
    }

    It 'has links, and no dead one to another topic' {
        $links = @($help.relatedLinks.navigationLink)
        $links.Count | Should -BeGreaterThan 0
        foreach ($link in $links) {
            if ($link.uri) { $link.uri | Should -MatchExactly '^https://' }
            else { $link.linkText | Should -BeIn $topics }
        }
    }

    It 'is readable in 80 columns' {
        Get-TornWord { & $Name -? } | Should -BeNullOrEmpty
        Get-TornWord { Get-Help $Name -Full } | Should -BeNullOrEmpty
        # A line of code that is broken is another code.
        foreach ($one in $help.examples.example) { ($one.code -split "`n").ForEach{ $_.Length } | Should -BeLessOrEqual 76 }
    }
}

Describe 'The pages' {
    It 'are those of the commands and topics there are' {
        (Get-ChildItem (Join-Path $PSScriptRoot .. help) -Filter *.md).BaseName | Sort-Object | Should -Be ($topics | Sort-Object)
    }
}

Describe 'The topic <_>' -ForEach 'about_AwsOtel', 'about_AwsOtel_Attributes' {
    BeforeAll { $text = Get-Help $_ }

    It 'is found, with a short description' {
        $found = Get-Help "$_*" | Where-Object Name -EQ $_
        $found.Category | Should -Be HelpFile
        $found.Synopsis | Should -Match '^[A-Z].+\.$'
    }

    It 'has no line of more than 80 columns, and nothing left of Markdown' {
        $lines = $text -split '\r?\n'
        $lines.Count | Should -BeGreaterThan 50
        $lines.Where{ $_.Length -gt 80 -and $_.Trim() -match '\s' } | Should -BeNullOrEmpty
        $text | Should -Not -Match '\*\*|<!--|\]\(|`'
    }
}

Describe 'The topics' {
    It 'name every command, and every setting of a session' {
        $topic = Get-Help about_AwsOtel
        foreach ($name in (Get-Module AwsOtel).ExportedCommands.Keys) { $topic | Should -Match "\b$name\b" }
        foreach ($parameter in & $ownParameters (Get-Command Start-OtelSession)) { $topic | Should -Match "-$($parameter.Name)\b" }
    }

    It 'name every attribute of the reference' {
        $readme = Get-Content (Join-Path (Split-Path $ModulePath) README.md) -Raw
        $reference = [regex]::Match($readme, '(?s)<!-- reference:begin -->(.+)<!-- reference:end -->').Groups[1].Value
        $names = [regex]::Matches($reference, '(?m)^\| `([\w.]+)`').ForEach{ $_.Groups[1].Value } | Select-Object -Unique
        $names.Count | Should -BeGreaterOrEqual 100
        $topic = (Get-Help about_AwsOtel_Attributes) -split '\s+' -replace '\*$'
        $names | Where-Object { $_ -notin $topic } | Should -BeNullOrEmpty
    }
}

Describe 'An example' {
    BeforeAll {
        # What the examples speak of, and the variables by which the AWS SDK finds it.
        $identity = @{ AccessKey = 'test'; SecretKey = 'test'; Region = 'eu-central-1' }
        foreach ($bucket in 'logs', 'archive') { $null = New-S3Bucket $bucket @S3 }
        1..3 | ForEach-Object { Write-S3Object -BucketName logs -Key "2026/11/$_.log" -Content "line $_" @S3 }
        $variables = @{
            AWS_ENDPOINT_URL_S3 = $Local.s3.endpoint; AWS_ENDPOINT_URL_DYNAMODB = $Local.dynamodb.endpoint
            AWS_ACCESS_KEY_ID = 'test'; AWS_SECRET_ACCESS_KEY = 'test'; AWS_REGION = 'eu-central-1'
            XDG_STATE_HOME = (Join-Path $TestDrive state)
            # For the runspaces that an example makes.
            PSModulePath = (Split-Path $ModulePath | Split-Path | Split-Path) + [System.IO.Path]::PathSeparator + $env:PSModulePath
        }
        $before = @{}
        foreach ($name in $variables.Keys) {
            $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
            Set-Item "env:$name" $variables[$name]
        }

        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()

        function Invoke-InRunspace([string] $Script) {
            # As a user would: nothing of this file is there.
            $shell = [powershell]::Create($runspace).AddScript($Script)
            try {
                $output = $shell.Invoke()
                [pscustomobject]@{ Output = $output; Error = @($shell.Streams.Error); Warning = @($shell.Streams.Warning) }
            }
            finally { $shell.Dispose() }
        }

        $null = Invoke-InRunspace "Set-Location '$TestDrive'; Import-Module '$ModulePath'"
    }

    AfterEach {
        Get-ChildItem env:OTEL_* | Remove-Item
        $null = Invoke-InRunspace 'while (Get-OtelSession) { Stop-OtelSession }'
    }

    AfterAll {
        $runspace.Dispose()
        foreach ($name in $before.Keys) { [System.Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }

    It 'runs: <Name>, <Title>' -ForEach $example {
        # The receiver has another port at each run of the tests, and the protocol is told by the port.
        $env:OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf'
        $run = Invoke-InRunspace $Code.Replace('http://localhost:4318', $Local.otlp.httpEndpoint)
        $run.Error | Should -BeNullOrEmpty
        $run.Warning | Should -BeNullOrEmpty
        (Invoke-InRunspace 'Get-OtelSession').Output | Should -BeNullOrEmpty -Because 'it leaves no session on'
    }
}
