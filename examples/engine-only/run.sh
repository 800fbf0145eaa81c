#!/usr/bin/env bash
# Where there is no PowerShell: shows the engine alone, at work on AWSSDK clients and a local S3 and DynamoDB.
# usage: run.sh WHY
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
local=$here/../../tests/local
out=$here/../../out/demo

echo "${1:-PowerShell is missing}"
echo "Shown instead: the engine in a .NET program, without the module and without the spans that cmdlets have."
echo
command -v node >/dev/null || { echo "run.sh: Node 20 or later is missing; get it from https://nodejs.org" >&2; exit 1; }
[ -d "$local/node_modules" ] || npm ci --prefix "$local" --no-audit --no-fund --loglevel error
mkdir -p "$out"
out=$(cd "$out" && pwd)
log=$(dotnet build "$here" --nologo -v q -c Release) || { echo "$log" >&2; exit 1; }

state=$(mktemp -u "${TMPDIR:-/tmp}/awsotel-engine-only-XXXXXX")
node "$local/start.mjs" --only s3,dynamodb --state "$state" --parent $$ --stay >/dev/null &
servers=$!
trap 'kill "$servers" 2>/dev/null || true; wait "$servers" 2>/dev/null || true' EXIT
for _ in $(seq 300); do
  [ -e "$state" ] && break
  kill -0 "$servers" 2>/dev/null || { echo "run.sh: the local servers ended before they were ready" >&2; exit 1; }
  sleep 0.1
done
[ -e "$state" ] || { echo "run.sh: the local servers were not ready after 30 seconds" >&2; exit 1; }

dotnet "$here/bin/Release/net8.0/EngineOnly.dll" "$state" "$out/engine-only.jsonl"
