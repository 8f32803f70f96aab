//! The cases: two versions of a document, programs, and what deployed programs meet.
//!
//! In: the folders beside this file. Out: sources, and what stands beside them as data.

use std::fmt;
use std::path::{Path, PathBuf};

use link_codegen::changes::{Change, Comparison};
use link_codegen::{Source, Text, compare};
use serde_json::Value;

use crate::tree;

/// A folder with two versions of a document.
pub struct Case {
    pub name: String,
    pub folder: PathBuf,
}

/// A program of a consumer.
pub struct Program {
    pub rule: String,
    pub subject: String,
    pub text: String,
}

/// Something that a deployed program meets.
pub struct Trial {
    pub rule: String,
    pub subject: String,
    /// `read`, `sent`, `answer` or `call`.
    pub kind: String,
    /// What it is made of.
    pub parts: toml::Table,
}

impl fmt::Display for Program {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{} {}`", self.rule, self.subject)
    }
}

/// All cases, in order.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("changes");
    let names = tree::folders(&folder).into_iter();
    names.map(|name| Case { folder: folder.join(&name), name }).collect()
}

/// The change by a rule and its subject, of which there is one.
pub fn find<'a>(comparison: &'a Comparison, rule: &str, subject: &str, case: &str) -> &'a Change {
    let mut found = comparison.changes.iter();
    let found = found.find(|change| change.rule.code() == rule && change.subject == subject);
    found.unwrap_or_else(|| panic!("{case}: there is no change `{rule} {subject}`"))
}

impl Case {
    /// One of the two versions.
    pub fn source(&self, side: &str) -> Source {
        let path = self.folder.join(format!("{side}.yaml"));
        let settings = self.folder.join(format!("{side}.toml"));
        let text = |path: &Path| Text {
            name: path.file_name().unwrap().to_str().unwrap().to_owned(),
            text: tree::text(path),
        };
        Source {
            document: text(&path),
            settings: settings.exists().then(|| text(&settings)),
            command: "cargo test".to_owned(),
            ..Source::default()
        }
    }

    /// What is reported.
    pub fn comparison(&self) -> Comparison {
        let comparison = compare(&self.source("old"), &self.source("new"));
        let mut all = comparison.old_diagnostics.iter().chain(&comparison.new_diagnostics);
        let error = all.find(|one| one.severity == link_codegen::Severity::Error);
        assert!(error.is_none(), "{}: {error:?}", self.name);
        comparison
    }

    /// The programs: each begins with a line `//# rule subject`.
    pub fn programs(&self) -> Vec<Program> {
        let path = self.folder.join("programs.rs");
        let text = if path.exists() { tree::text(&path) } else { String::new() };
        let programs = text.split("//# ").skip(1).map(|part| {
            let (head, text) = part.split_once('\n').unwrap();
            let (rule, subject) = head.split_once(' ').unwrap();
            let (rule, subject) = (rule.to_owned(), subject.trim().to_owned());
            Program { rule, subject, text: text.to_owned() }
        });
        programs.collect()
    }

    /// What deployed programs meet.
    pub fn trials(&self) -> Vec<Trial> {
        let path = self.folder.join("wire.toml");
        let text = if path.exists() { tree::text(&path) } else { String::new() };
        let table: toml::Table =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let mut trials = Vec::new();
        for (kind, entries) in table {
            for entry in entries.as_array().unwrap() {
                let mut parts = entry.as_table().unwrap().clone();
                let mut take = |key: &str| {
                    let value = parts.remove(key);
                    value.and_then(|value| Some(value.as_str()?.to_owned())).unwrap()
                };
                let (rule, subject) = (take("rule"), take("subject"));
                trials.push(Trial { rule, subject, kind: kind.clone(), parts });
            }
        }
        trials
    }

    /// The new document as data.
    pub fn document(&self) -> Value {
        serde_yaml::from_str(&tree::text(&self.folder.join("new.yaml"))).unwrap()
    }
}

impl Trial {
    /// A part of it.
    pub fn part(&self, key: &str) -> &str {
        let part = self.parts.get(key).and_then(toml::Value::as_str);
        part.unwrap_or_else(|| panic!("{} {}: no `{key}`", self.rule, self.subject))
    }
}
