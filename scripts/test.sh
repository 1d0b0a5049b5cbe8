#!/usr/bin/env bash
# make test: everything that must hold. Parts can be named:  scripts/test.sh lint | rust | browser [arguments of Playwright]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# The browser tests drive the dev build: only there does Leptos complain of a page that hydrates into something else.
export KENES_PROFILE=${KENES_PROFILE:-dev}
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"
# shellcheck source=lib/postgres.sh
. "$here/lib/postgres.sh"
# shellcheck source=lib/browser.sh
. "$here/lib/browser.sh"
# shellcheck source=lib/readers.sh
. "$here/lib/readers.sh"
# shellcheck source=lib/checks.sh
. "$here/lib/checks.sh"
cd "$ROOT"

part=${1:-all}
if (($# > 0)); then shift; fi
case $part in
  all | lint | rust | browser) ;;
  *)
    warn "scripts/test.sh [lint | rust | browser]: there is no part '$part'."
    exit 2
    ;;
esac
runs() { [[ $part == all || $part == "$1" ]]; }

# 1. What is missing. The application itself is built last, when the cheaper checks have spoken.
lock_cache
mkdir -p "$LOGS"
: >"$LOGS/unsteady"
plan_build_tools
plan components 1 "Installing rustfmt and clippy"
if runs rust; then
  plan postgres 1 "Installing PostgreSQL"
  plan pdf_readers 1 "Installing readers of PDF: poppler, qpdf, pyHanko $PYHANKO_VERSION"
  plan clients 1 "Installing other Yjs clients: y-websocket, pycrdt $PYCRDT_VERSION"
fi
if runs browser; then
  plan chromium 2 "Installing Chromium"
  plan npm 1 "Installing Playwright"
  plan icalendar 1 "Installing Python's icalendar $PY_ICALENDAR_VERSION"
fi
run_plan
choose_toolchain
unlock_cache
forget_old_builds

trap stop_postgres EXIT
trap 'exit 130' INT TERM

locked=()
if [[ -n ${CI:-} ]]; then locked=(--locked); fi

# Those that are named, in one go; otherwise every file by itself, two at a time.
browser_tests() {
  if (($#)); then in_end2end npx --no-install playwright test "$@"; return; fi
  export KENES_UNSTEADY=$LOGS/unsteady
  printf '%s\0' "$ROOT"/end2end/tests/*.spec.ts | xargs -0 -n 1 -P 2 "$here/browser-spec.sh"
}

# 2. The checks. One that fails does not stop the others: all of them are worth knowing.
if runs lint; then
  check "Formatting" cargo fmt --all --check
  check "Clippy: server and rules" cargo clippy "${locked[@]}" --workspace --exclude frontend --all-targets -- -D warnings
  check "Clippy: client" cargo clippy "${locked[@]}" -p frontend --target wasm32-unknown-unknown -- -D warnings
fi

if runs rust; then
  # Whether the disk really has it when the power goes is no matter here.
  start_postgres fsync=off full_page_writes=off
  export KENES_TEST_POSTGRES=$POSTGRES_URL KENES_TEST_REQUIRE_CLIENTS=1
  if command -v cargo-nextest >/dev/null; then
    check "Tests: rules, store (SQLite and PostgreSQL), router" cargo nextest run "${locked[@]}" --workspace --exclude frontend
  else
    check "Tests: rules, store (SQLite and PostgreSQL), router" cargo test "${locked[@]}" --workspace --exclude frontend
  fi
  stop_postgres
fi

if runs browser; then
  lock_cache
  plan_build
  run_plan
  unlock_cache
  KENES_TEST_PORT=${KENES_TEST_PORT:-$(free_port)}
  export KENES_TEST_PORT KENES_BIN=$ROOT/$BIN KENES_SITE=$SITE
  check "Tests: browser" browser_tests "$@"
fi

finish
