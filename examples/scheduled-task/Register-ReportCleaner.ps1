#Requires -RunAsAdministrator
# Windows Task Scheduler: every night at 2:15.
$run = @{
    Execute  = 'pwsh.exe'
    Argument = '-NoProfile -Command "Invoke-OtelScript C:\ops\scheduled-task.ps1 -ServiceName report-cleaner -- -Keep 3"'
}
Register-ScheduledTask -TaskName report-cleaner -Action (New-ScheduledTaskAction @run) -Trigger (New-ScheduledTaskTrigger -Daily -At 2:15)
