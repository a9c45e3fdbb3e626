#!/usr/bin/env bash
# The Zed extension, without Zed: built for the target that Zed builds for, hosted by wasmtime, and asked what Zed asks.
#   CAPPLAN=…  the server to use; else the debug build of this checkout, brought up to date
# Needs the target (`rustup target add wasm32-wasip2`); wasmtime comes from PyPI into a cache folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
target=wasm32-wasip2

if ! [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
  echo "Rust cannot build for $target here: rustup target add $target" >&2
  exit 1
fi
if [ -z "${CAPPLAN:-}" ]; then
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p capplan
  CAPPLAN=${CARGO_TARGET_DIR:-$root/target}/debug/capplan
fi
[ -x "$CAPPLAN" ] || { echo "no server at $CAPPLAN" >&2; exit 1; }

built=${CARGO_TARGET_DIR:-$root/target}/zed
cargo build --quiet --locked --release --target $target --manifest-path "$root/editors/zed/Cargo.toml" --target-dir "$built"

# A cache folder by the versions that are in it; it takes its name only once all of them are.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/capplan/zed-$(sha256sum "$here/requirements.txt" | cut -c1-12)
if ! "$cache/bin/python" -c "import wasmtime" 2>/dev/null; then
  echo "installing wasmtime into $cache"
  rm -rf "$cache"
  python3 -m venv "$cache"
  "$cache/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" || {
    rm -rf "$cache"
    exit 1
  }
fi

env -u CAPPLAN_LOG CAPPLAN="$(realpath "$CAPPLAN")" EXTENSION="$built/$target/release/capplan_zed.wasm" LC_ALL=C.UTF-8 \
  PYTHONDONTWRITEBYTECODE=1 timeout --kill-after=10 120 "$cache/bin/python" "$here/test.py"
