#!/usr/bin/env bash
# Fuzzes one target: run.sh TARGET SECONDS [libFuzzer options]. Needs cargo-fuzz; stable Rust will do.
# What is found new goes to target/fuzz/corpus/TARGET, what breaks to tests/fuzz/fuzz/artifacts/TARGET.
set -euo pipefail
cd "$(dirname "$0")"

target=$1 seconds=$2
shift 2
found=../../target/fuzz/corpus/$target
mkdir -p "$found"
cargo run -q -p capplan-fuzz --bin seeds "$target" "$found"
# Without a sanitizer: the code is safe Rust, and the bounds of time and memory are held as they are.
CARGO_TARGET_DIR=../../target/fuzz/build nice -n 19 \
  cargo fuzz run --sanitizer none "$target" "$(realpath "$found")" "$PWD/corpus/$target" -- \
  -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=100000 -print_final_stats=1 "$@"
