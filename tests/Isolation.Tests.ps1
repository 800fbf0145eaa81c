# What AwsOtel loads, where, and that it gets along with others in the process, in whatever order they come.

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)

    function Invoke-Fact([string] $Script, [string[]] $ArgumentList = @()) {
        # Runs a script in a process of its own, with common.ps1; what it puts into $facts, and its warnings, come back as an object.
        $whole = @'
param($Common, $Bucket, $Folder)
. $Common
$facts = [ordered]@{}
$warnings = @(& {

'@ + $Script + @'

} 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object Message)
$facts.Warnings = $warnings
$facts | ConvertTo-Json -Depth 4
'@
        $run = Invoke-ChildPwsh $whole -ArgumentList (@((Join-Path $PSScriptRoot common.ps1), $Bucket) + $ArgumentList)
        if ($run.ExitCode -ne 0 -or $run.Err) { throw "The process ended with $($run.ExitCode): $($run.Err)" }
        $run.Out | ConvertFrom-Json
    }

    function Get-FileSpanName([string] $Path) { Get-Content $Path | ConvertFrom-Json | ConvertFrom-OtlpRequest | ForEach-Object Name | Sort-Object }

    $Bucket = "isolation-$([guid]::NewGuid().ToString('n'))"
    New-S3Bucket -BucketName $Bucket @S3 | Out-Null
}

AfterAll { Remove-S3Bucket -BucketName $Bucket -Force @S3 | Out-Null }

Describe 'Assemblies' {
    BeforeAll {
        $Facts = Invoke-Fact -ArgumentList $Local.otlp.grpcEndpoint @'
$default = [System.Runtime.Loader.AssemblyLoadContext]::Default
$before = @($default.Assemblies)
Import-Module $ModulePath
Start-OtelSession -Exporter Otlp, Memory -Endpoint $Folder
Stop-OtelSession
$facts.Added = @($default.Assemblies | Where-Object { $_ -notin $before -and -not $_.IsDynamic } | ForEach-Object Location)
$facts.Framework = [System.Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()
$facts.Home = $PSHOME

Start-OtelSession -Exporter Memory
$null = Get-S3Object -BucketName $Bucket @S3
Stop-OtelSession
$facts.SpanCount = @(Get-OtelSpan).Count
$all = [System.AppDomain]::CurrentDomain.GetAssemblies()
$facts.Activity = @($all | Where-Object { $_.GetType('System.Diagnostics.Activity') } | ForEach-Object Location)
$facts.Core = @($all | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' } | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name })
$facts.AwsOtel = @($default.Assemblies | Where-Object { $_.GetName().Name -like 'AwsOtel*' } | ForEach-Object Location)
$private = @([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ AwsOtel)
$facts.PrivateContexts = $private.Count
$facts.Private = @($private.Assemblies | Where-Object { -not $_.IsDynamic } | ForEach-Object Location)
$facts.Emitted = @($private.Assemblies | Where-Object IsDynamic | ForEach-Object { $_.GetName().Name })
'@
        $Bin = [System.IO.Path]::Combine((Split-Path (Resolve-Path $ModulePath)), 'module', 'bin')
        $ahead = Join-Path $Bin ([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)
        if (Test-Path $ahead) { $Bin = $ahead }
    }

    It 'of ours in the default context are one, and no dependency is among them' {
        $Facts.Added | Where-Object { -not $_.StartsWith($Facts.Framework) -and -not $_.StartsWith($Facts.Home) } | Should -Be (Join-Path $Bin AwsOtel.dll)
        $Facts.AwsOtel | Should -Be (Join-Path $Bin AwsOtel.dll)
    }

    It 'in the private context are files that we ship' {
        $Facts.PrivateContexts | Should -Be 1
        $Facts.Private | ForEach-Object { Split-Path $_ } | Sort-Object -Unique | Should -Be (Join-Path $Bin engine)
        $Facts.Private | Split-Path -Leaf | Should -Contain OpenTelemetry.Exporter.OpenTelemetryProtocol.dll
        $Facts.Emitted | Should -Be AwsOtel.AWS.Tools.S3
    }

    It 'have one Activity type' { $Facts.Activity | Should -HaveCount 1 }

    It 'have one AWSSDK.Core, that of AWS.Tools' { $Facts.Core | Should -Be Default }

    It 'did what they are for' {
        $Facts.SpanCount | Should -Be 3
        $Facts.Warnings | Should -BeNullOrEmpty
    }
}

Describe 'Order of imports' {
    It 'AWS.Tools.S3 <Order>' -ForEach @(
        @{ Order = 'before AwsOtel'; Steps = 'Import-Module AWS.Tools.S3; Import-Module $ModulePath; Start-OtelSession -Exporter Memory' }
        @{ Order = 'after AwsOtel'; Steps = 'Import-Module $ModulePath; Import-Module AWS.Tools.S3; Start-OtelSession -Exporter Memory' }
        @{ Order = 'in the session'; Steps = 'Import-Module $ModulePath; Start-OtelSession -Exporter Memory; Import-Module AWS.Tools.S3' }
        @{ Order = 'by the first cmdlet'; Steps = 'Import-Module $ModulePath; Start-OtelSession -Exporter Memory' }
    ) {
        $facts = Invoke-Fact "$Steps
            `$null = Get-S3Object -BucketName `$Bucket @S3
            Stop-OtelSession
            `$facts.Names = @(Get-OtelSpan).Name"
        $facts.Names | Select-Object -First 2 | Should -Be S3.ListObjects, Get-S3Object
        $facts.Names | Should -HaveCount 3
        $facts.Warnings | Should -BeNullOrEmpty
    }

    It 'import, again, by force, and after a removal: each time a session works' {
        $facts = Invoke-Fact @'
function Get-Trace { Start-OtelSession -Exporter Memory; $null = Get-S3Object -BucketName $Bucket @S3; Stop-OtelSession; @(Get-OtelSpan).Name -notlike '*.ps1' -join ',' }
Import-Module $ModulePath
$facts.First = Get-Trace
Import-Module $ModulePath
$facts.Again = Get-Trace
Import-Module $ModulePath -Force
$facts.Force = Get-Trace
Remove-Module AwsOtel
$facts.Commands = @(Get-Command *-Otel* -ErrorAction Ignore | Where-Object Source -EQ AwsOtel).Count
Import-Module $ModulePath
$facts.AfterRemoval = Get-Trace
$facts.Exported = (Get-Module AwsOtel).ExportedCmdlets.Count
$facts.Engines = @([System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AwsOtel.Engine' }).Count
'@
        $facts.First, $facts.Again, $facts.Force, $facts.AfterRemoval | Should -Be (@('S3.ListObjects,Get-S3Object') * 4)
        $facts.Commands | Should -Be 0
        $facts.Exported | Should -Be (Import-PowerShellDataFile $ModulePath).CmdletsToExport.Count
        $facts.Engines | Should -Be 1
    }

    It '<Action> during a session ends it, flushes it and takes the hook away' -ForEach @(
        @{ Action = 'Remove-Module'; Import = 'Import-Module $ModulePath'; Command = 'Remove-Module AwsOtel' }
        @{ Action = 'Remove-Module after a second import'; Import = 'Import-Module $ModulePath; Import-Module $ModulePath -Force'; Command = 'Remove-Module AwsOtel' }
        @{ Action = 'Import-Module -Force'; Import = 'Import-Module $ModulePath'; Command = 'Import-Module $ModulePath -Force' }
    ) {
        $file = Join-Path $TestDrive "$Action.jsonl"
        $facts = Invoke-Fact -ArgumentList $file (@'
$mine = [System.EventHandler[System.Management.Automation.CommandLookupEventArgs]] { }
$ExecutionContext.InvokeCommand.PostCommandLookupAction = $mine
'@ + "`n$Import`n" + @'
$environment = [System.Environment]::GetEnvironmentVariables()
Start-OtelSession -Path $Folder -Name outer
Start-OtelSession -Name inner
$null = Get-S3Object -BucketName $Bucket @S3
'@ + "`n$Command`n" + @'
$facts.Lookup = [object]::ReferenceEquals($mine, $ExecutionContext.InvokeCommand.PostCommandLookupAction)
$after = [System.Environment]::GetEnvironmentVariables()
$facts.Environment = @(@($environment.Keys) + @($after.Keys) | Sort-Object -Unique | Where-Object { $environment[$_] -ne $after[$_] })
$null = Get-S3Object -BucketName $Bucket @S3
'@)
        Get-FileSpanName $file | Should -Be Get-S3Object, inner, outer, S3.ListObjects
        $facts.Lookup | Should -BeTrue
        $facts.Environment | Should -BeNullOrEmpty
    }
}

Describe 'A module with an older OpenTelemetry of its own' {
    BeforeDiscovery {
        # The oldest of these that the package source has.
        $folder = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "awsotel-older-$([guid]::NewGuid().ToString('n'))")
        $older = foreach ($version in '1.9.0', '1.15.3') {
            Set-Content (Join-Path $folder Older.csproj) @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenTelemetry" Version="[$version]" />
    <PackageReference Include="OpenTelemetry.Api" Version="[$version]" />
  </ItemGroup>
</Project>
"@
            dotnet restore $folder --nologo -v q *> $null
            if ($LASTEXITCODE -eq 0) { $version; break }
        }
        $fixture = @{ Folder = $folder.FullName; Older = $older }
    }

    Context 'is imported' -ForEach $fixture {
        BeforeAll {
            $Built = Join-Path $Folder built
            if ($Older) {
                Set-Content (Join-Path $Folder Tracing.cs) @'
using System.Collections.Generic;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Older;

public static class Tracing
{
    private static readonly ActivitySource Source = new("Older");
    private static readonly List<string> Ended = new();
    private static readonly TracerProvider Provider = Sdk.CreateTracerProviderBuilder().AddSource("Older").AddProcessor(new Recorder()).Build();

    public static string Library => typeof(Sdk).Assembly.Location;

    public static string[] Trace(string name)
    {
        using (Source.StartActivity(name)) { }
        Provider.ForceFlush();
        return Ended.ToArray();
    }

    private sealed class Recorder : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity activity) => Ended.Add(activity.DisplayName);
    }
}
'@
                $text = dotnet build $Folder --nologo -v q --no-restore -o $Built 2>&1 | Out-String
                if ($LASTEXITCODE -ne 0) { throw $text }
            }
        }

        AfterAll { Remove-Item $Folder -Recurse -Force }

        It '<_> and both trace, each with its own' -ForEach 'before us', 'after us' {
            if (-not $Older) { Set-ItResult -Skipped -Because 'the package source has no older OpenTelemetry' }
            $ours = 'Import-Module $ModulePath; Start-OtelSession -Exporter Memory'
            $theirs = 'Import-Module (Join-Path $Folder Older.dll); $null = [Older.Tracing]::Trace("first")'
            $facts = Invoke-Fact -ArgumentList $Built ((($_ -eq 'before us') ? "$theirs; $ours`n" : "$ours; $theirs`n") + @'
$null = Get-S3Object -BucketName $Bucket @S3
$facts.During = [Older.Tracing]::Trace('second')
Stop-OtelSession
$facts.After = [Older.Tracing]::Trace('third')
$facts.Ours = @(Get-OtelSpan).Name
$facts.Libraries = @([System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'OpenTelemetry' } | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Sort-Object)
$facts.Library = [Older.Tracing]::Library
$facts.Version = [System.Diagnostics.FileVersionInfo]::GetVersionInfo([Older.Tracing]::Library).ProductVersion
'@)
            $facts.During | Should -Be first, second
            $facts.After | Should -Be first, second, third
            $facts.Ours | Select-Object -First 2 | Should -Be S3.ListObjects, Get-S3Object
            $facts.Ours | Should -HaveCount 3
            $facts.Libraries | Should -Be AwsOtel, Default
            $facts.Library | Should -Be (Join-Path $Built OpenTelemetry.dll)
            $facts.Version | Should -BeLike "$Older*"
            $facts.Warnings | Should -BeNullOrEmpty
        }
    }
}

Describe 'AWSSDK 3 in the process' {
    BeforeAll {
        $source = New-Item -ItemType Directory (Join-Path $TestDrive fake)
        Set-Content (Join-Path $source Fake.cs) 'namespace Amazon.Runtime; public static class Fake { public static string Call() => "called"; }'
        Set-Content (Join-Path $source Fake.csproj) @'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <AssemblyName>AWSSDK.Core</AssemblyName>
    <AssemblyVersion>3.3.0.0</AssemblyVersion>
  </PropertyGroup>
</Project>
'@
        $text = dotnet build $source --nologo -v q -o (Join-Path $source built) 2>&1 | Out-String
        if ($LASTEXITCODE -ne 0) { throw $text }
        $Fake = [System.IO.Path]::Combine($source, 'built', 'AWSSDK.Core.dll')
        $Steps = @'
Import-Module $ModulePath
if ($When -eq 'before') { Add-Type -Path $Folder }
Start-OtelSession -Exporter Memory -WarningVariable startWarnings
if ($When -eq 'later') { Add-Type -Path $Folder }
$facts.Call = [Amazon.Runtime.Fake]::Call()
$facts.Sdk = (Get-OtelSession).AwsSdk
Stop-OtelSession -WarningVariable stopWarnings
$facts.Start = $startWarnings.Count
$facts.Stop = $stopWarnings.Count
$facts.Kinds = @(Get-OtelSpan | ForEach-Object { "$($_.Kind)" })
$facts.Errors = $Error.Count
'@
    }

    It 'is warned of once, by <By>, when it was loaded <When>' -ForEach @(
        @{ When = 'before'; By = 'Start-OtelSession'; Start = 1; Stop = 0 }
        @{ When = 'later'; By = 'Stop-OtelSession'; Start = 0; Stop = 1 }
    ) {
        $facts = Invoke-Fact -ArgumentList $Fake "`$When = '$When'`n$Steps"
        $facts.Warnings | Should -HaveCount 1
        $facts.Warnings[0] | Should -Match 'AWSSDK\.Core 3\.3\b'
        $facts.Start | Should -Be $Start
        $facts.Stop | Should -Be $Stop
    }

    It 'changes nothing else' {
        $facts = Invoke-Fact -ArgumentList $Fake "`$When = 'before'`n$Steps"
        $facts.Call | Should -Be called
        $facts.Sdk | Should -Match '3\.3\.0\.0'
        # The script span alone.
        $facts.Kinds | Should -Be Internal
        $facts.Errors | Should -Be 0
    }
}
