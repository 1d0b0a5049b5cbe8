# shellcheck shell=bash
# The browser tests' own needs: Debian's Chromium (Playwright's download of a browser is not used) and the npm packages.

export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
need_chromium() { [[ ! -x $CHROMIUM ]]; }
do_chromium() { apt_install chromium; }

npm_stamp() { (cd "$ROOT/end2end" && cat package.json package-lock.json | sha256sum | cut -d ' ' -f 1); }
need_npm() { [[ $(cat "$ROOT/end2end/node_modules/.kenes-stamp" 2>/dev/null) != "$(npm_stamp)" ]]; }
do_npm() {
  cd "$ROOT/end2end" || return
  # Playwright must not look for a browser of its own to download.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
  npm_stamp >node_modules/.kenes-stamp
}

in_end2end() { (cd "$ROOT/end2end" && "$@"); }
