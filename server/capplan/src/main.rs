//! capplan: language server and checker for capability plans.
fn main() {}
