#!/usr/bin/env bash
# The VS Code client in the real workbench (code-server in a headless Chromium), with the real server and real plans.
#   CHROMIUM=…     the browser to use; else the one on the PATH, else Debian's is installed
#   CAPPLAN=…      the server to use; else the debug build of this checkout, brought up to date
#   SCREENSHOTS=…  where the pictures go; else target/editors/vscode
#   PARTS=…, ONLY=…  only some parts of test.mjs, only the tests whose names fit a pattern
# What it needs is installed: Debian's packages, the rest from npm into a cache folder. `UPDATE_GENERATED=1` takes the pictures
# for the READMEs over into editors/vscode/images, where pngquant is installed; look at them before they are committed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
code_server=4.139.1 node=24.9.0 playwright=1.65.1 yaml=2.0.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/capplan/workbench-$code_server-$node-$playwright-$yaml
# How long the tests may take, in seconds: five minutes are usual, a machine that is busy with other things gets three times as many.
watchdog=900

install_debian() {
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

command -v npm >/dev/null || install_debian nodejs npm
# The server runs on Node 24 only; the registry has it as a package for each platform.
if ! [ -e "$cache/complete" ]; then
  echo "installing code-server $code_server into $cache"
  rm -rf "$cache"
  mkdir -p "$cache"
  echo '{ "private": true }' >"$cache/package.json"
  quiet=(--ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error)
  platform=$(node -p 'process.platform + "-" + process.arch')
  (cd "$cache" && npm install "${quiet[@]}" "code-server@$code_server" "node-$platform@$node" "playwright-core@$playwright" \
    "yaml-language-server@$yaml")
  # A plain install builds native modules that nothing here needs.
  (cd "$cache/node_modules/code-server/lib/vscode" && npm install --omit=dev "${quiet[@]}")
  (cd "$cache/node_modules/code-server/lib/vscode/extensions" && npm install --omit=dev "${quiet[@]}")
  touch "$cache/complete"
fi

# Debian's Node is too old for the client's tools.
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  PATH=$(echo "$cache"/node_modules/node-*/bin):$PATH
fi

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$CHROMIUM" ]; then
  install_debian chromium
  CHROMIUM=$(command -v chromium)
fi
[ -n "$(fc-list :lang=zh 2>/dev/null)" ] || install_debian fontconfig fonts-wqy-microhei

if [ -z "${CAPPLAN:-}" ]; then
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p capplan
  CAPPLAN=${CARGO_TARGET_DIR:-$root/target}/debug/capplan
fi
[ -x "$CAPPLAN" ] || { echo "no server at $CAPPLAN" >&2; exit 1; }

client=$root/editors/vscode
if ! [ "$client/node_modules/.package-lock.json" -nt "$client/package-lock.json" ]; then
  npm --prefix "$client" ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi

npm --prefix "$client" run --silent check

scratch=$(mktemp -d)
# What a test that was broken off left behind is ended, too: each process has this folder in its environment.
clean() {
  local left
  left=$(grep -lazsF "CAPPLAN_SCRATCH=$scratch" /proc/[0-9]*/environ | cut -d/ -f3) || true
  [ -z "$left" ] || kill -KILL $left 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean EXIT
trap 'exit 130' INT TERM
target=$(node -p 'process.platform + "-" + process.arch')
npm --prefix "$client" run --silent package -- --out "$scratch/capplan.vsix" >"$scratch/package.log" ||
  { cat "$scratch/package.log" >&2; exit 1; }
npm --prefix "$client" run --silent package -- --out "$scratch/bundled.vsix" --server "$CAPPLAN" --target "$target" >"$scratch/package.log" ||
  { cat "$scratch/package.log" >&2; exit 1; }

mkdir "$scratch/home"
SCREENSHOTS=${SCREENSHOTS:-${CARGO_TARGET_DIR:-$root/target}/editors/vscode}
rm -f "$SCREENSHOTS"/failed*.png
env -u CAPPLAN_LOG HOME="$scratch/home" LC_ALL=C.UTF-8 \
  CAPPLAN="$(realpath "$CAPPLAN")" CAPPLAN_ROOT="$root" CAPPLAN_SCRATCH="$scratch" CHROMIUM="$CHROMIUM" WORKBENCH="$cache" \
  SCREENSHOTS="$SCREENSHOTS" \
  timeout --kill-after=10 "$watchdog" node "$here/test.mjs" &
# Bash hears signals while it waits, not while it runs a program.
wait $! || { [ $? != 124 ] || echo "stopped after $watchdog s" >&2; exit 1; }

if [ -n "${UPDATE_GENERATED:-}" ]; then
  for picture in findings hover completion lens; do
    pngquant --force --strip --output "$client/images/$picture.png" 64 "$SCREENSHOTS/readme-$picture.png"
  done
fi
