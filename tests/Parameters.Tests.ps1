# Whatever a parameter is given: it is taken, or refused with an error of ours or of PowerShell's binding. Nothing hangs.

BeforeDiscovery {
    Import-Module ($env:AWSOTEL_MODULE ? $env:AWSOTEL_MODULE : (Join-Path $PSScriptRoot .. AwsOtel.psd1))
    $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    $parameters = foreach ($command in Get-Command -Module AwsOtel) {
        foreach ($name in $command.Parameters.Keys | Where-Object { $_ -notin $common }) { @{ Parameter = "$($command.Name) -$name"; Name = $name; Type = $command.ImplementingType } }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot common.ps1)
    # The soak: AWSOTEL_FUZZ texts for each parameter, from the seed AWSOTEL_FUZZ_SEED on.
    $Random = $env:AWSOTEL_FUZZ ?? 10
    $Seed = $env:AWSOTEL_FUZZ_SEED ?? 1
    $result = Join-Path $TestDrive results.jsonl
    $start = [System.Diagnostics.ProcessStartInfo]@{ FileName = [System.Environment]::ProcessPath; RedirectStandardInput = $true; RedirectStandardOutput = $true; RedirectStandardError = $true; UseShellExecute = $false }
    if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
    '-NoProfile', '-NonInteractive', '-File', [System.IO.Path]::Combine($PSScriptRoot, 'fixtures', 'ParameterRunner.ps1'), $result, $Seed, $Random | ForEach-Object { $start.ArgumentList.Add("$_") }
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $out = $process.StandardOutput.ReadToEndAsync()
    $err = $process.StandardError.ReadToEndAsync()
    # As long as lines come, it does not hang.
    $length = -1
    while (-not $process.WaitForExit(60000)) {
        $now = (Test-Path $result) ? (Get-Item $result).Length : 0
        if ($now -eq $length) { $process.Kill($true); break }
        $length = $now
    }
    $Results = @(Get-Content $result | ConvertFrom-Json)
    $Last = $Results[-1]
    $Said = "$($out.Result)$($err.Result)"
    $ByParameter = $Results | Group-Object Parameter -AsHashTable
}

Describe 'A command that is given what it does not expect' {
    It 'does not hang, nor end the process' {
        $process.ExitCode | Should -Be 7 -Because "after value $($Last.Index) of $($Last.Parameter), seed $Seed, it said: $Said"
    }

    It '<Parameter>' -ForEach $parameters {
        $calls = $ByParameter[$Parameter]
        $calls.Count | Should -BeGreaterThan 100
        foreach ($call in $calls | Where-Object Error) {
            $why = "value $($call.Index), seed ${Seed}: $($call.Type), $($call.Error): $($call.Message)"
            # An exception that nobody expected has its type's name for an id.
            ($call.Error -split ',')[0] | Should -MatchExactly '^[A-Z][A-Za-z]+$' -Because $why
            if (($call.Error -split ',')[0] -like 'Invalid*') {
                $call.Message | Should -BeLike "-${Name}: *" -Because $why
                $call.Sessions | Should -Be 0 -Because $why
            }
            $call.Message.Length | Should -BeLessThan 200000 -Because $why
        }
    }
}
