#!/usr/bin/env bash
# The real binary for the browser tests: a fresh temporary database with the demonstration kindergarten in it.
# Playwright starts this (end2end/playwright.config.ts) and stops it with SIGTERM. Its log: end2end/server.log.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

bin=${KENES_BIN:-target/kenes}
port=${KENES_TEST_PORT:?the port to serve}
dir=$(mktemp -d "${TMPDIR:-/tmp}/kenes-e2e.XXXXXX")
server=
stop() {
  trap - EXIT INT TERM
  if [[ -n $server ]]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 143' INT TERM

export DATABASE_URL=${KENES_TEST_DATABASE:-sqlite:$dir/kenes.db}
export KENES_LISTEN=127.0.0.1:$port
export KENES_PUBLIC_URL=http://127.0.0.1:$port
export KENES_KEYS=$dir/keys
export KENES_SITE=${KENES_SITE:-target/site}
# The tests' own Tuesday morning (end2end/playwright.config.ts): the demonstration is loaded around it, the server runs on from it.
export KENES_CLOCK=${KENES_CLOCK:-2026-11-24T09:00:00+05:00}
{
  "$bin" migrate
  "$bin" demo
} >end2end/server.log 2>&1 || {
  cat end2end/server.log >&2
  exit 1
}
"$bin" serve >>end2end/server.log 2>&1 &
server=$!
wait "$server"
