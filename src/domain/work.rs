//! Whether the work of a thread is still wanted: asked where something is put in place of what was there.

use std::cell::RefCell;
use std::io;

/// Answers whether work is no longer wanted.
pub type IsStopped = Box<dyn Fn() -> bool>;

thread_local! {
    static IS_STOPPED: RefCell<Option<IsStopped>> = const { RefCell::new(None) };
}

/// From now on this thread's work ends where `is_stopped` says so.
pub fn ends_when(is_stopped: IsStopped) {
    IS_STOPPED.replace(Some(is_stopped));
}

/// An error of kind [`io::ErrorKind::Interrupted`] where this thread's work is no longer wanted.
pub fn go_on() -> io::Result<()> {
    let is_stopped = IS_STOPPED.with_borrow(|asked| asked.as_ref().is_some_and(|is_stopped| is_stopped()));
    if is_stopped { Err(io::Error::new(io::ErrorKind::Interrupted, "it was stopped")) } else { Ok(()) }
}
