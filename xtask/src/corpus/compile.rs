//! Whether the crates compile.
//!
//! In: the crates of a run. Out: what `cargo check` and `cargo doc` say to each. Every crate is
//! checked alone, as its user would, since crates of one workspace would lend each other
//! features. They share the target folder and the versions of the workspace's lock file, so
//! that a dependency is built once.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::attempt::{Attempt, Made, package};
use super::cargo::{self, Verdict};
use super::pool;
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
    target: PathBuf,
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
        let target = folder.join(".build");
        Ok(Self { folder, target, lock, limit })
    }

    fn compile(&self, slug: &str) -> Result<Compiled, Failure> {
        let start = Instant::now();
        let member = toml_text(slug);
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{member}]\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n"
        );
        self.write("Cargo.toml", &manifest)?;
        if let Some(lock) = &self.lock {
            self.write("Cargo.lock", lock)?;
        }
        let package = package(slug);
        let run =
            |arguments: &[&str]| cargo::run(&self.folder, &self.target, arguments, self.limit);
        let mut verdict = run(&["check", "--package", &package]);
        if verdict.errors == 0 {
            verdict = verdict.and(run(&["doc", "--no-deps", "--package", &package]));
        }
        Ok(Compiled { verdict, time: start.elapsed() })
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|error| Failure::io(&path, "written", &error))
    }
}

/// Compiles every crate that was made. One after the other, because Cargo locks the target
/// folder; it uses the cores itself.
pub fn all(workshop: &Workshop, attempts: &mut [Attempt]) -> Result<(), Failure> {
    let made = |attempt: &&mut Attempt| match attempt.made {
        Made::Generated | Made::Different(_) => true,
        Made::Refused(_) | Made::Panicked(_) | Made::Failed(_) => false,
    };
    let attempts: Vec<_> = attempts.iter_mut().filter(made).collect();
    let bar = pool::bar(attempts.len(), "compiling");
    for attempt in attempts {
        bar.set_message(attempt.slug.clone());
        attempt.compiled = Some(workshop.compile(&attempt.slug)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// A text in TOML, where quotes and backslashes mean something else.
fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
