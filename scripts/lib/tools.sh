# shellcheck shell=bash
# The tools: how each is looked for and how it is installed. Nothing is installed globally but Debian's packages.

hint() { echo "KENES_HINT: $*"; }

# Runs a command as root: as we are, or by sudo.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    # A step runs in the background and can't ask for a password: run_plan has asked before where it knew.
    sudo -n "$@" || {
      hint "this needs an administrator. Run 'sudo -v' and then the same make again, or have somebody run as root: $*"
      return 1
    }
  else
    hint "this needs root and there is no sudo. As root, run: $*"
    return 1
  fi
}

apt_install() {
  # The lists may be missing (a fresh image) or old: refresh them only when the first try fails.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" && return
  as_root apt-get update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Steps that may install Debian packages: run_plan asks for sudo's password before them.
# shellcheck disable=SC2034
ROOT_STEPS=" base chromium clients icalendar pdf_readers postgres "

# python_venv folder package… : Python packages in a folder of their own, or no folder at all.
python_venv() {
  local folder=$1
  shift
  command -v python3 >/dev/null || apt_install python3
  # Debian's Python has no venv of its own accord, and says so only when one is made.
  python3 -c 'import venv, ensurepip' 2>/dev/null || apt_install python3-venv
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" || {
    rm -rf "$folder"
    return 1
  }
}

# The version that a program prints, if it is there.
version_of() { "$@" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)*' | head -n 1 || true; }

# Installs a Rust program into its own folder, in the dev profile: it compiles three times as quickly, and does its work as well.
cargo_install() {
  local folder=$1
  shift
  # Its own target folder survives an interruption, and is thrown away when all is well.
  local work
  work=$CACHE/tool-builds/$(basename "$folder")
  (
    cd /
    export CARGO_TARGET_DIR=$work CARGO_PROFILE_DEV_DEBUG=0
    # A tool runs on this machine: nothing of the project's flags belongs in it.
    unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
    # Some locked dependency may claim a newer compiler than rustup's, and yet compile with it; and one may be missing
    # from the registry, which only an unlocked build mends.
    cargo install --root "$folder" --profile dev --force --ignore-rust-version --locked "$@" \
      || cargo install --root "$folder" --profile dev --force --ignore-rust-version "$@"
  )
  rm -rf "$work"
}

# A compiler for the C code inside some Rust crates, and the little things that the scripts themselves use.
need_base() { ! { command -v cc && command -v make && command -v pkg-config; } >/dev/null; }
do_base() { apt_install build-essential pkg-config ca-certificates; }

need_rust() { ! command -v cargo >/dev/null; }
do_rust() {
  hint "Rust is missing. Install it as https://rustup.rs says (as yourself, not as root), open a new terminal, and run this again."
  return 1
}

need_node() { ! { command -v node && command -v npm; } >/dev/null; }
do_node() {
  hint "Node.js (20 or newer, with npm) is missing: https://nodejs.org"
  return 1
}

need_wasm() {
  case ${KENES_WASM:-auto} in
    debian) ! has_debian_wasm ;;
    rustup) ! has_rustup_wasm ;;
    *) ! has_rustup_wasm && ! has_debian_wasm ;;
  esac
}
do_wasm() {
  if [[ ${KENES_WASM:-auto} != debian ]]; then
    if command -v rustup >/dev/null && timeout 180 rustup target add wasm32-unknown-unknown; then return 0; fi
    if [[ ${KENES_WASM:-auto} == rustup ]]; then
      hint "rustup could not add the target wasm32-unknown-unknown. Without KENES_WASM=rustup, Debian's compiler is tried."
      return 1
    fi
    echo "rustup could not fetch the target: building it with Debian's compiler instead."
    if ! command -v rustup >/dev/null; then
      hint "Rust is here without its WebAssembly target and without rustup, which could fetch it. Install rustup as https://rustup.rs says."
      return 1
    fi
  fi
  "$ROOT/scripts/wasm-debian.sh"
}

need_components() { ! { cargo fmt --version && cargo clippy --version; } >/dev/null 2>&1; }
do_components() { rustup component add rustfmt clippy; }

need_leptos() { [[ $(version_of cargo-leptos) != "$CARGO_LEPTOS_VERSION" ]]; }
do_leptos() { cargo_install "$TOOLS/cargo-leptos-$CARGO_LEPTOS_VERSION" cargo-leptos --version "$CARGO_LEPTOS_VERSION" --no-default-features; }

need_bindgen() { [[ $(version_of wasm-bindgen) != "$WASM_BINDGEN_VERSION" ]]; }
do_bindgen() { cargo_install "$TOOLS/wasm-bindgen-$WASM_BINDGEN_VERSION" wasm-bindgen-cli --version "$WASM_BINDGEN_VERSION"; }

# Debian's own binaryen is too old for what rustc emits.
need_opt() {
  local version
  version=$(version_of wasm-opt)
  ((${version:-0} < 119))
}
do_opt() {
  local folder=$TOOLS/binaryen-$BINARYEN_VERSION
  mkdir -p "$folder"
  (cd "$folder" && npm install --prefix . --no-audit --no-fund --no-save "binaryen@$BINARYEN_VERSION")
}

cold_wasm() { true; }
cold_opt() { true; }
cold_bindgen() { [[ ! -e $CACHE/tool-builds/wasm-bindgen-$WASM_BINDGEN_VERSION ]]; }
cold_leptos() { [[ ! -e $CACHE/tool-builds/cargo-leptos-$CARGO_LEPTOS_VERSION ]]; }

# What building the application needs.
plan_build_tools() {
  plan base 1 "Installing a C compiler"
  plan rust 1 "Looking for Rust"
  plan node 1 "Looking for Node.js"
  plan wasm 1 "Installing Rust's WebAssembly target"
  plan opt 1 "Installing wasm-opt $BINARYEN_VERSION"
  plan bindgen 2 "Building wasm-bindgen $WASM_BINDGEN_VERSION"
  plan leptos 7 "Building cargo-leptos $CARGO_LEPTOS_VERSION"
}
