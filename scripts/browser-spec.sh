#!/usr/bin/env bash
# One file of browser tests with a server and a database of its own: what it plans is in nobody else's way.
# scripts/test.sh runs two at a time; what one says is printed when it has ended. KENES_BIN and KENES_SITE name the build.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"
# shellcheck source=lib/postgres.sh
. "$here/lib/postgres.sh"
# shellcheck source=lib/browser.sh
. "$here/lib/browser.sh"
name=$(basename "$1" .spec.ts)
KENES_TEST_PORT=$(free_port)
export KENES_TEST_PORT
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
in_end2end npx --no-install playwright test --output="test-results/$name" "tests/$name.spec.ts" >"$log" 2>&1 || status=$?
cat "$log"
exit "$status"
