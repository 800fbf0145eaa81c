# Loads the engine in a context of its own (see src/AwsOtel/EngineLoadContext.cs) and exports the cmdlets from there.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { throw 'AwsOtel needs the language mode FullLanguage.' }

# Not Add-Type, which brings the C# compiler in as well.
if (-not ('AwsOtel.EngineLoadContext' -as [type])) {
    $bin = "$PSScriptRoot/bin"
    # The same assemblies, compiled ahead of time for this kind of machine, where the build has made them.
    $ahead = "$bin/$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
    if ([System.IO.Directory]::Exists($ahead)) { $bin = $ahead }
    $null = [System.Reflection.Assembly]::LoadFrom("$bin/AwsOtel.dll")
}

$engine = [AwsOtel.EngineLoadContext]::LoadEngine()
$lifetime = $engine.GetType('AwsOtel.Engine.Commands.ModuleLifetime')
$lifetime::Begin($ExecutionContext.SessionState.Module, (Microsoft.PowerShell.Core\Import-Module -Assembly $engine -PassThru))

# Also what Import-Module -Force does first.
$ExecutionContext.SessionState.Module.OnRemove = { $lifetime::End() }
