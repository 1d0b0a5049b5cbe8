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

# The calendars that make bench measures ours against: it alone wants them.
PEERS=scripts/bench/peers
need_peers() { npm_is_missing "$PEERS"; }
do_peers() { npm_install "$PEERS"; }

in_end2end() { (cd "$ROOT/end2end" && "$@"); }
