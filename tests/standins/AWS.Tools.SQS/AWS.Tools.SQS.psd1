@{
    RootModule         = 'AWS.Tools.SQS.dll'
    # That of the installed AWS.Tools.Common, when it is built: its import looks for modules of another version, and warns.
    ModuleVersion      = '0.0.0'
    GUID               = 'f56056a2-e764-4430-9716-f2f55d5faff6'
    Author             = 'AwsOtel contributors'
    Description        = "A stand-in of AwsOtel's tests for AWS.Tools.SQS, where that is not installed."
    PowerShellVersion  = '7.4'
    RequiredModules    = 'AWS.Tools.Common'
    RequiredAssemblies = 'AWSSDK.SQS.dll'
    CmdletsToExport    = 'Get-SQSQueueUrl', 'New-SQSQueue', 'Receive-SQSMessage', 'Remove-SQSMessage', 'Send-SQSMessage'
    FunctionsToExport  = @()
    AliasesToExport    = @()
    VariablesToExport  = @()
}
