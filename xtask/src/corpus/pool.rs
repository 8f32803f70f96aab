//! Many documents on all cores.
//!
//! In: documents and what to do with each. Out: what came of each, in their order. Shows how
//! far it is, on a terminal only.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Attempt, Document};

/// Does `work` for every document, `jobs` at a time.
pub fn run(
    documents: &[Document],
    jobs: usize,
    work: &(dyn Fn(&Document) -> Attempt + Sync),
) -> Vec<Attempt> {
    let bar = bar(documents.len(), "generating");
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
                    bar.set_message(document.slug.clone());
                    let attempt = work(document);
                    if let Ok(mut done) = done.lock() {
                        done.push(attempt);
                    }
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by(|one, other| one.slug.cmp(&other.slug));
    done
}

/// A bar on standard error; nothing where that is no terminal.
pub fn bar(length: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length as u64).with_prefix(what);
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {elapsed} {msg:<30}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
