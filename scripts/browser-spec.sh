#!/usr/bin/env bash
# One file of browser tests with a server and a database of its own: what it plans is in nobody else's way.
# scripts/test.sh runs two at a time; what one says is printed when it has ended. KENES_BIN and KENES_SITE name the build.
# A file that fails is run once more from an empty database: what then holds is named as unsteady (KENES_UNSTEADY, a file), not hidden.
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

once() {
  status=0
  in_end2end npx --no-install playwright test --output="test-results/$name$1" "tests/$name.spec.ts" >"$log" 2>&1 || status=$?
}

once ""
if ((status != 0)) && [[ -n ${KENES_UNSTEADY:-} ]]; then
  # Set in, so that it is not counted among the results.
  sed 's/^/│ /' "$log"
  say "── tests/$name.spec.ts failed; once more, from an empty database:"
  KENES_TEST_PORT=$(free_port)
  once -again
  if ((status == 0)); then
    echo "tests/$name.spec.ts" >>"$KENES_UNSTEADY"
  fi
fi
cat "$log"
exit "$status"
