//! Holds the three documents to the pages that they come from.
//!
//! In: `specs/<provider>/openapi.yaml` and `overlay.yaml`, and beside this file
//! `<provider>.tsv`: a line for each fact, written from the provider's page and not from the
//! document. Out: the lines in which the two differ, both ways and in order. Wording is free:
//! descriptions, summaries and examples are no facts. There is no way to update a table from
//! a document, or the test would agree with every mistake.
//!
//! A line has three columns. `place` is the document, an operation, one of its bodies, a named
//! schema or the overlay. `name` is a field of a body in the page's notation (`a.b`, `list[].c`),
//! or a path of keys. `facts` is the type with its keywords, or the value found there.

mod difference;
mod lines;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

#[test]
fn the_documents_say_what_the_pages_say() {
    let providers = stems(&specs(), "").unwrap();
    let listed = stems(&tables(), "tsv").unwrap();
    assert_eq!(providers, listed, "one table for each provider");

    let mut report = String::new();
    for provider in providers {
        let expected = fs::read_to_string(tables().join(format!("{provider}.tsv"))).unwrap();
        let expected: Vec<&str> = expected.lines().collect();
        let document = yaml(&specs().join(&provider).join("openapi.yaml")).unwrap();
        let overlay = yaml(&specs().join(&provider).join("overlay.yaml")).unwrap();
        let difference = difference::difference(&expected, &lines::facts(&document, &overlay));
        if !difference.is_empty() {
            let _ = writeln!(report, "{provider}, in its table (-) and in specs (+):");
            report += &difference;
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn each_correction_gives_its_reason() {
    for provider in stems(&specs(), "").unwrap() {
        let overlay = yaml(&specs().join(&provider).join("overlay.yaml")).unwrap();
        for action in overlay["actions"].as_array().unwrap() {
            let reason = action["description"].as_str().unwrap_or_default();
            assert!(!reason.is_empty(), "{provider}: {}", action["target"]);
        }
    }
}

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("facts")
}

fn yaml(path: &Path) -> io::Result<Value> {
    serde_yaml::from_str(&fs::read_to_string(path)?)
        .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

/// The names in a folder that have the extension, without it, in order.
fn stems(folder: &Path, extension: &str) -> io::Result<Vec<String>> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<_> = paths.collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().unwrap_or_default() == extension);
    paths.sort();
    Ok(paths.iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect())
}
