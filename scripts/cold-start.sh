#!/usr/bin/env bash
# make cold-start: measures `make run` from nothing: this very code in a fresh folder, with an empty cache. Takes as long as
# that takes. What it finds (cold_start.json) is what `make bench` prints afterwards.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/all.sh
. "$here/lib/all.sh"
# shellcheck source=lib/postgres.sh
. "$here/lib/postgres.sh"

work=$(mktemp -d "${TMPDIR:-/tmp}/kenes-cold.XXXXXX")
run=
stop() {
  if [[ -n $run ]]; then kill -TERM -- "-$run" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

mkdir -p "$work/clone" "$work/cache"
(cd "$ROOT" && tar -c --exclude=./target --exclude=./data --exclude=./.git --exclude=node_modules .) | tar -x -C "$work/clone"

# shellcheck disable=SC2031
export KENES_CACHE=$work/cache CARGO_TARGET_DIR=$work/cache/target
KENES_LISTEN=127.0.0.1:$(free_port)
export KENES_LISTEN
# Tools that this machine has already got would make it look quicker: they are taken off the path.
PATH=$(tr ':' '\n' <<<"$PATH" | grep -vF "$TOOLS" | paste -sd ':')
export PATH
start=$SECONDS
set -m
"$work/clone/scripts/run.sh" &
run=$!
set +m
until port_is_busy "$KENES_LISTEN"; do
  if ! kill -0 "$run" 2>/dev/null; then
    warn "make run ended before it served."
    exit 1
  fi
  sleep 1
done
seconds=$((SECONDS - start))
say "From nothing to a page: $(clock "$seconds") min"

# The steps' own figures, and the rest (demonstration data, start) as one more.
cache_here=$CACHE
CACHE=$KENES_CACHE
sum=0
for file in "$CACHE"/cold/*; do sum=$((sum + $(cat "$file"))); done
record_cold start $((seconds - sum))
CACHE=$cache_here
mkdir -p "$CACHE"
rm -rf "$CACHE/cold"
cp -r "$work/cache/cold" "$work/cache/cold_start.json" "$CACHE/"
cat "$CACHE/cold_start.json"
