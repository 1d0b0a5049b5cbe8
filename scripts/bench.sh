#!/usr/bin/env bash
# make bench: the figures, one line of JSON each. scripts/bench/main.mjs measures; here it gets what it needs: the release
# build, a PostgreSQL that writes to the disk as in real life, and the times of the last cold start.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"
# shellcheck source=lib/postgres.sh
. "$here/lib/postgres.sh"
# shellcheck source=lib/browser.sh
. "$here/lib/browser.sh"
cd "$ROOT"

need_wrk() { ! command -v wrk >/dev/null; }
do_wrk() { apt_install wrk; }

# Standard output is for figures alone.
{
  lock_cache
  mkdir -p "$LOGS"
  plan_build_tools
  plan_build
  plan postgres 1 "Installing PostgreSQL"
  plan chromium 2 "Installing Chromium"
  plan npm 1 "Installing Playwright"
  plan peers 1 "Installing what is compared with"
  plan wrk 1 "Installing wrk"
  run_plan
  choose_toolchain
  unlock_cache
} >&2

trap stop_postgres EXIT
trap 'exit 130' INT TERM
# shellcheck disable=SC2119
start_postgres
export KENES_BENCH_POSTGRES=$POSTGRES_URL KENES_BIN=$ROOT/$BIN KENES_SITE=$ROOT/$SITE KENES_COLD_START=$CACHE/cold_start.json
node scripts/bench/main.mjs "$@"
