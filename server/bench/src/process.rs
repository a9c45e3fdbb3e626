//! What a process and those below it cost, as the Linux kernel counts.

use std::fs;

/// The time on a processor so far, in milliseconds, of all threads that live.
#[must_use]
pub fn cpu_ms(process: u32) -> f64 {
    let threads = family(process).into_iter().flat_map(|process| {
        fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().filter_map(Result::ok)
    });
    let nanoseconds = threads.filter_map(|thread| {
        let stat = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / 1e6
}

/// The memory that is resident now, in megabytes.
#[must_use]
pub fn resident_mb(process: u32) -> f64 {
    memory(process, "VmRSS:")
}

/// The most memory that was resident so far, in megabytes.
#[must_use]
pub fn peak_mb(process: u32) -> f64 {
    memory(process, "VmHWM:")
}

fn memory(process: u32, key: &str) -> f64 {
    let kilobytes = family(process).into_iter().filter_map(|process| {
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(key))?;
        line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()
    });
    kilobytes.sum::<f64>() * 1024.0 / 1e6
}

/// A process and all below it.
fn family(process: u32) -> Vec<u32> {
    let mut family = vec![process];
    let mut at = 0;
    while let Some(process) = family.get(at) {
        let children =
            fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
        family.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        at += 1;
    }
    family
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_costs_something() {
        let own = std::process::id();
        assert!(cpu_ms(own) > 0.0 && resident_mb(own) > 0.5 && peak_mb(own) >= resident_mb(own) * 0.9);
    }
}
