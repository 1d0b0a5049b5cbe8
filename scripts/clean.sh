#!/usr/bin/env bash
# make clean: removes what was built, of this clone and in the cache.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"
cd "$ROOT"

lock_cache
rm -rf target end2end/node_modules end2end/test-results end2end/playwright-report
# Only our own folder: a CARGO_TARGET_DIR from outside is its owner's to empty.
rm -rf "$CACHE/target" "$CACHE/tool-builds" "$CACHE/logs"
