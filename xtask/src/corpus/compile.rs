//! Whether the crates compile.
//!
//! In: the crates of a run. Out: what `cargo check` and `cargo doc` say to each. Every crate is
//! checked alone, as its user would, with the versions of the workspace's lock file. Cargo lets
//! only one of its kind into a target folder, so each job has its own, where a dependency is
//! built once; a crate goes to the same job as long as the crates are the same.

use std::cmp::Reverse;
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::attempt::{Attempt, Made};
use super::cargo::{self, Verdict};
use super::pool;
use crate::folder;
use crate::screen::Failure;

/// What Cargo says to a crate, and how long that took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    pub verdict: Verdict,
    pub time: Duration,
}

impl Compiled {
    pub fn is_well(&self) -> bool {
        self.verdict.errors == 0 && self.verdict.warnings == 0
    }
}

/// Where the crates are checked.
pub struct Workshop {
    folder: PathBuf,
    /// The versions of all dependencies, to begin each crate with.
    lock: Option<String>,
    limit: Duration,
}

impl Workshop {
    pub fn open(root: &Path, folder: &Path, limit: Duration) -> Result<Self, Failure> {
        // Cargo runs there, and a relative path would lead elsewhere.
        let folder = fs::canonicalize(folder);
        let folder = folder.map_err(|error| Failure::io(&root.join("target"), "found", &error))?;
        let lock = fs::read_to_string(root.join("Cargo.lock")).ok();
        Ok(Self { folder, lock, limit })
    }

    fn compile(&self, slug: &str, target: &Path) -> Result<Compiled, Failure> {
        let start = Instant::now();
        let folder = self.folder.join(slug);
        if let Some(lock) = &self.lock {
            folder::write(&folder.join("Cargo.lock"), lock.as_bytes())?;
        }
        let run = |arguments: &[&str]| cargo::run(&folder, target, arguments, self.limit);
        let mut verdict = run(&["check"]);
        if verdict.errors == 0 {
            verdict = verdict.and(run(&["doc", "--no-deps"]));
        }
        Ok(Compiled { verdict, time: start.elapsed() })
    }
}

/// Compiles every crate that was made, `jobs` at a time.
pub fn all(workshop: &Workshop, attempts: &mut [Attempt], jobs: usize) -> Result<(), Failure> {
    let made = |attempt: &&mut Attempt| match attempt.made {
        Made::Generated | Made::Different(_) => true,
        Made::Refused(_) | Made::Panicked(_) | Made::Failed(_) => false,
    };
    let attempts: Vec<_> = attempts.iter_mut().filter(made).collect();
    let bar = pool::bar(attempts.len(), "compiling");
    let done = thread::scope(|scope| {
        let shares = shares(attempts, jobs, |attempt| attempt.lines).into_iter().enumerate();
        let threads = shares.map(|(job, share)| {
            let (bar, target) = (&bar, workshop.folder.join(".build").join(job.to_string()));
            scope.spawn(move || {
                share.into_iter().try_for_each(|attempt| {
                    bar.set_message(attempt.slug.clone());
                    attempt.compiled = Some(workshop.compile(&attempt.slug, &target)?);
                    bar.inc(1);
                    Ok(())
                })
            })
        });
        let threads: Vec<_> = threads.collect();
        let done = threads.into_iter().map(|thread| match thread.join() {
            Ok(done) => done,
            Err(panic) => resume_unwind(panic),
        });
        done.collect::<Result<(), Failure>>()
    });
    bar.finish_and_clear();
    done
}

/// Deals things out to jobs so that all have about the same to do, and to fewer where that is too
/// little. What goes where depends on the things alone; each job has them in their order.
fn shares<T>(things: Vec<T>, jobs: usize, size: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    // Cargo has something to do for the smallest crate, too.
    let sizes: Vec<_> = things.iter().map(|thing| size(thing) + SMALLEST).collect();
    let jobs = jobs.min(sizes.iter().sum::<usize>() / WORTH + 1);
    let mut largest_first: Vec<_> = (0..things.len()).collect();
    largest_first.sort_by_key(|index| Reverse(sizes[*index]));
    let mut loads = vec![0; jobs.max(1)];
    let mut owners = vec![0; things.len()];
    for index in largest_first {
        let least = (0..loads.len()).min_by_key(|job| loads[*job]).unwrap_or_default();
        loads[least] += sizes[index];
        owners[index] = least;
    }
    let mut shares: Vec<_> = loads.iter().map(|_| Vec::new()).collect();
    for (thing, owner) in things.into_iter().zip(owners) {
        shares[owner].push(thing);
    }
    shares
}

/// So many lines take about as long as what Cargo does for any crate.
const SMALLEST: usize = 5_000;

/// So many lines take about as long as the dependencies, which each job builds for itself.
const WORTH: usize = 150_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_has_its_share() {
        let sizes = [250_000, 1, 2, 230_000, 9_000, 3, 4];
        let dealt = shares(sizes.to_vec(), 2, |size| *size);
        assert_eq!(dealt, [vec![250_000, 2], vec![1, 230_000, 9_000, 3, 4]]);
        assert_eq!(shares(vec![1, 2], 3, |size| *size), [[1, 2]]);
        assert_eq!(shares(sizes.to_vec(), 0, |size| *size), [sizes.to_vec()]);
    }
}
