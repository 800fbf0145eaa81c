# A queue.
param([psobject] $LocalAws, [string] $Folder)

$null = New-SQSQueue -QueueName orders
@{}
