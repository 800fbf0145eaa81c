# What the code says about itself: XML documentation files as plain text.

function Read-CodeDocumentation {
    # Summaries by member, for example P:AwsOtel.Engine.Commands.SessionCommand.Name.
    param([string[]] $Path)
    $summaries = @{}
    foreach ($file in $Path) {
        foreach ($member in ([xml](Get-Content $file -Raw)).SelectNodes('//member[summary]')) {
            $summaries[$member.name] = (ConvertFrom-DocumentationXml $member.SelectSingleNode('summary')) -replace '\s+', ' ' -replace '^ | $'
        }
    }
    $summaries
}

function ConvertFrom-DocumentationXml {
    # The text of a node; references as the names that a user knows.
    param([System.Xml.XmlNode] $Node)
    $text = foreach ($child in $Node.ChildNodes) {
        if ($child -isnot [System.Xml.XmlElement]) { $child.Value }
        elseif ($child.HasAttribute('href')) { $child.InnerText ? "$($child.InnerText) ($($child.href))" : $child.href }
        elseif ($child.HasAttribute('cref')) { ($child.cref -split '[.:]')[-1] }
        elseif ($child.HasAttribute('langword')) { $child.langword }
        else { ConvertFrom-DocumentationXml $child }
    }
    -join $text
}

function Get-Summary {
    # The summary of a member that has to have one.
    param([hashtable] $Documentation, [string] $Member)
    $Documentation[$Member] ?? $(throw "The code has no summary for $Member.")
}

function Get-ParameterSummary {
    # The summary of the property behind a parameter, which a base class may have: declared, or overridden.
    param([hashtable] $Documentation, [type] $Cmdlet, [string] $Parameter)
    for ($type = $Cmdlet; $type.Assembly -eq $Cmdlet.Assembly; $type = $type.BaseType) {
        $member = "P:$($type.FullName).$Parameter"
        if ($Documentation.ContainsKey($member)) { return $Documentation[$member] }
    }
    throw "The code has no summary for the parameter $Parameter of $Cmdlet."
}
