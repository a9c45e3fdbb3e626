#!/usr/bin/env bash
# The server with clients that others wrote: pytest-lsp in the guise of Neovim, VS Code and Emacs; started by the instructions in
# editors/, in the guise of Helix, Kate, Sublime Text and Zed; then the real Emacs.
# (The real Neovim and the real VS Code have folders of their own in tests/editors.)
#   CAPPLAN=…  the server to use; else the debug build of this checkout, brought up to date
# Further arguments go to pytest: `tests/clients/run.sh -k hover`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

if [ -z "${CAPPLAN:-}" ]; then
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p capplan
  CAPPLAN=${CARGO_TARGET_DIR:-$root/target}/debug/capplan
fi
[ -x "$CAPPLAN" ] || { echo "no server at $CAPPLAN" >&2; exit 1; }
CAPPLAN=$(realpath "$CAPPLAN")
export CAPPLAN

# A cache folder by the versions that are in it; it takes its name only once all of them are.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/capplan/clients-$(sha256sum "$here/requirements.txt" | cut -c1-12)
if ! [ -x "$cache/bin/pytest" ]; then
  echo "installing pytest-lsp into $cache"
  rm -rf "$cache"
  python3 -m venv "$cache"
  "$cache/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" || {
    rm -rf "$cache"
    exit 1
  }
fi

cd "$here"
env -u CAPPLAN_LOG LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 \
  timeout --kill-after=10 300 "$cache/bin/pytest" --quiet -p no:cacheprovider "$@"
if [ $# = 0 ]; then
  "$root/tests/editors/emacs/run.sh"
fi
