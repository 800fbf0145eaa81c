# MAML, the XML of Get-Help. Its elements and their order: https://learn.microsoft.com/powershell/scripting/developer/help/writing-help-for-windows-powershell-cmdlets

using namespace System.Xml.Linq

$mamlNamespaces = @{
    maml    = [XNamespace]'http://schemas.microsoft.com/maml/2004/10'
    command = [XNamespace]'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = [XNamespace]'http://schemas.microsoft.com/maml/dev/2004/10'
}

function New-Element {
    # An element prefix:name with attributes (an ordered hashtable: the same sources give the same bytes), elements and text.
    param([string] $Name, [object[]] $Content)
    $prefix, $local = $Name -split ':'
    $element = [XElement]::new($mamlNamespaces[$prefix].GetName($local))
    foreach ($part in $Content) {
        if ($part -is [System.Collections.IDictionary]) { $part.GetEnumerator().ForEach{ $element.SetAttributeValue($_.Key, $_.Value) } }
        elseif ($null -ne $part) { $element.Add($part) }
    }
    $element
}

function New-TextElement {
    # An element of paragraphs and lists; a list is an array of its items.
    param([string] $Name, [object[]] $Text)
    New-Element $Name $Text.ForEach{
        if ($_ -is [array]) { New-Element maml:list @([ordered]@{ class = 'unordered' }; $_.ForEach{ New-Element maml:listItem (New-Element maml:para $_) }) }
        else { New-Element maml:para $_ }
    }
}

function ConvertTo-Maml {
    # A cmdlet's help, of its page and of what it is.
    param([System.Management.Automation.CmdletInfo] $Command, $Page, [hashtable] $Documentation)
    $type = $Command.ImplementingType
    $elements = @(
        New-Element command:details @(
            New-Element command:name $Command.Name
            New-TextElement maml:description (Get-Summary $Documentation "T:$($type.FullName)")
            New-Element command:verb $Command.Verb
            New-Element command:noun $Command.Noun
        )
        New-TextElement maml:description $Page.Description
        New-Element command:syntax (Get-ParameterSet $Command | ForEach-Object {
                New-Element command:syntaxItem @(
                    New-Element maml:name $Command.Name
                    Get-OwnParameter $_.Parameters | ForEach-Object { ConvertTo-MamlParameter $_ $type $Documentation -ForSyntax }
                )
            })
        New-Element command:parameters (Get-EveryParameter $Command | ForEach-Object { ConvertTo-MamlParameter $_ $type $Documentation })
        New-Element command:inputTypes ((Get-InputType $Command) ?? [void] | ForEach-Object { ConvertTo-MamlType command:inputType $_ $Documentation })
        New-Element command:returnValues ($Command.OutputType.Type | ForEach-Object { ConvertTo-MamlType command:returnValue $_ $Documentation })
        if ($Page.Notes) { New-Element maml:alertSet (New-TextElement maml:alert $Page.Notes) }
        New-Element command:examples ($Page.Examples | ForEach-Object { $number = 0 } { $number++; ConvertTo-MamlExample $_ $number })
        New-Element command:relatedLinks ($Page.Links | ForEach-Object {
                New-Element maml:navigationLink @((New-Element maml:linkText $_.Text), (New-Element maml:uri $_.Uri))
            })
    )
    New-Element command:command $elements
}

function Get-ParameterSet {
    # The default one first.
    param($Command)
    $Command.ParameterSets | Sort-Object -Stable IsDefault -Descending
}

function Get-OwnParameter {
    # Those that only this cmdlet has, those with a position first.
    param($Parameter)
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    $Parameter | Where-Object Name -NotIn $common | Sort-Object -Stable { $_.Position -lt 0 ? [int]::MaxValue : $_.Position }, { -not $_.IsMandatory }
}

function Get-EveryParameter {
    # Each parameter once, as its first parameter set has it.
    param($Command)
    Get-ParameterSet $Command | ForEach-Object { Get-OwnParameter $_.Parameters } | Group-Object Name | ForEach-Object { $_.Group[0] }
}

function Get-InputType {
    # The types that the cmdlet takes from a pipeline.
    param($Command)
    Get-EveryParameter $Command | Where-Object ValueFromPipeline | ForEach-Object ParameterType | Select-Object -Unique
}

function ConvertTo-MamlParameter {
    # One parameter; an enumeration's values are shown in the syntax.
    param($Parameter, [type] $Cmdlet, [hashtable] $Documentation, [switch] $ForSyntax)
    $summary = Get-ParameterSummary $Documentation $Cmdlet $Parameter.Name
    $isSwitch = $Parameter.ParameterType -eq [switch]
    $pipeline = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }; if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' }) -join ', '
    $typeName = Get-TypeName $Parameter.ParameterType
    $values = Get-KnownValue $Parameter
    New-Element command:parameter @(
        [ordered]@{
            required       = $Parameter.IsMandatory.ToString().ToLowerInvariant()
            variableLength = $Parameter.ParameterType.IsArray.ToString().ToLowerInvariant()
            globbing       = ($Parameter.Attributes.TypeId -contains [System.Management.Automation.SupportsWildcardsAttribute]).ToString().ToLowerInvariant()
            pipelineInput  = $pipeline ? "True ($pipeline)" : 'False'
            position       = $Parameter.Position -lt 0 ? 'named' : $Parameter.Position
            aliases        = $Parameter.Aliases ? $Parameter.Aliases -join ', ' : 'none'
        }
        New-Element maml:name $Parameter.Name
        New-TextElement maml:description $summary
        if ($values -and $ForSyntax) {
            New-Element command:parameterValueGroup ($values | ForEach-Object { New-Element command:parameterValue @([ordered]@{ required = 'false'; variableLength = 'false' }, $_) })
        }
        if (-not ($isSwitch -and $ForSyntax)) {
            New-Element command:parameterValue @([ordered]@{ required = (-not $isSwitch).ToString().ToLowerInvariant(); variableLength = 'false' }, $typeName)
        }
        New-Element dev:type (New-Element maml:name $typeName)
        New-PossibleValue $Parameter $values $Documentation
        New-Element dev:defaultValue (Get-DefaultValue $Parameter $summary)
    )
}

function New-PossibleValue {
    # The values of an enumeration of ours, and what each means.
    param($Parameter, [string[]] $Value, [hashtable] $Documentation)
    $type = Get-ItemType $Parameter.ParameterType
    if (-not $type.IsEnum -or $type.Namespace -ne 'AwsOtel') { return }
    New-Element dev:possibleValues ($Value | ForEach-Object {
            New-Element dev:possibleValue @((New-Element dev:value $_), (New-TextElement maml:description (Get-Summary $Documentation "F:$($type.FullName).$_")))
        })
}

function Get-ItemType {
    # The type of one value, where there may be several or none.
    param([type] $Type)
    $item = $Type.IsArray ? $Type.GetElementType() : $Type
    [System.Nullable]::GetUnderlyingType($item) ?? $item
}

function Get-TypeName {
    # A type as a user writes it.
    param([type] $Type)
    if ($Type -eq [switch]) { return 'SwitchParameter' }
    (Get-ItemType $Type).Name + ($Type.IsArray ? '[]' : '')
}

function Get-KnownValue {
    # The names of an enumeration, or of a ValidateSet.
    param($Parameter)
    $set = $Parameter.Attributes.Where({ $_ -is [System.Management.Automation.ValidateSetAttribute] }, 'First')
    if ($set) { return $set.ValidValues }
    $type = Get-ItemType $Parameter.ParameterType
    if ($type.IsEnum) { [enum]::GetNames($type) }
}

function Get-DefaultValue {
    # What the summary says after "default:".
    param($Parameter, [string] $Summary)
    if ($Parameter.ParameterType -eq [switch]) { 'False' }
    elseif ($Summary -cmatch '(?:; d|\. D)efault: (.+?)(?:\. [A-Z]|\.?$)') { $Matches[1] }
    else { 'None' }
}

function ConvertTo-MamlType {
    # A type that goes in or comes out; ours are described.
    param([string] $Element, [type] $Type, [hashtable] $Documentation)
    $item = $Type.IsArray ? $Type.GetElementType() : $Type
    New-Element $Element @(
        New-Element dev:type (New-Element maml:name ($item -eq [void] ? 'None' : $item.FullName))
        if ($item.Namespace -eq 'AwsOtel') { New-TextElement maml:description (Get-Summary $Documentation "T:$($item.FullName)") }
    )
}

function ConvertTo-MamlExample {
    param($Example, [int] $Number)
    $title = " Example $Number`: $($Example.Title) "
    New-Element command:example @(
        New-Element maml:title ($title.PadLeft(($title.Length + 74) / 2, '-').PadRight(74, '-'))
        New-Element dev:code $Example.Code
        # An empty paragraph parts it from the next example.
        New-TextElement dev:remarks ($Example.Remarks + '')
    )
}

function Save-Maml {
    # The file of every command.
    param([XElement[]] $Command, [string] $Path)
    $root = [XElement]::new(([XNamespace]'http://msh').GetName('helpItems'))
    $root.SetAttributeValue('schema', 'maml')
    $mamlNamespaces.GetEnumerator() | Sort-Object Key | ForEach-Object { $root.SetAttributeValue([XNamespace]::Xmlns.GetName($_.Key), $_.Value.NamespaceName) }
    $root.Add($Command)
    $root.Save($Path)
}
