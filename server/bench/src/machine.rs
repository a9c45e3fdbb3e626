//! What was measured on, and with which versions.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A line on the machine: processor, cores, memory, system.
#[must_use]
pub fn description() -> String {
    let line = |file: &str, key: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let found =
            text.lines().find(|line| line.starts_with(key)).and_then(|line| line.split_once([':', '=']));
        found.map_or_else(String::new, |(_, value)| value.trim().trim_matches('"').to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = line("/proc/meminfo", "MemTotal");
    let gigabytes = memory.trim_end_matches(" kB").parse::<f64>().unwrap_or_default() * 1024.0 / 1e9;
    format!(
        "{}, {cores} cores, {gigabytes:.0} GB, {}, Linux {}",
        line("/proc/cpuinfo", "model name"),
        line("/etc/os-release", "PRETTY_NAME"),
        fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim()
    )
}

/// Today, as the system writes it.
#[must_use]
pub fn today() -> String {
    said("date", &["+%F"])
}

/// What a command says in its first line, or nothing.
#[must_use]
pub fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

/// Whether a program can be called by its name.
#[must_use]
pub fn on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    Path::new(program).is_file()
        || std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}
