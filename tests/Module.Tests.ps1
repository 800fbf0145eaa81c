BeforeDiscovery {
    $manifest = $env:AWSOTEL_MODULE ? $env:AWSOTEL_MODULE : (Join-Path $PSScriptRoot .. AwsOtel.psd1)
    Import-Module $manifest
    $command = (Get-Module AwsOtel).ExportedCommands.Keys | Sort-Object
    # What users hold: enumerations have no view, and EngineLoadContext is the module's own.
    $objectType = [AwsOtel.OtelSession].Assembly.GetExportedTypes() | Where-Object { $_.Name -like 'Otel*' -and -not $_.IsEnum } | ForEach-Object FullName | Sort-Object
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    Import-Module $ModulePath
    $package = Split-Path (Resolve-Path $ModulePath)
    $checkout = (Resolve-Path (Join-Path $PSScriptRoot ..)).Path
    $parts = 'AwsOtel.psd1', 'CHANGELOG.md', 'LICENSE', 'README.md', 'en-US', 'module'

    function Get-RelativeFile([string] $Root) {
        foreach ($part in $parts | ForEach-Object { Get-Item (Join-Path $Root $_) }) {
            ($part.PSIsContainer ? (Get-ChildItem $part -Recurse -File) : $part) | ForEach-Object { [System.IO.Path]::GetRelativePath($Root, $_.FullName) }
        }
    }

    function Stop-AllSession {
        while (Get-OtelSession) { Stop-OtelSession 3>$null 6>$null }
    }
}

Describe 'The manifest' {
    It 'is valid' {
        $tested = Test-ModuleManifest $ModulePath -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction Stop
        $warning | Should -BeNullOrEmpty
        $tested.Name | Should -BeExactly AwsOtel
        $tested.PowerShellVersion | Should -Be ([version]'7.4')
        $tested.RequiredModules | Should -BeNullOrEmpty
    }

    It 'exports exactly the commands that it lists' {
        $listed = Import-PowerShellDataFile $ModulePath
        $exported = (Get-Module AwsOtel).ExportedCommands.Values
        $exported.Name | Sort-Object | Should -BeExactly ($listed.CmdletsToExport | Sort-Object)
        $exported.CommandType | Select-Object -Unique | Should -Be Cmdlet
        $listed.FunctionsToExport.Count + $listed.AliasesToExport.Count + $listed.VariablesToExport.Count | Should -Be 0
    }

    It 'leaves nothing of the engine out: every cmdlet there is is listed' {
        $engine = [AwsOtel.EngineLoadContext]::LoadEngine()
        $cmdlet = $engine.GetExportedTypes().ForEach{ $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) }.ForEach{ "$($_.VerbName)-$($_.NounName)" }
        $cmdlet | Sort-Object | Should -BeExactly ((Get-Module AwsOtel).ExportedCommands.Keys | Sort-Object)
    }
}

Describe 'The command <_>' -ForEach $command {
    It 'has an approved verb' {
        ($_ -split '-')[0] | Should -BeIn (Get-Verb).Verb
    }

    It 'has a singular noun with the module''s prefix' {
        ($_ -split '-')[1] | Should -MatchExactly '^Otel[A-Z]\w*[^s]$'
    }

    It 'declares what it gives' {
        (Get-Command $_ -Module AwsOtel).OutputType.Count | Should -BeGreaterThan 0
    }

    It 'belongs to the module' {
        (Get-Command $_).Source | Should -BeExactly AwsOtel
    }
}

Describe 'What a command gives' {
    AfterEach { Stop-AllSession }

    BeforeDiscovery {
        $giving = @(
            @{ Name = 'Start-OtelSession'; Run = { Start-OtelSession -Exporter Memory -PassThru } }
            @{ Name = 'Get-OtelContext'; Run = { Start-OtelSession -Exporter Memory; Get-OtelContext } }
            @{ Name = 'Stop-OtelSession'; Run = { Start-OtelSession -Exporter Memory; Stop-OtelSession -PassThru 6>$null } }
            @{ Name = 'Get-OtelSession'; Run = { Start-OtelSession -Exporter Memory; Get-OtelSession } }
            @{ Name = 'Get-OtelSpan'; Run = { Start-OtelSession -Exporter Memory; Stop-OtelSession 6>$null; Get-OtelSpan } }
            @{ Name = 'Import-OtelTrace'; Run = { Import-OtelTrace (Join-Path $PSScriptRoot fixtures two-traces.jsonl) } }
            @{ Name = 'Measure-OtelTrace'; Run = { Import-OtelTrace (Join-Path $PSScriptRoot fixtures two-traces.jsonl) | Measure-OtelTrace } }
            @{ Name = 'Export-OtelTrace'; Run = { Import-OtelTrace (Join-Path $PSScriptRoot fixtures two-traces.jsonl) | Export-OtelTrace (Join-Path $TestDrive report.html) -PassThru } }
            @{ Name = 'Use-OtelContext'; Run = { Start-OtelSession -Exporter Memory; Use-OtelContext (Get-OtelContext) { [object]::new() } } }
            @{ Name = 'Invoke-OtelSpan'; Run = { Invoke-OtelSpan x { [object]::new() } } }
            @{ Name = 'Start-OtelSpan'; Run = { Start-OtelSession -Exporter Memory; Start-OtelSpan x } }
            @{ Name = 'Invoke-OtelScript'; Run = { Invoke-OtelScript { [object]::new() } -Exporter Memory } }
            @{ Name = 'Test-OtelEndpoint'; Run = { Test-OtelEndpoint http://127.0.0.1:1 } }
            @{ Name = 'Show-OtelTrace'; Run = { Start-OtelSession -Exporter Memory; Stop-OtelSession 6>$null; Show-OtelTrace } }
        )
        $silent = @(
            @{ Name = 'Add-OtelEvent'; Run = { Start-OtelSession -Exporter Memory; Add-OtelEvent x } }
            @{ Name = 'Set-OtelSpan'; Run = { Start-OtelSession -Exporter Memory; Set-OtelSpan @{ a = 1 } } }
            @{ Name = 'Stop-OtelSpan'; Run = { Start-OtelSession -Exporter Memory; $null = Start-OtelSpan x; Stop-OtelSpan } }
            @{ Name = 'Write-OtelMetric'; Run = { Start-OtelSession -Exporter Memory; Write-OtelMetric x 1 } }
        )
    }

    It 'is nothing, as declared: <Name>' -ForEach $silent {
        & $Run | Should -BeNullOrEmpty
        (Get-Command $Name -Module AwsOtel).OutputType.Type | Should -Be ([void])
    }

    It 'is of the declared type: <Name>' -ForEach $giving {
        $output = @(& $Run)
        $output.Count | Should -BeGreaterThan 0
        $output.ForEach{ $_.GetType().FullName } | Select-Object -Unique | Should -BeIn (Get-Command $Name -Module AwsOtel).OutputType.Name
    }

    It 'is known to this test' -ForEach @{ Known = @($giving.Name) + $silent.Name } {
        (Get-Module AwsOtel).ExportedCommands.Keys | Sort-Object | Should -BeExactly ($Known | Sort-Object)
    }

    It 'can be formatted, as it is and as a list: <Name>' -ForEach $giving {
        $output = @(& $Run)
        $text = $output | Out-String -Width 200 -ErrorVariable failure
        $failure.Count | Should -Be 0
        $text.Trim() | Should -Not -BeNullOrEmpty
        $text | Should -Not -Match '#ERR'
        $output | Format-List * | Out-String -ErrorVariable failure | Should -Not -Match '#ERR'
        $failure.Count | Should -Be 0
    }
}

Describe 'The view of <_>' -ForEach $objectType {
    It 'exists' {
        @(Get-FormatData -TypeName $_ -PowerShellVersion $PSVersionTable.PSVersion).Count | Should -Be 1
    }

    It 'names only members that the type has' {
        $type = $_ -as [type]
        $view = (Get-FormatData -TypeName $_ -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition
        $entry = $view.Control.ForEach{ $_.Rows.Columns.DisplayEntry; $_.Entries.Items.DisplayEntry }.Where{ $_ }
        $entry.Count | Should -BeGreaterThan 0
        foreach ($shown in $entry) {
            $names = $shown.ValueType -eq 'Property' ? $shown.Value : [regex]::Matches($shown.Value, '\$_\.(\w+)').ForEach{ $_.Groups[1].Value }
            $names | ForEach-Object { $type.GetProperty($_) | Should -Not -BeNullOrEmpty -Because $_ }
        }
    }
}

Describe 'The package' {
    It 'has the files of the checkout at the same relative paths' {
        Get-RelativeFile $package | Sort-Object | Should -BeExactly (Get-RelativeFile $checkout | Sort-Object)
    }

    It 'has <_>, and something in it' -ForEach 'AwsOtel.psd1', 'CHANGELOG.md', 'LICENSE', 'README.md', 'module/AwsOtel.psm1', 'module/AwsOtel.Format.ps1xml', 'module/bin/AwsOtel.dll', 'module/bin/engine/AwsOtel.Engine.dll', 'en-US/AwsOtel.Engine.dll-Help.xml', 'en-US/about_AwsOtel.help.txt' {
        (Get-Item (Join-Path $package $_)).Length | Should -BeGreaterThan 0
    }

    It 'has no assembly of others where the default context would find it' {
        (Get-ChildItem (Join-Path $package module bin) -File).Name | Should -BeExactly AwsOtel.dll
    }

    It 'has no AWS SDK' {
        Get-ChildItem (Join-Path $package module) -Recurse -Filter AWSSDK* | Should -BeNullOrEmpty
    }

    It 'has a script of at most 25 lines to start from' {
        @(Get-Content (Join-Path $package module AwsOtel.psm1)).Count | Should -BeLessOrEqual 25
    }
}
