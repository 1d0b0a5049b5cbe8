#!/usr/bin/env bash
# Installs what building Kenes needs, into the user's cache. Does nothing when all is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"

lock_cache
plan_build_tools
run_plan
