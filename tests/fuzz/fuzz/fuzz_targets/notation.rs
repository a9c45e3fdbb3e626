//! See `capplan_fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| capplan_fuzz::Target::Notation.run(input));
