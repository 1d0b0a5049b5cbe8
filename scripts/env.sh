# shellcheck shell=bash
# For working by hand with the same tools and the same compiled code as the scripts:   . scripts/env.sh
# (Only variables; the shell's own options stay as they are.)
eval "$(
  bash -c '
    . "$1/lib/all.sh"
    printf "export PATH=%q CARGO_TARGET_DIR=%q\n" "$PATH" "$CARGO_TARGET_DIR"
    if [[ -n ${RUSTUP_TOOLCHAIN:-} ]]; then printf "export RUSTUP_TOOLCHAIN=%q\n" "$RUSTUP_TOOLCHAIN"; fi
  ' env "$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")" && pwd)"
)"
