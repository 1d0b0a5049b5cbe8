# shellcheck shell=bash
# The browser tests' own needs: Debian's Chromium (Playwright's download of a browser is not used) and the npm packages.

export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
need_chromium() { [[ ! -x $CHROMIUM ]]; }
do_chromium() { apt_install chromium; }

# The npm packages of a folder, as its lock file says.
npm_stamp() { (cd "$ROOT/$1" && cat package.json package-lock.json | sha256sum | cut -d ' ' -f 1); }
npm_is_missing() { [[ $(cat "$ROOT/$1/node_modules/.kenes-stamp" 2>/dev/null) != "$(npm_stamp "$1")" ]]; }
npm_install() {
  cd "$ROOT/$1" || return
  # Playwright must not look for a browser of its own to download.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
  npm_stamp "$1" >node_modules/.kenes-stamp
}
need_npm() { npm_is_missing end2end; }
do_npm() { npm_install end2end; }

# The calendars and the Yjs server that make bench measures ours against: it alone wants them.
PEERS=scripts/bench/peers
need_peers() { npm_is_missing "$PEERS"; }
do_peers() { npm_install "$PEERS"; }

# Python's icalendar, one of those that read our feeds back, in a folder of its own. A folder whose Python has gone (another version of the system's) is made anew.
PY_ICALENDAR_VERSION=7.3.0
PY_ICALENDAR=$TOOLS/py-icalendar-$PY_ICALENDAR_VERSION
export KENES_PYTHON=${KENES_PYTHON:-$PY_ICALENDAR/bin/python}
need_icalendar() { ! "$KENES_PYTHON" -c 'import icalendar' 2>/dev/null; }
do_icalendar() {
  python_venv "$PY_ICALENDAR" "icalendar==$PY_ICALENDAR_VERSION" || {
    hint "PyPI could not be reached, or has no icalendar $PY_ICALENDAR_VERSION for this Python: the feeds are read back with it. Check the network (and HTTPS_PROXY, PIP_INDEX_URL), then run the same command again."
    return 1
  }
}

in_end2end() { (cd "$ROOT/end2end" && "$@"); }
