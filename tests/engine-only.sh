#!/usr/bin/env bash
# Where there is no PowerShell: runs the engine's tests, and counts every Pester file, and the local servers' suite, as skipped, by name.
# usage: engine-only.sh WHY
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
why=${1:-PowerShell is missing}
report=$here/../out/test-results/units.xml
mkdir -p "$(dirname "$report")"
rm -f "$report"
# No package but those of the lock files.
export RestoreLockedMode=true

dotnet build "$here/units" --nologo -v q -c Release || { echo '0 passed, 1 failed, 0 skipped'; exit 1; }
dotnet "$here/units/bin/Release/net8.0/AwsOtel.Tests.dll" -noLogo -noColor -xml "$report"
run=$?

[ -s "$report" ] || { echo '0 passed, 1 failed, 0 skipped'; exit 1; }
assembly=$(grep -o '<assembly [^>]*' "$report" | head -n 1)
count() { printf '%s' "$assembly" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
passed=$(count passed)
failed=$(($(count failed) + $(count errors)))
skipped=$(count skipped)
# A run that failed without a failed test has failed all the same.
[ "$run" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1

echo
echo "$why"
for file in "$here"/*.Tests.ps1; do
  echo "skipped: $(basename "$file")"
  skipped=$((skipped + 1))
done
echo 'skipped: the tests of the local servers'
skipped=$((skipped + 1))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
