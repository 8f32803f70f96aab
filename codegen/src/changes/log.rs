//! What was found, and where: changes as they are made.
//!
//! In: places and rules. Out: [`Change`]s with their fingerprints, sorted. Decides neither what is
//! a change nor what it does to source.

use std::collections::BTreeMap;

use super::{Area, Change, Direction, Effect, Fingerprint, Rule};
use crate::diagnostics::Place;

/// A place that changes are about.
#[derive(Clone)]
pub struct Spot {
    pub area: Area,
    pub item: String,
    pub subject: String,
    pub rust: Option<String>,
    pub old_file: Option<String>,
    pub new_file: Option<String>,
    pub old: Option<Place>,
    pub new: Option<Place>,
    pub direction: Direction,
    pub operations: Vec<String>,
}

impl Spot {
    /// A place about which nothing more is known than what it is called.
    pub fn new(area: Area, item: impl Into<String>) -> Self {
        let item = item.into();
        Self {
            area,
            subject: item.clone(),
            item,
            rust: None,
            old_file: None,
            new_file: None,
            old: None,
            new: None,
            direction: Direction::None,
            operations: Vec::new(),
        }
    }

    /// A place inside this one.
    pub fn inside(&self, steps: &str) -> Self {
        Self { subject: format!("{}{steps}", self.subject), ..self.clone() }
    }

    /// The same in these places of the documents.
    pub fn at(self, old: Option<Place>, new: Option<Place>) -> Self {
        Self { old, new, ..self }
    }

    /// The same as an item of the crate.
    pub fn rust(self, rust: impl Into<String>) -> Self {
        Self { rust: Some(rust.into()), ..self }
    }

    /// The same in this file, of each crate that has it.
    pub fn in_file(self, path: &str) -> Self {
        let old_file = self.old.as_ref().map(|_| path.to_owned());
        let new_file = self.new.as_ref().map(|_| path.to_owned());
        Self { old_file, new_file, ..self }
    }

    /// The same, travelling this way.
    pub fn going(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }
}

/// What is said of the old version and of the new one.
pub type Words = (Option<String>, Option<String>);

/// What is said of both.
pub fn both(was: impl Into<String>, is: impl Into<String>) -> Words {
    (Some(was.into()), Some(is.into()))
}

/// What was found.
#[derive(Default)]
pub struct Log {
    changes: Vec<Change>,
}

impl Log {
    /// Remembers a change.
    pub fn push(&mut self, spot: &Spot, rule: Rule, (was, is): Words, source: Effect) {
        let spot = spot.clone();
        let words = [was.as_deref().unwrap_or_default(), is.as_deref().unwrap_or_default()];
        let fingerprint = Fingerprint::of(&[rule.code(), &spot.subject, words[0], words[1]]);
        self.changes.push(Change {
            rule,
            area: spot.area,
            item: spot.item,
            subject: spot.subject,
            rust: spot.rust,
            old_file: spot.old_file,
            new_file: spot.new_file,
            old: spot.old,
            new: spot.new,
            was,
            is,
            direction: spot.direction,
            wire: rule.wire(spot.direction),
            source,
            operations: spot.operations,
            fingerprint,
            accepted: None,
        });
    }

    /// Remembers that words changed, if they did.
    pub fn words(&mut self, spot: &Spot, was: &[Option<&str>], is: &[Option<&str>]) {
        // Where lines are broken and what stands at their ends is no word.
        let plain = |texts: &[Option<&str>]| {
            let texts = texts.iter().map(|text| text.unwrap_or_default().split_whitespace());
            texts.map(|words| words.collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
        };
        let (was, is) = (plain(was), plain(is));
        if was != is {
            let shown = |texts: Vec<String>| {
                let texts = texts.into_iter().filter(|text| !text.is_empty());
                Some(texts.collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
            };
            self.push(spot, Rule::Documentation, (shown(was), shown(is)), Effect::None);
        }
    }

    /// All of it: by area, then in the order in which things were compared.
    pub fn finish(self) -> Vec<Change> {
        let mut changes = self.changes;
        changes.sort_by_key(|change| change.area);
        // One thing is said twice of places with one name only; each keeps a fingerprint.
        let mut seen = BTreeMap::<Fingerprint, usize>::new();
        for change in &mut changes {
            let known = change.fingerprint;
            let number = seen.entry(known).and_modify(|number| *number += 1).or_default();
            if *number > 0 {
                let words = [known.to_string(), number.to_string()];
                change.fingerprint = Fingerprint::of(&[&words[0], &words[1]]);
            }
        }
        changes
    }
}
