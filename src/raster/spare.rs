//! Large buffers that are used again on the same thread: the system clears memory that is fresh, which for the
//! pixels of a picture takes as long as much of the painting.

use std::cell::RefCell;

/// So many buffers, and buffers of so many bytes at most, are kept on a thread.
const MOST: usize = 3;
const LARGEST: usize = 64 << 20;

thread_local! {
    static SPARE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// An empty buffer with room for so many bytes.
pub(super) fn buffer(bytes: usize) -> Vec<u8> {
    let fits = |spare: &Vec<u8>| spare.capacity() >= bytes && spare.capacity() / 4 <= bytes;
    let take = |spare: &mut Vec<Vec<u8>>| spare.iter().position(fits).map(|at| spare.swap_remove(at));
    let found = SPARE.with_borrow_mut(take);
    found.map_or_else(
        || Vec::with_capacity(bytes),
        |mut buffer| {
            buffer.clear();
            buffer
        },
    )
}

/// Keeps a buffer for the next on this thread.
pub(super) fn keep(buffer: Vec<u8>) {
    if buffer.capacity() <= LARGEST {
        SPARE.with_borrow_mut(|spare| {
            if spare.len() == MOST {
                spare.remove(0);
            }
            spare.push(buffer);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back_empty_where_it_fits() {
        let mut one = buffer(1000);
        one.resize(1000, 7);
        let at = one.as_ptr();
        keep(one);
        let again = buffer(900);
        assert!(again.is_empty() && again.as_ptr() == at);
        keep(again);
        // Neither too small nor much too large a one.
        assert!(buffer(2000).capacity() >= 2000);
        let small = buffer(10);
        assert_ne!(small.as_ptr(), at);
        keep(Vec::with_capacity(LARGEST + 1));
        assert!(SPARE.with_borrow(|spare| spare.iter().all(|kept| kept.capacity() <= LARGEST)));
    }
}
