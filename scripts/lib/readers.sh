# shellcheck shell=bash
# Programs that are not ours and read our documents back: poppler, qpdf and openssl from Debian, pyHanko from PyPI.

PYHANKO_VERSION=0.38.0
PYHANKO_CLI_VERSION=0.6.0
PYHANKO_FOLDER=$TOOLS/pyhanko-$PYHANKO_VERSION
export KENES_PYHANKO=${KENES_PYHANKO:-$PYHANKO_FOLDER/bin/pyhanko}

need_pdf_readers() {
  ! { command -v pdftotext && command -v pdfsig && command -v pdftoppm && command -v qpdf && command -v openssl; } >/dev/null \
    || ! "$KENES_PYHANKO" --version >/dev/null 2>&1
}
do_pdf_readers() {
  { command -v pdftotext && command -v pdfsig && command -v pdftoppm && command -v qpdf && command -v openssl; } >/dev/null \
    || apt_install poppler-utils qpdf openssl
  "$KENES_PYHANKO" --version >/dev/null 2>&1 && return
  python_venv "$PYHANKO_FOLDER" "pyhanko==$PYHANKO_VERSION" "pyhanko-cli==$PYHANKO_CLI_VERSION" || {
    hint "PyPI could not be reached, or has no pyhanko $PYHANKO_VERSION for this Python: sealed documents are read back with it. Check the network (and HTTPS_PROXY, PIP_INDEX_URL), then run the same command again."
    return 1
  }
}

# Yjs clients that are not ours, to write minutes with: npm's yjs and y-websocket, PyPI's pycrdt over websockets.
PYCRDT_VERSION=0.14.13
PY_WEBSOCKETS_VERSION=17.4
PYCRDT_FOLDER=$TOOLS/pycrdt-$PYCRDT_VERSION
export KENES_CLIENTS_PYTHON=${KENES_CLIENTS_PYTHON:-$PYCRDT_FOLDER/bin/python}
CLIENTS=server/tests/clients

need_clients() { npm_is_missing "$CLIENTS" || ! "$KENES_CLIENTS_PYTHON" -c 'import pycrdt, websockets' 2>/dev/null; }
do_clients() {
  if npm_is_missing "$CLIENTS"; then npm_install "$CLIENTS"; fi
  "$KENES_CLIENTS_PYTHON" -c 'import pycrdt, websockets' 2>/dev/null && return
  python_venv "$PYCRDT_FOLDER" "pycrdt==$PYCRDT_VERSION" "websockets==$PY_WEBSOCKETS_VERSION" || {
    hint "PyPI could not be reached, or has no pycrdt $PYCRDT_VERSION for this Python: it writes minutes beside our own client. Check the network (and HTTPS_PROXY, PIP_INDEX_URL), then run the same command again."
    return 1
  }
}
