# Loads the engine in a context of its own (see src/AwsOtel/EngineLoadContext.cs) and exports the cmdlets from there.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { throw 'AwsOtel needs the language mode FullLanguage.' }

$importModule = Get-Command -Name Import-Module -Module Microsoft.PowerShell.Core

if (-not ('AwsOtel.EngineLoadContext' -as [type])) {
    Add-Type -Path ([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'AwsOtel.dll'))
}

$engine = & $importModule -Assembly ([AwsOtel.EngineLoadContext]::LoadEngine()) -PassThru

# A second import takes the assembly from a cache, and adds no cmdlets: https://github.com/PowerShell/PowerShell/issues/20710
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
if ($addExportedCmdlet) {
    foreach ($cmdlet in $engine.ExportedCmdlets.Values) {
        $null = $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}

# Also what Import-Module -Force does first.
$lifetime = [AwsOtel.EngineLoadContext]::LoadEngine().GetType('AwsOtel.Engine.Commands.ModuleLifetime')
$ExecutionContext.SessionState.Module.OnRemove = { $lifetime::End() }
$lifetime::Begin()
