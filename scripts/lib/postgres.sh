# shellcheck shell=bash
# A PostgreSQL of our own for as long as a script runs: a fresh cluster in a temporary folder, on a free port of this machine.

need_postgres() { ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && ! command -v initdb >/dev/null; }
do_postgres() { apt_install postgresql; }

free_port() {
  node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# PostgreSQL refuses to run as root: then it runs as a user without rights.
as_nobody() {
  if ((EUID != 0)); then
    "$@"
  elif id postgres >/dev/null 2>&1; then
    runuser -u postgres -- "$@"
  else
    runuser -u nobody -- "$@"
  fi
}

# start_postgres [setting=value …] : sets POSTGRES_URL. Stop it with stop_postgres, from a trap.
POSTGRES_DIR=
start_postgres() {
  local bin port base setting settings=()
  bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
  bin=${bin:-$(dirname "$(command -v initdb)")}
  port=$(free_port)
  POSTGRES_BIN=$bin
  base=${TMPDIR:-/tmp}
  # The user without rights must be able to get there.
  if ! (cd / && as_nobody test -w "$base"); then base=/var/tmp; fi
  POSTGRES_DIR=$(mktemp -d "$base/kenes-postgres.XXXXXX")
  if ((EUID == 0)); then chown "$(as_nobody id -u)" "$POSTGRES_DIR"; fi
  for setting in "$@"; do settings+=(-c "$setting"); done
  # From its own folder: the user without rights may not even read ours.
  if ! (
    cd "$POSTGRES_DIR"
    as_nobody "$bin/initdb" -D "$POSTGRES_DIR/data" -U kenes -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$LOGS/postgres.log" 2>&1
    as_nobody "$bin/pg_ctl" -D "$POSTGRES_DIR/data" -l "$POSTGRES_DIR/log" -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 ${settings[*]}" start >>"$LOGS/postgres.log" 2>&1
  ); then
    warn "PostgreSQL did not start:"
    cat "$LOGS/postgres.log" "$POSTGRES_DIR/log" 2>/dev/null | tail -n 20 >&2 || true
    return 1
  fi
  # shellcheck disable=SC2034
  POSTGRES_URL=postgres://kenes@127.0.0.1:$port/postgres
}

stop_postgres() {
  if [[ -n $POSTGRES_DIR ]]; then
    (cd "$POSTGRES_DIR" && as_nobody "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_DIR/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$POSTGRES_DIR"
    POSTGRES_DIR=
  fi
}
