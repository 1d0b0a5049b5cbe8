#!/usr/bin/env bash
# The way round where rustup cannot fetch the WebAssembly target: Debian's newest compiler (rustc-web), its standard
# library compiled for wasm32 from the source that Debian ships, and both known to rustup as the toolchain "web".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/paths.sh
. "$here/lib/paths.sh"
# shellcheck source=lib/tools.sh
. "$here/lib/tools.sh"

packages=(rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web)
apt_install "${packages[@]}"

# The linker must be of the LLVM that this compiler was built with.
llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
apt_install "lld-$llvm"

manifest=$(dpkg -L rust-web-src | grep '/library/sysroot/Cargo.toml$' | head -n 1)
if [[ -z $manifest ]]; then
  hint "Debian's package rust-web-src has no library/sysroot: install the target with rustup on a machine with network instead."
  exit 1
fi

work=$CACHE/tool-builds/wasm-std
rm -rf "$work"
mkdir -p "$work"
cp -rL "$(dirname "$(dirname "$manifest")")/." "$work/"
(
  cd "$work"
  unset RUSTUP_TOOLCHAIN CARGO_BUILD_TARGET CARGO_ENCODED_RUSTFLAGS
  # The standard library is built as its own build system does it: these are unstable flags, hence RUSTC_BOOTSTRAP.
  env PATH="/usr/bin:/bin:/usr/sbin:/sbin" CARGO_TARGET_DIR="$work/target" RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
    RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" __CARGO_DEFAULT_LIB_METADATA=wasmstd \
    /usr/bin/cargo build --release --target wasm32-unknown-unknown -p sysroot --features panic-unwind
)

lib=/usr/lib/rustlib/wasm32-unknown-unknown/lib
as_root rm -rf "$lib"
as_root mkdir -p "$lib"
as_root cp "$work"/target/wasm32-unknown-unknown/release/deps/*.rlib "$lib/"
# rustc looks for its own name of the linker.
host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
as_root mkdir -p "/usr/lib/rustlib/$host/bin"
as_root ln -sf "/usr/lib/llvm-$llvm/bin/lld" "/usr/lib/rustlib/$host/bin/rust-lld"
# When Debian updates the compiler this no longer matches, and the library is built again.
/usr/bin/rustc --version | as_root tee "$(debian_wasm_mark)" >/dev/null

if command -v rustup >/dev/null; then rustup toolchain link web /usr; fi
rm -rf "$work"
