#Requires -Version 7.4
#Requires -Modules AWS.Tools.Lambda
<#
.SYNOPSIS
    Asks a Lambda function for the price of an order, and does not take its failure for an answer.
#>
[CmdletBinding()]
param(
    [string] $FunctionName = 'price-order',
    [hashtable] $Order = @{ id = 'A-1'; items = 3 }
)

Import-Module AwsOtel
Start-OtelSession
try {
    $answer = Invoke-LMFunction -FunctionName $FunctionName -Payload ($Order | ConvertTo-Json)
    $text = [System.IO.StreamReader]::new($answer.Payload).ReadToEnd()
    # A function that failed answers with HTTP 200 all the same.
    if ($answer.FunctionError) { throw "$FunctionName failed: $text" }
    "Order $($Order.id) costs $(($text | ConvertFrom-Json).price)."
}
finally { Stop-OtelSession }
