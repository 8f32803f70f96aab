//! Lines that differ: of documents in one form, and of the files of two crates.
//!
//! In: texts. Out: numbers, and [`Hunk`]s. Does not ask what a line means.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{FileSet, Text, read, to_json};
use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::screen::Failure;

/// Lines that stand at the same place in two texts and differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    /// The lines that are gone, by their positions in the old text.
    pub removed: Range<usize>,
    /// The lines that are new, by their positions in the new text.
    pub added: Range<usize>,
}

/// What differs between two lists of lines.
pub fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let ops = capture_diff_slices(Algorithm::Histogram, old, new);
    let changed = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.map(|op| Hunk { removed: op.old_range(), added: op.new_range() }).collect()
}

/// How many lines differ between two documents. Both are printed in one form first, so that
/// neither layout nor the order of members counts.
pub fn between(old: &Text, new: &Text) -> Result<usize, Failure> {
    let (old, new) = (canonical(old)?, canonical(new)?);
    let (old, new) = (old.lines().collect::<Vec<_>>(), new.lines().collect::<Vec<_>>());
    Ok(hunks(&old, &new).iter().map(|hunk| hunk.removed.len() + hunk.added.len()).sum())
}

/// What differs between the files of two crates.
#[derive(Debug, Default)]
pub struct Differences {
    /// By path: the hunks of the files that are in both crates.
    pub changed: BTreeMap<String, Vec<Hunk>>,
    /// The files of the new crate alone.
    pub added: BTreeSet<String>,
    /// The files of the old crate alone.
    pub removed: BTreeSet<String>,
}

impl Differences {
    pub fn of(old: &FileSet, new: &FileSet) -> Self {
        let mut found = Self::default();
        for (path, text) in new {
            match old.get(path) {
                None => _ = found.added.insert(path.clone()),
                Some(other) if other == text => {}
                Some(other) => {
                    let (old, new): (Vec<_>, Vec<_>) =
                        (other.lines().collect(), text.lines().collect());
                    found.changed.insert(path.clone(), hunks(&old, &new));
                }
            }
        }
        found.removed = old.keys().filter(|path| !new.contains_key(*path)).cloned().collect();
        found
    }

    pub fn files(&self) -> usize {
        self.changed.len() + self.added.len() + self.removed.len()
    }

    /// How many lines are gone or new.
    pub fn lines(&self, old: &FileSet, new: &FileSet) -> usize {
        let hunks = self.changed.values().flatten();
        let changed = hunks.map(|hunk| hunk.removed.len() + hunk.added.len()).sum::<usize>();
        let count = |files: &FileSet, paths: &BTreeSet<String>| -> usize {
            paths.iter().filter_map(|path| files.get(path)).map(|text| text.lines().count()).sum()
        };
        changed + count(old, &self.removed) + count(new, &self.added)
    }
}

/// A document in the one form in which documents are compared: JSON with sorted keys.
fn canonical(document: &Text) -> Result<String, Failure> {
    let value = read(document, &mut Diagnostics::default());
    let value = value.ok_or_else(|| Failure::new(format!("{} cannot be read", document.name)))?;
    Ok(to_json(&sorted(value)))
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(members.collect::<BTreeMap<_, _>>().into_iter().collect::<Map<_, _>>())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Text {
        Text { name: "a".to_owned(), text: text.to_owned() }
    }

    fn differ(old: &str, new: &str) -> Option<usize> {
        between(&text(old), &text(new)).ok()
    }

    #[test]
    fn layout_and_order_of_members_do_not_count() {
        let yaml = "a: 1\nb:\n  200: [x, 'y']\n";
        assert_eq!(differ(yaml, "{\"b\": {\"200\": [\"x\", \"y\"]}, \"a\": 1}"), Some(0));
        assert_eq!(differ(yaml, "a: 2\nb: { 200: [x, y] }\n"), Some(2));
        assert_eq!(differ(yaml, "a: [\n"), None);
    }

    #[test]
    fn files_of_one_side_count_whole() {
        let files = |list: &[(&str, &str)]| {
            list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
        };
        let old: FileSet = files(&[("a", "1\n2\n"), ("b", "1\n2\n3\n"), ("c", "")]);
        let new: FileSet = files(&[("b", "1\n4\n3\n"), ("c", ""), ("d", "1\n")]);
        let found = Differences::of(&old, &new);
        assert_eq!((found.files(), found.lines(&old, &new)), (3, 5));
    }
}
