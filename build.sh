#!/usr/bin/env bash
# For machines and CI that start from a shell: finds PowerShell, else restores it as a .NET tool, and hands the task to build.ps1.
# usage: ./build.sh [Build|Test|Demo|Benchmark|Package|Clean] [more parameters of build.ps1]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

task=${1:-Build}
[ $# -gt 0 ] && shift

command -v dotnet >/dev/null || { echo "build.sh: the .NET 10 SDK is missing; get it from https://dotnet.microsoft.com/download" >&2; exit 1; }

if command -v pwsh >/dev/null; then
  exec pwsh -NoProfile -NoLogo -File build.ps1 -Task "$task" "$@"
fi
if restored=$(dotnet tool restore 2>&1) && dotnet tool run pwsh -NoProfile -Command exit >/dev/null 2>&1; then
  exec dotnet tool run pwsh -NoProfile -NoLogo -File build.ps1 -Task "$task" "$@"
fi

# Without PowerShell the engine alone can be built, tested and shown. Each says so; nothing passes for the whole.
missing="PowerShell 7.4 or later is missing (https://aka.ms/powershell), and could not be restored as a .NET tool: $(tail -n 1 <<<"$restored")"
case $task in
  Build) echo "build.sh: $missing Only the engine is built." >&2; exec dotnet build AwsOtel.slnx --nologo -v q -c Release ;;
  Test)  exec tests/engine-only.sh "$missing" ;;
  Demo)  exec examples/engine-only/run.sh "$missing" ;;
  *)     echo "build.sh: $missing" >&2; exit 1 ;;
esac
