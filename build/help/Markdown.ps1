# Markdown as plain text. PowerShell reads it with Markdig: https://github.com/xoofx/markdig

function Read-Markdown {
    # The blocks of a text.
    param([string] $Text)
    @((ConvertFrom-Markdown -InputObject $Text).Tokens).Where{ $_ -isnot [Markdig.Syntax.LinkReferenceDefinitionGroup] }
}

function ConvertFrom-Inline {
    # What stands in a line: names of code as they are, links with their address where that is not another page.
    param($Inline)
    $text = foreach ($part in $Inline) {
        switch ($part.GetType().Name) {
            LiteralInline { $part.Content.ToString() }
            CodeInline { $part.Content.Replace('\|', '|') } # as a table has to write it
            LineBreakInline { ' ' }
            HtmlEntityInline { $part.Transcoded.ToString() }
            AutolinkInline { $part.Url }
            EmphasisInline { ConvertFrom-Inline $part }
            LinkInline {
                ConvertFrom-Inline $part
                if ($part.Url -match '^https?:') { " ($($part.Url))" }
            }
            default { throw "Help cannot show $_ in: $Inline" }
        }
    }
    -join $text
}

function Get-CodeText {
    # The lines of a block of code.
    param($Block)
    $Block.Lines.ToString().TrimEnd()
}
