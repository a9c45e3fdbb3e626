//! What the system's allocator is told, so that a long text leaves no hole behind.

/// Pieces of memory of at least so many bytes are taken from the system and given back to it one by one.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LONG: libc::c_int = 128 * 1024;

/// Keeps the allocator from treating texts of megabytes as small: once one is freed, glibc raises by itself the size from which
/// it gives memory back, and the next ones stay between what lives long. An open document of 3.5 MB costs 4 MB less so.
pub(super) fn give_back_long_pieces() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the allocator's settings have no other door")]
    // SAFETY: sets one number of the allocator, which may be done at any time (mallopt(3)).
    let taken = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LONG) };
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if taken == 0 {
        tracing::debug!("the allocator takes no settings");
    }
}
