# shellcheck shell=bash
# Everything that the scripts share, and the compiler chosen.
lib=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=lib/paths.sh
. "$lib/paths.sh"
# shellcheck source=lib/steps.sh
. "$lib/steps.sh"
# shellcheck source=lib/tools.sh
. "$lib/tools.sh"
# shellcheck source=lib/build.sh
. "$lib/build.sh"
unset lib
choose_toolchain

# Is somebody listening at host:port?
port_is_busy() { (exec 3<>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; }

# Two scripts at once would install the same thing twice.
lock_cache() {
  mkdir -p "$CACHE" || {
    warn "The folder $CACHE can't be made. KENES_CACHE=/some/folder chooses another."
    exit 1
  }
  exec 9>"$CACHE/lock"
  if ! flock -n 9; then
    say "Waiting for another run of these scripts to finish its step …"
    flock 9
  fi
}
unlock_cache() { exec 9>&-; }

# Tools and the application, in one numbered list of what is missing.
ensure_built() {
  lock_cache
  plan_build_tools
  plan_build
  run_plan
  choose_toolchain
  unlock_cache
}
