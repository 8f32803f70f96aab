//! One document: what becomes of it.
//!
//! In: a document and the folder of its crate. Out: an [`Attempt`], whatever happens; the
//! generator runs on a thread of its own, and its panic ends there.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;
use std::thread;
use std::time::{Duration, Instant};

use link_codegen::{FileSet, Locator, Outcome, Report, Severity, Source, Text, generate};

use super::Document;
use super::compile::Compiled;
use crate::folder;
use crate::plan::plan;
use crate::providers::read_text;
use crate::screen::{Failure, kind};
use crate::siblings::siblings;

/// Deeply nested documents need room, which costs nothing until it is used.
const STACK: usize = 512 << 20;

/// What became of a document.
#[derive(Debug)]
pub struct Attempt {
    pub slug: String,
    pub made: Made,
    pub report: Report,
    /// How long the generator took.
    pub time: Duration,
    pub files: usize,
    pub lines: usize,
    /// What Cargo says to the crate, where it was asked.
    pub compiled: Option<Compiled>,
}

/// How the generator ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Made {
    Generated,
    /// With these errors.
    Refused(Vec<Fault>),
    Panicked(String),
    /// The same document gave other bytes the second time, first in this file.
    Different(String),
    /// The document could not be read, or the crate not written.
    Failed(String),
}

/// Why a document is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it has in common with others of its kind.
    pub kind: String,
    /// The error with its place.
    pub text: String,
}

impl Attempt {
    /// Whether nothing is left to wish for.
    pub fn is_well(&self) -> bool {
        self.made == Made::Generated && self.compiled.as_ref().is_none_or(Compiled::is_well)
    }
}

/// Tries a document and writes its crate; removes the crate that was there where none is made.
pub fn attempt(document: &Document, folder: &Path, twice: bool) -> Attempt {
    let mut attempt = Attempt {
        slug: document.slug.clone(),
        made: Made::Generated,
        report: Report::default(),
        time: Duration::ZERO,
        files: 0,
        lines: 0,
        compiled: None,
    };
    let files = match source(document) {
        Ok(source) => run(&source, twice, &mut attempt),
        Err(failure) => {
            attempt.made = Made::Failed(failure.message);
            FileSet::new()
        }
    };
    if let Err(failure) = write(files, folder) {
        attempt.made = Made::Failed(failure.message);
    }
    attempt
}

fn source(document: &Document) -> Result<Source, Failure> {
    let name = document.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = read_text(&document.path, &name)?;
    let text = Text { name, text };
    Ok(Source {
        siblings: siblings(&document.path, &text)?,
        document: text,
        package: Some(package(&document.slug)),
        command: "cargo xtask corpus".to_owned(),
        ..Source::default()
    })
}

/// A package name that Cargo takes, whatever the file is called.
fn package(slug: &str) -> String {
    let name = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("corpus-{}", slug.chars().map(name).collect::<String>())
}

fn run(source: &Source, twice: bool, attempt: &mut Attempt) -> FileSet {
    let start = Instant::now();
    let outcome = guarded(source);
    attempt.time = start.elapsed();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(panic) => {
            attempt.made = Made::Panicked(panic);
            return FileSet::new();
        }
    };
    attempt.report.clone_from(&outcome.report);
    let files = match judge(source, &outcome) {
        Ok(()) => outcome.files.unwrap_or_default(),
        Err(made) => {
            attempt.made = made;
            return FileSet::new();
        }
    };
    attempt.files = files.len();
    attempt.lines = files.values().map(|text| text.lines().count()).sum();
    if twice && let Some(path) = difference(&files, guarded(source)) {
        attempt.made = Made::Different(path);
    }
    files
}

fn judge(source: &Source, outcome: &Outcome) -> Result<(), Made> {
    let locator = Locator::new(source);
    let errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let faults = errors.map(|error| {
        let (_, code, kind) = kind(error);
        let place = locator.describe(&error.place);
        let text = format!("error[{code}]: {} ({place})", error.message);
        Fault { kind: format!("error[{code}]: {kind}"), text }
    });
    let faults: Vec<_> = faults.collect();
    if !faults.is_empty() {
        return Err(Made::Refused(faults));
    }
    match outcome.files {
        Some(_) => Ok(()),
        None => Err(Made::Failed("no crate, and no reason given".to_owned())),
    }
}

/// The first file that is not the same the second time.
fn difference(files: &FileSet, second: Result<Outcome, String>) -> Option<String> {
    let second = match second {
        Ok(outcome) => outcome.files.unwrap_or_default(),
        Err(panic) => return Some(panic),
    };
    let mut paths = files.keys().chain(second.keys());
    paths.find(|path| files.get(*path) != second.get(*path)).cloned()
}

thread_local! {
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs the generator; its panic is a message.
fn guarded(source: &Source) -> Result<Outcome, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // Threads of ours are named; a panic of the program itself is told as ever.
            if thread::current().name() == Some(NAME) {
                let text = info.to_string().replace('\n', " ");
                PANIC.with_borrow_mut(|panic| *panic = Some(text));
            } else {
                before(info);
            }
        }));
    });
    thread::scope(|scope| {
        let work = || {
            let outcome = panic::catch_unwind(AssertUnwindSafe(|| generate(source)));
            outcome.map_err(|_| PANIC.take().unwrap_or_default())
        };
        let thread = thread::Builder::new().name(NAME.to_owned()).stack_size(STACK);
        match thread.spawn_scoped(scope, work) {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err(String::new())),
            Err(error) => Err(format!("no thread: {error}")),
        }
    })
}

const NAME: &str = "generator";

/// Brings the folder of the crate up to date, so that Cargo compiles what changed.
fn write(mut files: FileSet, path: &Path) -> Result<(), Failure> {
    if let Some(manifest) = files.get_mut("Cargo.toml") {
        manifest.push_str(ALONE);
    }
    let plan = plan(&files, &folder::read(path, &files)?);
    folder::apply(&plan, &files, path, &folder::beside(path))
}

/// Each crate is a workspace of its own: members of one lend each other features, and one that
/// Cargo cannot read would take the others with it.
const ALONE: &str = "
[workspace]
resolver = \"3\"

[profile.dev]
debug = false
incremental = false
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_become_names_of_packages() {
        assert_eq!(package("2checkout.v3 (Beta)"), "corpus-2checkout-v3--beta-");
    }

    #[test]
    fn the_first_other_file_is_named() {
        let files = FileSet::from([("a".to_owned(), "1".to_owned())]);
        let same = Outcome { files: Some(files.clone()), ..Outcome::default() };
        assert_eq!(difference(&files, Ok(same)), None);
        assert_eq!(difference(&files, Ok(Outcome::default())).as_deref(), Some("a"));
        assert_eq!(difference(&files, Err("boom".to_owned())).as_deref(), Some("boom"));
    }
}
