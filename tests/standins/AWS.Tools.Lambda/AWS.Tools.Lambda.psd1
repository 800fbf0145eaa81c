@{
    RootModule         = 'AWS.Tools.Lambda.dll'
    # That of the installed AWS.Tools.Common, when it is built: its import looks for modules of another version, and warns.
    ModuleVersion      = '0.0.0'
    GUID               = 'fd02f7c9-c53c-4c2c-840e-25e1fab0e78a'
    Author             = 'AwsOtel contributors'
    Description        = "A stand-in of AwsOtel's tests for AWS.Tools.Lambda, where that is not installed."
    PowerShellVersion  = '7.4'
    RequiredModules    = 'AWS.Tools.Common'
    RequiredAssemblies = 'AWSSDK.Lambda.dll'
    CmdletsToExport    = 'Invoke-LMFunction'
    FunctionsToExport  = @()
    AliasesToExport    = @()
    VariablesToExport  = @()
}
