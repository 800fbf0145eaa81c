# A cmdlet's page: description, then the sections Examples, Links and perhaps Notes.

function Read-CommandPage {
    param([string] $Path)
    $name = Split-Path $Path -LeafBase
    $page = [pscustomobject]@{ Name = $name; Description = @(); Examples = @(); Notes = @(); Links = @() }
    # A new cmdlet can be built and tried without; a test misses its page.
    if (-not (Test-Path $Path)) { return $page }
    $section = ''
    foreach ($block in Read-Markdown (Get-Content $Path -Raw)) {
        $kind = $block.GetType().Name
        if ($kind -eq 'HeadingBlock' -and $block.Level -lt 3) {
            $section = ConvertFrom-Inline $block.Inline
            if ($section -notin $name, 'Examples', 'Notes', 'Links') { throw "$Path`: a page has no section $section." }
            continue
        }
        switch ("$section/$kind") {
            "$name/ParagraphBlock" { $page.Description += ConvertFrom-Inline $block.Inline }
            "$name/ListBlock" { $page.Description += , @(ConvertFrom-List $block) }
            'Examples/HeadingBlock' { $page.Examples += [pscustomobject]@{ Title = ConvertFrom-Inline $block.Inline; Code = ''; Remarks = @() } }
            'Examples/FencedCodeBlock' { $page.Examples[-1].Code = Get-CodeText $block }
            'Examples/ParagraphBlock' { $page.Examples[-1].Remarks += ConvertFrom-Inline $block.Inline }
            'Notes/ParagraphBlock' { $page.Notes += ConvertFrom-Inline $block.Inline }
            'Links/ListBlock' { $page.Links += $block.ForEach{ ConvertFrom-Link $_[0].Inline.FirstChild } }
            default { throw "$Path`: help cannot show a $kind in the section $section." }
        }
    }
    foreach ($example in $page.Examples) {
        if (-not ($example.Code -and $example.Remarks)) { throw "$Path`: the example '$($example.Title)' has to have code, and a word about it." }
    }
    $page
}

function ConvertFrom-List {
    # The text of each item.
    param($List)
    foreach ($item in $List) { ConvertFrom-Inline $item[0].Inline }
}

function ConvertFrom-Link {
    # Another page is named, and has no address.
    param($Link)
    [pscustomobject]@{ Text = ConvertFrom-Inline $Link.FirstChild; Uri = $Link.Url -match '^https?:' ? $Link.Url : '' }
}
