#!/usr/bin/env bash
# Eglot in a real Emacs, in batch, with the configuration that editors/emacs.md gives and the real server.
#   CAPPLAN=…  the server to use; else the debug build of this checkout, brought up to date
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)

packages=(emacs-nox elpa-eglot elpa-markdown-mode elpa-yaml-mode)
found() { emacs --batch --eval "(progn (require 'eglot) (require 'markdown-mode) (require 'yaml-mode))" 2>/dev/null; }
if ! command -v emacs >/dev/null || ! found; then
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

if [ -z "${CAPPLAN:-}" ]; then
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p capplan
  CAPPLAN=${CARGO_TARGET_DIR:-$root/target}/debug/capplan
fi
[ -x "$CAPPLAN" ] || { echo "no server at $CAPPLAN" >&2; exit 1; }

# The server comes from the PATH, as it does for an author; nothing of the developer's own Emacs takes part.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home"
ln -s "$(realpath "$CAPPLAN")" "$scratch/bin/capplan"
# The first block of code is the configuration, the second the settings.
awk -v folder="$scratch" '/^```elisp$/ { file = folder "/" (++blocks == 1 ? "init.el" : "settings.el"); next }
  /^```$/ { file = "" } file { print > file }' "$root/editors/emacs.md"

emacs --version | head -n 1
# Emacs must not be told `-Q`: Debian's packages are found by its site files.
env -u CAPPLAN_LOG PATH="$scratch/bin:$PATH" HOME="$scratch/home" XDG_CACHE_HOME="$scratch/home/cache" LC_ALL=C.UTF-8 \
  CAPPLAN_ROOT="$root" CAPPLAN_SCRATCH="$scratch" \
  timeout --kill-after=10 240 emacs --batch --no-init-file --load "$scratch/init.el" --load "$here/test.el" \
  --eval '(ert-run-tests-batch-and-exit)'
