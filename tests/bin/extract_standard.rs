//! Writes `server/analysis/standard/clauses.json` from the standard's text, whose path the environment variable
//! `CAPPLAN_STANDARD_TEXT` gives: `cargo run -p capplan-tests --bin extract-standard`.

use std::error::Error;
use std::path::Path;

use capplan_tests::standard_text;

fn main() -> Result<(), Box<dyn Error>> {
    let source = std::env::var_os("CAPPLAN_STANDARD_TEXT").ok_or("CAPPLAN_STANDARD_TEXT names no file")?;
    let standard = standard_text::read(&std::fs::read_to_string(source)?)?;
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/analysis/standard/clauses.json");
    std::fs::write(target, standard_text::to_json(&standard)?)?;
    Ok(())
}
