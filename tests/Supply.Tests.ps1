# What is shipped: out of which packages, under which licences, and that anybody can build the same again.

BeforeDiscovery {
    $projects = Get-ChildItem ([System.IO.Path]::Combine($PSScriptRoot, '..')) -Recurse -Filter *.csproj | Where-Object FullName -NotMatch '[\\/]out[\\/]' | ForEach-Object { @{ Project = $_.BaseName; Folder = $_.DirectoryName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    $Package = Split-Path (Resolve-Path $ModulePath)
    $Checkout = (Resolve-Path (Join-Path $PSScriptRoot ..)).Path

    function New-SourceCopy([string] $Name) {
        # The sources of what is shipped, elsewhere, and of no repository.
        $copy = New-Item -ItemType Directory (Join-Path $TestDrive $Name)
        Copy-Item (Join-Path $Checkout 'Directory.*.props') $copy
        $source = Join-Path $Checkout src
        foreach ($file in Get-ChildItem $source -Recurse -File | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]') {
            $target = [System.IO.Path]::Combine($copy, 'src', [System.IO.Path]::GetRelativePath($source, $file.FullName))
            $null = New-Item -ItemType Directory -Force (Split-Path $target)
            Copy-Item $file.FullName $target
        }
        $copy.FullName
    }

    function Invoke-Dotnet {
        # A build server that stayed behind would keep the pipe open, and us waiting for its end.
        $env:MSBUILDDISABLENODEREUSE = '1'
        try { $said = dotnet @args -p:UseSharedCompilation=false 2>&1 | Out-String }
        finally { Remove-Item env:MSBUILDDISABLENODEREUSE }
        [pscustomobject]@{ Said = $said; ExitCode = $LASTEXITCODE }
    }

    $Copy = New-SourceCopy elsewhere
    $Engine = [System.IO.Path]::Combine($Copy, 'src', 'AwsOtel.Engine')
}

Describe 'The lock file of <Project>' -ForEach $projects {
    It 'names every package by version and hash, and no place to get it from' {
        $path = Join-Path $Folder packages.lock.json
        $path | Should -Exist
        Get-Content $path -Raw | Should -Not -Match 'https?:'
        $locked = (Get-Content $path -Raw | ConvertFrom-Json -AsHashtable).dependencies.'net8.0'
        foreach ($package in $locked.GetEnumerator() | Where-Object { $_.Value.type -ne 'Project' }) {
            $package.Value.resolved | Should -Match '^\d+\.\d+' -Because $package.Key
            $package.Value.contentHash | Should -Match '^[A-Za-z0-9+/]{86}==$' -Because $package.Key
        }
    }
}

Describe 'A restore' {
    It 'takes what is locked' {
        $run = Invoke-Dotnet restore $Engine --locked-mode
        $run.ExitCode | Should -Be 0 -Because $run.Said
    }

    It 'refuses another version than the locked one' {
        $changed = New-SourceCopy changed
        $versions = Join-Path $changed Directory.Packages.props
        $before = Get-Content $versions -Raw
        $after = $before -replace '(?<=Include="OpenTelemetry" Version=")[^"]+', '1.0.0'
        $after | Should -Not -BeExactly $before
        Set-Content $versions $after
        $run = Invoke-Dotnet restore (Join-Path $changed src AwsOtel.Engine) --locked-mode
        $run.ExitCode | Should -Not -Be 0
        $run.Said | Should -Match NU1004
    }

    It 'refuses another package under the same name and version' {
        $changed = New-SourceCopy forged
        $lock = [System.IO.Path]::Combine($changed, 'src', 'AwsOtel.Engine', 'packages.lock.json')
        $locked = Get-Content $lock -Raw | ConvertFrom-Json -AsHashtable
        $package = $locked.dependencies.'net8.0'.OpenTelemetry
        $package.contentHash = ($package.contentHash[0] -ceq 'A' ? 'B' : 'A') + $package.contentHash.Substring(1)
        $locked | ConvertTo-Json -Depth 10 | Set-Content $lock
        $run = Invoke-Dotnet restore (Split-Path $lock) --locked-mode
        $run.ExitCode | Should -Not -Be 0
        $run.Said | Should -Match NU1403
    }
}

Describe 'The audit' {
    BeforeAll {
        # A source that knows one vulnerability, and nothing else.
        $Probe = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $Probe.Start()
        $Address = "http://127.0.0.1:$($Probe.LocalEndpoint.Port)/"
        $Probe.Stop()
        $Listener = [System.Net.HttpListener]::new()
        $Listener.Prefixes.Add($Address)
        $Listener.Start()
        $Enough = [System.Threading.CancellationTokenSource]::new()
        $Serving = Start-ThreadJob -ArgumentList $Listener, $Address, $Enough.Token {
            param($Listener, $Address, $Enough)
            $answers = @{
                '/index.json'       = "{`"version`":`"3.0.0`",`"resources`":[{`"@id`":`"${Address}known.json`",`"@type`":`"VulnerabilityInfo/6.7.0`"}]}"
                '/known.json'       = "[{`"@name`":`"base`",`"@id`":`"${Address}base.json`",`"@updated`":`"2026-01-01T00:00:00Z`"}]"
                '/base.json'        = '{"opentelemetry.api":[{"url":"https://example.org/planted","severity":0,"versions":"[0.0.1, 99.0.0]"}]}'
            }
            while ($true) {
                $pending = $Listener.GetContextAsync()
                try { $pending.Wait($Enough) }
                catch [System.OperationCanceledException] { return }
                $context = $pending.Result
                $answer = $answers[$context.Request.Url.AbsolutePath]
                if (-not $answer) { $context.Response.StatusCode = 404 }
                $bytes = [System.Text.Encoding]::UTF8.GetBytes("$answer")
                $context.Response.Close($bytes, $true)
            }
        }
    }

    AfterAll {
        $Enough.Cancel()
        $Serving | Wait-Job -Timeout 60 | Remove-Job -Force
        $Listener.Close()
    }

    It 'stops a build with a known vulnerability, a low one and far down as well' {
        $audited = New-SourceCopy audited
        Set-Content (Join-Path $audited nuget.config) "<configuration><auditSources><clear /><add key=`"planted`" value=`"${Address}index.json`" allowInsecureConnections=`"true`" /></auditSources></configuration>"
        $run = Invoke-Dotnet restore (Join-Path $audited src AwsOtel.Engine) --force
        $run.Said | Should -Match 'error NU1901.*OpenTelemetry\.Api.*https://example\.org/planted'
        $run.ExitCode | Should -Not -Be 0
    }

    It 'finds none in what is shipped' {
        $sources = dotnet nuget list source --format Short | Where-Object { $_ -match '^E\w* (?<Url>https?://\S+)' } | ForEach-Object { $Matches.Url }
        $withData = $sources | Where-Object { (Invoke-RestMethod $_ -TimeoutSec 60 -ErrorAction Ignore).resources.'@type' -like 'VulnerabilityInfo/*' }
        if (-not $withData) {
            Set-ItResult -Skipped -Because 'no package source of this machine has vulnerability data'
            return
        }
        $run = Invoke-Dotnet restore $Engine --force --locked-mode
        $run.Said | Should -Not -Match 'NU19\d\d'
        $run.ExitCode | Should -Be 0 -Because $run.Said
    }
}

Describe 'A build of the same sources elsewhere' {
    It 'gives the same bytes' {
        $shipped = [System.IO.Path]::Combine($Package, 'module', 'bin', 'AwsOtel.dll'), [System.IO.Path]::Combine($Package, 'module', 'bin', 'engine', 'AwsOtel.Engine.dll')
        # The commit is told by who builds; a copy has none.
        $commit = ([System.Diagnostics.FileVersionInfo]::GetVersionInfo($shipped[0]).ProductVersion -split '\+')[1]
        $run = Invoke-Dotnet build $Engine --nologo -v q -c Release "-p:SourceRevisionId=$commit"
        $run.ExitCode | Should -Be 0 -Because $run.Said
        foreach ($path in $shipped) {
            $name = Split-Path $path -LeafBase
            $built = [System.IO.Path]::Combine($Copy, 'src', $name, 'bin', 'Release', 'net8.0', "$name.dll")
            (Get-FileHash $built).Hash | Should -BeExactly (Get-FileHash $path).Hash -Because $name
        }
    }
}

Describe 'THIRD-PARTY-NOTICES.txt' {
    BeforeAll {
        $Notices = Get-Content (Join-Path $Package THIRD-PARTY-NOTICES.txt) -Raw
        $Rows = $Notices -split "`n" | Where-Object { $_ -match '^\| \S+\.dll \|' } | ForEach-Object {
            $file, $name, $version, $licence = ($_ -split '\|').Trim()[1..4]
            [pscustomobject]@{ File = $file; Package = $name; Version = $version; Licence = $licence }
        }
    }

    It 'has a row for each shipped assembly of others, and no other' {
        $assemblies = Get-ChildItem (Join-Path $Package module) -Recurse -Filter *.dll | Where-Object Name -NotIn 'AwsOtel.dll', 'AwsOtel.Engine.dll'
        $Rows.File | Sort-Object | Should -BeExactly ($assemblies.Name | Sort-Object -Unique)
        $Rows.Count | Should -BeGreaterThan 4
    }

    It 'has the versions that are locked' {
        $locked = (Get-Content ([System.IO.Path]::Combine($Checkout, 'src', 'AwsOtel.Engine', 'packages.lock.json')) -Raw | ConvertFrom-Json -AsHashtable).dependencies.'net8.0'
        foreach ($row in $Rows) { $row.Version | Should -BeExactly $locked[$row.Package].resolved -Because $row.Package }
    }

    It 'has the text of each licence' {
        $Rows.Licence | Sort-Object -Unique | Should -BeExactly 'Apache-2.0', 'MIT'
        $Notices | Should -Match 'Apache License\s+Version 2\.0, January 2004'
        $Notices | Should -Match 'Permission is hereby granted, free of charge'
    }
}
