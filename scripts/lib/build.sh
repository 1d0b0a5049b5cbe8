# shellcheck shell=bash
# Building the application: the client (WebAssembly, into target/site of this clone) and the server (copied to target/kenes).
# Compiled code is in $CARGO_TARGET_DIR, which clones share. A stamp beside the results holds a hash of every source, so
# that a second start builds nothing, whatever git or the clock say.

# release: small and quick, what `make run` serves and the browser tests drive. dev: quick to build, for `make dev`.
PROFILE=${KENES_PROFILE:-release}
case $PROFILE in
  release)
    SITE=target/site
    BIN=target/kenes
    BUILD_FLAGS=(--release)
    COMPILED=release
    ;;
  dev)
    SITE=target/site-dev
    BIN=target/kenes-dev
    BUILD_FLAGS=()
    COMPILED=debug
    ;;
  *)
    echo "KENES_PROFILE is 'release' or 'dev', not '$PROFILE'." >&2
    exit 2
    ;;
esac
export LEPTOS_SITE_ROOT=$SITE
# cargo-leptos looks for a binary named like its package.
export LEPTOS_BIN_EXE_NAME=kenes
if [[ -n ${CI:-} ]]; then
  # In CI nothing is built twice in one clone, and Cargo.lock is as committed.
  export CARGO_INCREMENTAL=0
  BUILD_FLAGS+=(--cargo-locked)
fi

# A failed build's own message is what helps, not cargo-leptos' stack.
build() { env RUST_BACKTRACE=0 cargo leptos build "${BUILD_FLAGS[@]}" --split "$@"; }

# One hash of the contents of these files and folders, of the flags and of the compiler.
sources_hash() {
  (
    cd "$ROOT" || return
    local existing=() path
    for path in "$@"; do if [[ -e $path ]]; then existing+=("$path"); fi; done
    {
      printf '%s\n' "$PROFILE" "${BUILD_FLAGS[*]}" "$CARGO_LEPTOS_VERSION" "$BINARYEN_VERSION"
      rustc --version 2>/dev/null || true
      find "${existing[@]}" -type f ! -path '*/tests/*' ! -path '*/target/*' ! -name '*.md' -print0 | sort -z | xargs -0 -r sha256sum
    } | sha256sum | cut -d ' ' -f 1
  )
}
client_sources() { sources_hash Cargo.toml Cargo.lock .cargo app frontend style public; }
server_sources() { sources_hash Cargo.toml Cargo.lock .cargo app server style public; }

# The stamp also holds what the results looked like, so that a build by hand into the same folder is noticed.
results() { (cd "$ROOT" && find "$@" -maxdepth 1 -type f -printf '%p %s %T@\n' 2>/dev/null | sort | sha256sum | cut -d ' ' -f 1); }
stamp_file() { echo "$ROOT/target/$1-$PROFILE.stamp"; }
is_stamped() { [[ -e $(stamp_file "$1") && $(cat "$(stamp_file "$1")") == "$2" ]]; }

need_client() {
  need_tools && return 0
  ! [[ -e $ROOT/$SITE/pkg/kenes.js ]] || ! is_stamped client "$(client_sources) $(results "$SITE/pkg")"
}
do_client() {
  cd "$ROOT" || return
  choose_toolchain # the WebAssembly target may have come a step ago
  local hash
  hash=$(client_sources)
  rm -f "$(stamp_file client)"
  with_target_lock build --frontend-only
  if [[ $PROFILE == release ]]; then node "$ROOT/scripts/precompress.mjs" "$ROOT/$SITE"; fi
  echo "$hash $(results "$SITE/pkg")" >"$(stamp_file client)"
}

need_server() {
  need_tools && return 0
  ! [[ -x $ROOT/$BIN ]] || ! is_stamped server "$(server_sources) $(results "$BIN")"
}
do_server() {
  cd "$ROOT" || return
  choose_toolchain
  local hash
  hash=$(server_sources)
  rm -f "$(stamp_file server)"
  with_target_lock build_server
  echo "$hash $(results "$BIN")" >"$(stamp_file server)"
}
build_server() {
  build --server-only
  # The target folder is shared with other clones, and a running server keeps its file: copy, then put in place at once.
  cp "$CARGO_TARGET_DIR/$COMPILED/kenes" "$ROOT/$BIN.new"
  mv "$ROOT/$BIN.new" "$ROOT/$BIN"
}

# Until the tools are there, everything is to be built (and rustc may not even answer).
need_tools() { need_rust || need_wasm || need_leptos || need_bindgen || need_opt; }

# Two clones that build at once would take each other's results out of the shared target folder.
with_target_lock() {
  mkdir -p "$CARGO_TARGET_DIR"
  exec 8>"$CARGO_TARGET_DIR/.kenes-lock"
  flock 8
  "$@"
  exec 8>&-
}

plan_build() {
  if [[ $PROFILE == release ]]; then
    plan client 5 "Building the client: WebAssembly, release"
    plan server 10 "Building the server, release"
  else
    plan client 2 "Building the client: WebAssembly, dev"
    plan server 3 "Building the server, dev"
  fi
}

cold_client() { [[ $PROFILE == release && ! -e $CARGO_TARGET_DIR/front/wasm32-unknown-unknown/wasm-release ]]; }
cold_server() { [[ $PROFILE == release && ! -e $CARGO_TARGET_DIR/release ]]; }

# Every clone leaves its own crates in the shared folder. Those that nobody built for two days are dropped, dependencies stay.
forget_old_builds() {
  [[ -d $CARGO_TARGET_DIR ]] || return 0
  find "$CARGO_TARGET_DIR" -type f -path '*/deps/*' -mtime +2 \
    \( -name 'app-*' -o -name 'libapp-*' -o -name 'domain-*' -o -name 'libdomain-*' -o -name 'store-*' -o -name 'libstore-*' \
    -o -name 'server-*' -o -name 'libserver-*' -o -name 'libfrontend-*' -o -name 'frontend*' -o -name 'kenes-*' \) -delete 2>/dev/null || true
  find "$CARGO_TARGET_DIR" -mindepth 3 -maxdepth 5 -type d -path '*/incremental/*' -mtime +2 -prune -exec rm -rf {} + 2>/dev/null || true
}
