#!/usr/bin/env bash
# Asks the API, over the samples, what its description allows and forbids: contract.sh PYTHON REHEARSAL
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
"$2" 0 >"$folder/address" &
server=$!
for _ in $(seq 600); do
  address=$(cat "$folder/address")
  [ -n "$address" ] && break
  kill -0 "$server" || { echo 'the server ended' >&2; exit 1; }
  sleep 0.1
done
# the same questions every time, so that it fails or passes every time
"$(dirname "$1")/schemathesis" --config-file tools/schemathesis.toml run "${address%/}/api/v1/openapi.json" \
  --phases examples,coverage,fuzzing --max-examples 10 --generation-deterministic --header 'X-Notula: 1' \
  --warnings off --no-color
