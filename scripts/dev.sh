#!/usr/bin/env bash
# make dev: rebuilds and reloads the browser at every change. Its database is data/dev.db, with the demonstration in it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export KENES_PROFILE=dev
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"
cd "$ROOT"

export KENES_LISTEN=${KENES_LISTEN:-127.0.0.1:3000}
export KENES_SITE=$SITE
export DATABASE_URL=${DATABASE_URL:-sqlite:data/dev.db}
export LEPTOS_SITE_ADDR=$KENES_LISTEN
# The watcher compiles with this; the build before it must too, or Leptos would be compiled twice.
export LEPTOS_WATCH=true

if port_is_busy "$KENES_LISTEN"; then
  warn "Port ${KENES_LISTEN##*:} is in use by another program. Stop it, or: KENES_LISTEN=127.0.0.1:3100 make dev"
  exit 1
fi
ensure_built
mkdir -p data
"$ROOT/$BIN" demo
exec cargo leptos watch --split -- serve
