# An about_ topic: Markdown laid out as text of 80 columns, in the form whose short description Get-Help lists.

$topicWidth = 79

function ConvertTo-AboutTopic {
    # A line <!-- include: name --> stands for what is between <!-- name:begin --> and <!-- name:end --> of the README.
    param([System.IO.FileInfo] $Page, [string] $Readme)
    $text = [regex]::Replace((Get-Content $Page -Raw), '<!-- include: (\w+) -->', { param($match) Get-ReadmePart $Readme $match.Groups[1].Value })
    $title, $short, $blocks = Read-Markdown $text
    if ($title -isnot [Markdig.Syntax.HeadingBlock] -or (ConvertFrom-Inline $title.Inline) -ne $Page.BaseName) { throw "$Page does not begin with its title." }
    $summary = ConvertFrom-Inline $short.Inline
    # Get-Help lists the fifth line.
    if ($summary.Length -gt $topicWidth - 4) { throw "$Page`: the first paragraph is longer than a line." }
    @(
        'TOPIC'
        "    $($Page.BaseName)"
        ''
        'SHORT DESCRIPTION'
        "    $summary"
        ''
        'LONG DESCRIPTION'
        $blocks | ForEach-Object { ConvertTo-TopicLine $_ }
    )
}

function Get-ReadmePart {
    param([string] $Readme, [string] $Name)
    if ($Readme -notmatch "(?s)<!-- $Name`:begin -->(.+?)<!-- $Name`:end -->") { throw "The README has no part $Name." }
    $Matches[1]
}

function ConvertTo-TopicLine {
    # A block as lines, an empty one after it.
    param($Block)
    switch ($Block.GetType().Name) {
        HeadingBlock { (ConvertFrom-Inline $Block.Inline).ToUpperInvariant() }
        ParagraphBlock { Split-Line (ConvertFrom-Inline $Block.Inline) '    '; '' }
        ListBlock { $Block | ForEach-Object { Split-Line (ConvertFrom-Inline $_[0].Inline) '    - ' '      ' }; '' }
        FencedCodeBlock { (Get-CodeText $Block) -split "`n" | ForEach-Object { $_ ? "        $_" : '' }; '' }
        CodeBlock { (Get-CodeText $Block) -split "`n" | ForEach-Object { $_ ? "        $_" : '' }; '' }
        Table { ConvertFrom-Table $Block; '' }
        default { throw "An about_ topic cannot show $_." }
    }
}

function ConvertFrom-Table {
    # A row is its first cell, and the others under it; with the names of their columns, where there are several.
    param($Table)
    $header = @()
    foreach ($row in $Table) {
        $cells = @($row | ForEach-Object { $_.Count ? (ConvertFrom-Inline $_[0].Inline) : '' })
        if ($row.IsHeader) {
            # Two columns are a term and what it is.
            $header = $cells.Count -gt 2 ? $cells : @('') * $cells.Count
            if ($header[0]) { Split-Line $header[0].ToUpperInvariant() '    '; '' }
            continue
        }
        $isFirst = $true
        for ($column = 0; $column -lt $cells.Count; $column++) {
            if (-not $cells[$column]) { continue }
            $label = -not $isFirst -and $header[$column] ? "$($header[$column]): " : ''
            Split-Line ($label + $cells[$column]) ($isFirst ? '      ' : '          ')
            $isFirst = $false
        }
    }
}

function Split-Line {
    # A paragraph as lines, broken between words.
    param([string] $Text, [string] $First, [string] $Next = $First)
    $line = $First
    $isEmpty = $true
    foreach ($word in $Text -split ' ') {
        if (-not $isEmpty -and $line.Length + 1 + $word.Length -gt $topicWidth) {
            $line
            $line = $Next
            $isEmpty = $true
        }
        $line += ($isEmpty ? '' : ' ') + $word
        $isEmpty = $false
    }
    $line
}
