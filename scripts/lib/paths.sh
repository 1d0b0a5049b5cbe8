# shellcheck shell=bash
# Where things are. Sourced by every script; makes nothing and installs nothing.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Tools and compiled code live in the user's cache: a fresh clone finds them there and starts in a minute.
CACHE=${KENES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kenes}
TOOLS=$CACHE/tools
# shellcheck disable=SC2034
LOGS=$CACHE/logs
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}

CARGO_LEPTOS_VERSION=0.3.11
BINARYEN_VERSION=132
# The command line of wasm-bindgen must be of the very version that the code is linked with.
WASM_BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' "$ROOT/Cargo.lock" 2>/dev/null || true)

export PATH="$TOOLS/cargo-leptos-$CARGO_LEPTOS_VERSION/bin:$TOOLS/wasm-bindgen-${WASM_BINDGEN_VERSION:-none}/bin:$TOOLS/binaryen-$BINARYEN_VERSION/node_modules/.bin:$TOOLS/nextest/bin:$PATH:$HOME/.cargo/bin"

# Has this compiler's system root ($1) a standard library for WebAssembly?
has_wasm_std() {
  compgen -G "$1/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib" >/dev/null
}

# The same of Debian's compiler, built by wasm-debian.sh for the version that is installed now.
debian_wasm_mark() { echo /usr/lib/rustlib/wasm32-unknown-unknown/built-for; }
has_debian_wasm() {
  [[ -e $(debian_wasm_mark) && $(cat "$(debian_wasm_mark)") == "$(/usr/bin/rustc --version 2>/dev/null)" ]] && has_wasm_std /usr \
    && rustup toolchain list 2>/dev/null | grep -q '^web'
}
# Asked outside the project, so that no rust-toolchain.toml has a say.
has_rustup_wasm() {
  local sysroot
  sysroot=$(cd / && rustc --print sysroot 2>/dev/null) || return 1
  has_wasm_std "$sysroot"
}

# The compiler that rustup gives, or Debian's where that one could not be taught WebAssembly (see lib/tools.sh).
# KENES_WASM=debian or =rustup decides by hand.
choose_toolchain() {
  case ${KENES_WASM:-auto} in
    debian) export RUSTUP_TOOLCHAIN=web ;;
    rustup) ;;
    *) if [[ -z ${RUSTUP_TOOLCHAIN:-} ]] && ! has_rustup_wasm && has_debian_wasm; then export RUSTUP_TOOLCHAIN=web; fi ;;
  esac
}
