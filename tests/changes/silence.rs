//! Whether anything changes in silence: whatever is taken out of a document, the report speaks of it
//! as soon as the Rust of the crate is another.
//!
//! In: the documents of the golden cases, each with one thing taken out in turn. Out: those after
//! which the Rust differs beyond words and no change is reported, and those after which it is the
//! same and the report says that programs feel it.

use std::fmt::Write as _;
use std::path::Path;

use link_codegen::changes::Effect;
use link_codegen::{FileSet, Source, Text, compare, generate};
use serde_json::Value;

use crate::tree;

/// How many things are taken out of one document.
const PARTS: usize = 8;

/// What there is to say of a case, empty where all is well.
pub fn check(name: &str, folder: &Path) -> String {
    let Some(source) = source(folder) else { return String::new() };
    let Ok(document) = serde_yaml::from_str::<Value>(&source.document.text) else {
        return String::new();
    };
    let Some(files) = generate(&source).files else { return String::new() };
    let before = code(&files);
    let mut places = Vec::new();
    collect(&document, &mut Vec::new(), &mut places);
    let step = places.len().div_ceil(PARTS).max(1);
    let mut report = String::new();
    for place in places.into_iter().step_by(step) {
        let Some(without) = taken_out(&document, &place) else { continue };
        let text = Text { name: "openapi.json".to_owned(), text: without.to_string() };
        let new = Source { document: text, ..source.clone() };
        let Some(files) = generate(&new).files else { continue };
        for (old, new, way) in [(&source, &new, "without"), (&new, &source, "with")] {
            let comparison = compare(old, new);
            let differs = before != code(&files);
            let felt = comparison.substance().filter(|change| change.source != Effect::None);
            if differs && comparison.substance().next().is_none() {
                let _ = writeln!(report, "{name}: silent {way} {}", place.join("/"));
            }
            if let (false, Some(change)) = (differs, felt.last()) {
                let said = format!("{} {}", change.rule.code(), change.subject);
                let _ = writeln!(report, "{name}: {said} {way} {}", place.join("/"));
            }
        }
    }
    report
}

fn source(folder: &Path) -> Option<Source> {
    let text = |name: &str| {
        let path = folder.join(name);
        path.exists().then(|| Text { name: name.to_owned(), text: tree::text(&path) })
    };
    Some(Source {
        document: text("openapi.yaml")?,
        settings: text("provider.toml"),
        command: "cargo test".to_owned(),
        ..Source::default()
    })
}

/// The places of all members of maps.
fn collect(value: &Value, at: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    for (key, member) in members {
        at.push(key);
        places.push(at.clone());
        collect(member, at, places);
        at.pop();
    }
}

fn taken_out(document: &Value, place: &[String]) -> Option<Value> {
    let mut document = document.clone();
    let (last, path) = place.split_last()?;
    let mut value = &mut document;
    for step in path {
        value = match value {
            Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            other => other.get_mut(step)?,
        };
    }
    match value {
        Value::Object(map) => drop(map.shift_remove(last)),
        Value::Array(items) => drop(items.remove(last.parse().ok()?)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    }
    Some(document)
}

/// The lines of code in any order, without what is said in them. Examples are words too.
fn code(files: &FileSet) -> Vec<String> {
    let code = files.iter().filter(|(path, _)| {
        let tests = ["src/runtime/", "src/test_util"];
        path.starts_with("src/") && !tests.iter().any(|start| path.starts_with(start))
    });
    let mut lines = Vec::new();
    for (path, text) in code {
        for line in text.lines().map(str::trim) {
            let words = line.starts_with("//") || line.starts_with("#[doc") || line.is_empty();
            // A name that can be searched for stands before a field.
            let line = line.split("#[doc(alias").last().unwrap_or(line);
            if !words || line.contains("pub ") {
                lines.push(format!("{path}: {line}"));
            }
        }
    }
    lines.sort();
    lines
}
