//! What the system's allocator is told, so that a long text leaves no hole behind.

/// Keeps glibc from treating texts of megabytes as small: once one is freed, it raises by itself the size from which it gives
/// memory back, and the next ones stay between what lives long. An open document of 3.5 MB costs 4 MB less so.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the allocator's settings have no other door")]
pub(super) fn give_back_long_pieces() {
    /// Pieces of at least so many bytes are taken from the system and given back to it one by one.
    const LONG: libc::c_int = 128 * 1024;
    // SAFETY: sets one number of the allocator, which may be done at any time (mallopt(3)).
    if unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LONG) } == 0 {
        tracing::debug!("the allocator takes no settings");
    }
}

/// Other allocators give long pieces back by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn give_back_long_pieces() {}
