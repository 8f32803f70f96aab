//! Whether a case gives what is expected of it.
//!
//! In: a case. Out: a report of what differs, empty where nothing does. With `UPDATE_EXPECT`
//! in the environment, what is expected becomes what came out, and what is expected no more
//! is removed.

use std::env;
use std::fmt::Write as _;
use std::fs;

use expect_test::expect_file;
use link_codegen::{FileSet, Outcome, Severity, Source, diagnostics, generate};

use crate::case::Case;
use crate::difference::difference;
use crate::{RUNTIME, shown, tree};

/// The file that holds what there was to say.
const DIAGNOSTICS: &str = "diagnostics.txt";
/// The folder that holds the crate.
const EXPECTED: &str = "expected/";

/// Compares what comes out of a case with what is expected, or makes it so.
pub fn check(case: &Case) -> String {
    let source = case.source();
    let found = results(&source, generate(&source));
    let mut expected = tree::read(&case.folder);
    expected.retain(|path, _| path == DIAGNOSTICS || path.starts_with(EXPECTED));
    if env::var_os("UPDATE_EXPECT").is_some() {
        update(case, &expected, &found);
        return String::new();
    }
    let folder = shown(&case.folder);
    compare(&folder, &expected, &found)
}

/// The files that a case gives, by their paths in its folder.
fn results(source: &Source, outcome: Outcome) -> FileSet {
    let refused = outcome.diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(
        refused,
        outcome.files.is_none(),
        "no crate means that there are errors: {outcome:#?}"
    );
    let mut results = FileSet::new();
    if !outcome.diagnostics.is_empty() {
        let text = diagnostics::render(&outcome.diagnostics, source);
        results.insert(DIAGNOSTICS.to_owned(), text);
    }
    let files = outcome.files.unwrap_or_default().into_iter();
    let own = files.filter(|(path, _)| !path.starts_with(RUNTIME));
    results.extend(own.map(|(path, text)| (format!("{EXPECTED}{path}"), text)));
    results
}

fn update(case: &Case, expected: &FileSet, found: &FileSet) {
    for (path, text) in found {
        let path = case.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        expect_file![path].assert_eq(text);
    }
    for path in expected.keys().filter(|path| !found.contains_key(*path)) {
        tree::remove(&case.folder.join(path));
    }
}

/// What differs between two sets of files, file by file.
pub fn compare(what: &str, expected: &FileSet, found: &FileSet) -> String {
    let mut report = String::new();
    for (path, text) in expected {
        match found.get(path) {
            Some(found) if found == text => {}
            Some(found) => {
                let _ = write!(report, "{what}/{path}\n{}", difference(text, found));
            }
            None => {
                let _ = writeln!(report, "{what}/{path}\n  does not come out any more");
            }
        }
    }
    for (path, text) in found.iter().filter(|(path, _)| !expected.contains_key(*path)) {
        let _ = write!(report, "{what}/{path}\n  is new:\n{}", difference("", text));
    }
    report
}
