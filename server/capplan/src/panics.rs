//! Panics that are survived, each told once: by who caught it, with what it knows; by the hook where nobody does.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

thread_local! {
    /// How many callers up the stack catch panics.
    static CATCHING: Cell<usize> = const { Cell::new(0) };
    /// What the last caught panic said, and where.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a job; a panic in it comes back as what it said, on one line.
pub(crate) fn caught<T>(job: impl FnOnce() -> T) -> Result<T, String> {
    CATCHING.set(CATCHING.get() + 1);
    let done = panic::catch_unwind(AssertUnwindSafe(job));
    CATCHING.set(CATCHING.get() - 1);
    done.map_err(|payload| SAID.take().unwrap_or_else(|| said(payload.as_ref())))
}

/// From now on panics are logged and not printed.
pub(crate) fn log_those_that_nobody_catches() {
    panic::set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(|place| format!(", at {place}")).unwrap_or_default();
        let text = said(panic.payload()) + &place;
        if CATCHING.get() > 0 {
            SAID.set(Some(text));
        } else {
            tracing::error!("a panic: {text}");
        }
    }));
}

/// What a panic says.
fn said(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").replace('\n', " ")
}
