@{
    RootModule           = 'module/AwsOtel.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b1f1a3c-7d1e-4f0e-9c5a-6f2b8b7f9f31'
    Author               = 'AwsOtel contributors'
    Copyright            = '(c) AwsOtel contributors. Apache License 2.0.'
    Description          = 'OpenTelemetry traces for AWS cmdlets: a span for the script, one for each AWS.Tools cmdlet, one for each AWS API call, and the retries under it.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = 'Core'
    FormatsToProcess     = 'module/AwsOtel.Format.ps1xml'

    # The one list of what is exported.
    CmdletsToExport      = @(
        'Add-OtelEvent'
        'Get-OtelContext'
        'Get-OtelSession'
        'Get-OtelSpan'
        'Invoke-OtelSpan'
        'Set-OtelSpan'
        'Show-OtelTrace'
        'Start-OtelSession'
        'Start-OtelSpan'
        'Stop-OtelSession'
        'Stop-OtelSpan'
        'Use-OtelContext'
        'Write-OtelMetric'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags       = 'OpenTelemetry', 'AWS', 'AWS.Tools', 'Tracing', 'Observability', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
