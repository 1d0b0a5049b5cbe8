#!/usr/bin/env bash
# make run: from a fresh clone to Kenes with its demonstration kindergarten in the browser.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"
cd "$ROOT"

export KENES_LISTEN=${KENES_LISTEN:-127.0.0.1:3000}
export KENES_SITE=${KENES_SITE:-$SITE}
export DATABASE_URL=${DATABASE_URL:-sqlite:data/kenes.db}

# Said now rather than after half an hour of building.
if port_is_busy "$KENES_LISTEN"; then
  warn "Port ${KENES_LISTEN##*:} is in use by another program (is Kenes running already?)."
  warn "How to mend it: stop that program, or choose another port: KENES_LISTEN=127.0.0.1:3100 make run"
  exit 1
fi

ensure_built

mkdir -p data
say "Demonstration data in $DATABASE_URL:"
"$ROOT/$BIN" demo
say ""
exec "$ROOT/$BIN" serve
