//! How much one input may cost: 1 s for up to 100 KB, and 50 MB and 20 times the input of memory.
//!
//! Both are the kernel's figures, so that the parsers' C code counts as well; elsewhere than on Linux nothing is held.

use std::fs;
use std::sync::{Mutex, PoisonError};

/// Time for an input of up to [`SHORT`] bytes, in the shipped program.
const SECONDS: f64 = 1.0;
const SHORT: usize = 100_000;
const BYTES: usize = 50_000_000;
const BYTES_PER_BYTE: usize = 20;

/// What instrumentation, or the lack of optimisation, costs at most.
const SLOWER: f64 = if cfg!(fuzzing) {
    5.0
} else if cfg!(debug_assertions) {
    30.0
} else {
    1.0
};

/// One at a time: the memory is that of the process.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs `target` on an input of this length.
///
/// # Panics
/// When it took more time or memory than it may.
pub fn hold(length: usize, target: impl FnOnce()) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Makes the peak the present size.
    let peak_begins = fs::write("/proc/self/clear_refs", "5").is_ok();
    let (memory, time) = (resident("VmRSS:"), cpu_seconds());
    target();
    let factor = (length as f64 / SHORT as f64).max(1.0) * SLOWER;
    if let (Some(before), Some(after)) = (time, cpu_seconds()) {
        let (took, may) = (after - before, SECONDS * factor);
        assert!(took <= may, "{length} bytes took {took:.1} s, {may:.1} s are granted");
    }
    if let (true, Some(before), Some(peak)) = (peak_begins, memory, resident("VmHWM:")) {
        let (took, may) = (peak.saturating_sub(before), BYTES + BYTES_PER_BYTE * length);
        assert!(took <= may, "{length} bytes took {took} bytes of memory, {may} are granted");
    }
}

/// The processor time of this thread, which other processes do not lengthen.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = stat.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// A size out of the process's status, in bytes.
fn resident(key: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kilobytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    #[should_panic(expected = "of memory")]
    fn too_much_memory_is_told() {
        hold(0, || {
            let big = vec![1_u8; 2 * BYTES];
            assert_eq!(std::hint::black_box(&big).len(), 2 * BYTES);
        });
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_time_of_this_thread_goes_on() {
        let before = cpu_seconds().unwrap();
        let mut sum = 0_u64;
        while cpu_seconds().unwrap() - before < 0.02 {
            sum = std::hint::black_box(sum + 1);
        }
        assert!(sum > 0);
    }
}
