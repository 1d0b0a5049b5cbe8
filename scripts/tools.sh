#!/usr/bin/env bash
# Installs what building Kenes needs, into the user's cache. Does nothing when all is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/paths.sh
. "$here/lib/paths.sh"
# shellcheck source=lib/steps.sh
. "$here/lib/steps.sh"
# shellcheck source=lib/tools.sh
. "$here/lib/tools.sh"

mkdir -p "$CACHE"
# Two scripts at once would install the same thing twice.
exec 9>"$CACHE/tools.lock"
flock 9

plan_build_tools
run_plan
