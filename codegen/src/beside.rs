//! Two pieces of work at the same time.
//!
//! In: work that needs nothing of each other's. Out: what came of both, with all that they had
//! to say. No thread decides the order of that: diagnostics are sorted at the end.

use std::panic::resume_unwind;
use std::thread::{self, Builder};

use crate::diagnostics::Diagnostics;

/// What is worked on can be nested as deeply as a document is.
pub const STACK: usize = 64 << 20;

/// Does one piece on another thread, and the other one here.
pub fn beside<A: Send, B>(
    there: impl Fn(&mut Diagnostics) -> A + Sync,
    here: impl FnOnce(&mut Diagnostics) -> B,
    d: &mut Diagnostics,
) -> (A, B) {
    let apart = || {
        let mut d = Diagnostics::default();
        let done = there(&mut d);
        (done, d)
    };
    let ((first, told), second) = thread::scope(|scope| {
        let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, apart);
        let second = here(d);
        // Where there is no other thread, this one does it all.
        let first = thread.map_or_else(
            |_| apart(),
            |thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
        );
        (first, second)
    });
    d.absorb(told);
    (first, second)
}
