//! Whether the process that started the server is still there.

/// Whether a process lives. Where that cannot be told, it is taken to live: the end of input tells as well.
pub(super) fn is_alive(process: u32) -> bool {
    if !cfg!(target_os = "linux") || !std::path::Path::new("/proc/self/stat").exists() {
        return true;
    }
    match std::fs::read_to_string(format!("/proc/{process}/stat")) {
        // The state follows the name, which stands in brackets and may hold anything.
        Ok(stat) => !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with(['Z', 'X'])),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::is_alive;
    use std::process::{Command, Stdio};

    #[test]
    fn a_process_that_ended_is_dead_though_nobody_asked_for_its_status() {
        assert!(is_alive(std::process::id()));
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        assert!(is_alive(child.id()));
        child.kill().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert!(!is_alive(child.id()));
        child.wait().unwrap();
        assert!(!is_alive(child.id()));
    }
}
