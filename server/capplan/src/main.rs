//! capplan: language server and checker for capability plans.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    let styled =
        io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let (mut out, mut err) = (io::BufWriter::new(io::stdout()), io::stderr());
    let mut screen = capplan::cli::Screen { out: &mut out, err: &mut err, styled };
    ExitCode::from(capplan::cli::run(std::env::args_os(), &mut screen))
}
