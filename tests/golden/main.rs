//! Golden files: in each folder here a document, and beside it the crate that is made of it.
//!
//! A case is a folder: `openapi.yaml` (or `.json`), `overlay.yaml` and `provider.toml` go in,
//! `expected/` (but for `src/runtime/`) and `diagnostics.txt` come out. Neither is there where
//! nothing comes out: a document that is refused has no `expected/`. `same/` holds other
//! spellings of the document, which have to give the same crate. `wire.rs` is a test that calls a
//! server by the crate, and says what has to be on the wire. The name of the folder says
//! what the case is about, so that the list of folders reads as a list of what is handled.
//!
//! ```text
//! UPDATE_EXPECT=1 cargo test --package link-tests --test golden
//! ```
//!
//! writes what came out; what changed is then judged as a diff. The documents of `specs/` are
//! cases too; what is expected of them stands in `generated/`, and `cargo xtask regen` writes it.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod case;
mod check;
mod difference;
mod stability;
mod tree;
mod workspace;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::thread;

use link_codegen::{FileSet, MARK, generate};

use case::{Case, provider_source};
use check::{check, compare};
use workspace::Workspace;

#[test]
fn every_case_gives_what_is_expected() {
    let reports = case::all().into_iter().map(|case| check(&case));
    finish(reports, "UPDATE_EXPECT=1 cargo test --package link-tests --test golden");
}

#[test]
fn every_provider_gives_what_is_committed() {
    let providers = tree::folders(&case::root().join("specs"));
    let reports = providers.into_iter().map(|provider| {
        let outcome = generate(&provider_source(&provider));
        let mut committed = tree::read(&case::root().join("generated").join(&provider));
        // What does not bear our mark is not ours.
        committed.retain(|_, text| first_line(text).contains(MARK));
        compare(&provider, &committed, &outcome.files.unwrap_or_default())
    });
    finish(reports, "cargo xtask regen");
}

#[test]
fn every_spelling_gives_the_same_crate() {
    let mut reports = Vec::new();
    for case in case::all() {
        let expected = generate(&case.source()).files.unwrap_or_default();
        for (spelling, source) in case.same() {
            let found = generate(&source).files.unwrap_or_default();
            reports.push(compare(&format!("{}/{spelling}", case.name), &expected, &found));
        }
    }
    finish(reports, "");
}

#[test]
fn twice_gives_the_same_bytes() {
    for case in case::all() {
        let (one, other) = (generate(&case.source()), generate(&case.source()));
        assert_eq!(one.files, other.files, "{}", case.name);
        assert_eq!(one.diagnostics, other.diagnostics, "{}", case.name);
    }
}

/// The runtime's copies stand in no golden folder: they are looked at here.
#[test]
fn the_runtime_is_copied_byte_for_byte() {
    let rooms = tree::read(&case::root().join("codegen/runtime"));
    // A crate has no folders for them.
    let flat = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let runtime = rooms.iter().map(|(path, text)| (flat(path), text.clone()));
    let runtime: FileSet = runtime.collect();
    assert_eq!(runtime.len(), rooms.len(), "two files have one name");
    for provider in tree::folders(&case::root().join("specs")) {
        let copies = tree::read(&case::root().join("generated").join(&provider).join(RUNTIME));
        assert_copies(&provider, &runtime, &copies);
    }
    let mut seen = BTreeMap::new();
    for (case, files) in crates() {
        let inside = files.into_iter();
        let inside =
            inside.filter_map(|(path, text)| Some((path.strip_prefix(RUNTIME)?.to_owned(), text)));
        let copies: FileSet = inside.collect();
        assert_copies(&case.name, &runtime, &copies);
        seen.extend(copies);
    }
    seen.remove("mod.rs");
    let seen: Vec<_> = seen.keys().collect();
    assert_eq!(seen, runtime.keys().collect::<Vec<_>>(), "each file is in some crate");
}

const RUNTIME: &str = "src/runtime/";

/// The budget for what a consumer compiles of it, in lines of code, where no feature is asked for.
const MOST_LINES: usize = 2_500;

#[test]
fn the_runtime_of_every_provider_is_small() {
    for provider in tree::folders(&case::root().join("specs")) {
        let copies = tree::read(&case::root().join("generated").join(&provider).join(RUNTIME));
        let declared = copies["mod.rs"].split_inclusive(";\n").filter(|item| {
            let elsewhere = item.contains("cfg(feature") || item.contains("cfg(all(target_family");
            item.lines().any(|line| line.starts_with("mod ")) && !elsewhere
        });
        let modules = declared.map(|item| item.rsplit(' ').next().unwrap().trim_end_matches(";\n"));
        let texts: Vec<_> = modules.map(|module| &copies[&format!("{module}.rs")]).collect();
        let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        let lines = texts.iter().map(|text| text.lines().filter(code).count()).sum::<usize>();
        assert!(texts.len() > 20 && lines > 2_000, "{provider}: the list is not read");
        assert!(lines <= MOST_LINES, "{provider}: {lines} lines of code");
    }
}

/// All but the list of modules is a file of the runtime, and stands in that list.
fn assert_copies(what: &str, runtime: &FileSet, copies: &FileSet) {
    let modules = copies.get("mod.rs").map(String::as_str).unwrap_or_default();
    for (path, text) in copies.iter().filter(|(path, _)| *path != "mod.rs") {
        assert_eq!(runtime.get(path), Some(text), "{what}: {path}");
        let module = path.trim_end_matches(".rs");
        assert!(modules.contains(&format!("mod {module};\n")), "{what}: {path} is not declared");
    }
}

#[test]
fn every_file_says_that_it_is_generated() {
    for (case, files) in crates() {
        for (path, text) in files {
            assert!(first_line(&text).contains(MARK), "{}: {path}", case.name);
            let command = format!("`{}`", case.source().command);
            let copy = path.starts_with(RUNTIME) && path != "src/runtime/mod.rs";
            assert!(copy || first_line(&text).contains(&command), "{}: {path}", case.name);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}: {path}", case.name);
            assert!(!text.contains('\r'), "{}: {path}", case.name);
        }
    }
}

#[test]
fn putting_something_in_renames_nothing() {
    let cases = case::all();
    let reports = thread::scope(|scope| {
        let parts = cases
            .chunks(cases.len().div_ceil(8))
            .map(|part| scope.spawn(|| part.iter().map(stability::check).collect::<String>()));
        let parts = parts.collect::<Vec<_>>();
        parts.into_iter().map(|part| part.join().unwrap()).collect::<Vec<_>>()
    });
    finish(reports, "");
}

#[test]
fn every_crate_compiles_without_a_warning() {
    let crates = crates();
    let workspace = Workspace::write(&crates, &case::root().join("Cargo.lock"));
    let failures = workspace.check();
    assert!(failures.is_empty(), "\n{failures}in {}", workspace.root().display());
}

/// The cases that become a crate, each with its files.
fn crates() -> Vec<(Case, FileSet)> {
    let cases = case::all().into_iter();
    cases.filter_map(|case| generate(&case.source()).files.map(|files| (case, files))).collect()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Fails with all reports that are not empty.
fn finish(reports: impl IntoIterator<Item = String>, command: &str) {
    let reports: Vec<_> = reports.into_iter().filter(|report| !report.is_empty()).collect();
    let mut message = format!("\n{}", reports.join("\n"));
    if !command.is_empty() {
        let _ = write!(message, "\nIf this is what is wanted: {command}");
    }
    assert!(reports.is_empty(), "{message}");
}

/// A path in messages.
fn shown(path: &Path) -> String {
    path.strip_prefix(case::root()).unwrap_or(path).display().to_string()
}
