//! What a program feels: what it could use of the old crate, against what it can use of the new
//! one.
//!
//! In: the lines of a thing in both crates. Out: the effect of each part that differs. What no
//! change of the document explains is a change of its own, so that no Rust changes in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::Effect;
use crate::emit::surface::Lines;

/// What differs between the lines of a thing in both crates.
pub struct Felt {
    differences: BTreeMap<String, (Option<String>, Option<String>)>,
    explained: BTreeSet<String>,
}

/// A difference that nothing explains.
pub struct Unexplained {
    pub key: String,
    pub was: Option<String>,
    pub is: Option<String>,
    pub effect: Effect,
}

impl Felt {
    pub fn new(mut old: Lines, new: Lines) -> Self {
        let mut differences = BTreeMap::new();
        for (key, is) in new {
            match old.remove(&key) {
                Some(was) if was == is => {}
                was => {
                    differences.insert(key, (was, Some(is)));
                }
            }
        }
        differences.extend(old.into_iter().map(|(key, was)| (key, (Some(was), None))));
        Self { differences, explained: BTreeSet::new() }
    }

    /// What a program feels of these parts. They are explained by whatever asks.
    pub fn effect<K: AsRef<str>>(&mut self, keys: &[K]) -> Effect {
        let mut worst = Effect::None;
        for key in keys.iter().map(AsRef::as_ref) {
            if let Some(difference) = self.differences.get(key) {
                worst = worst.max(effect(key, difference));
                self.explained.insert(key.to_owned());
            }
        }
        worst
    }

    /// The same for all parts whose keys begin so.
    pub fn effect_of(&mut self, start: &str) -> Effect {
        let keys = self.differences.keys().filter(|key| key.starts_with(start));
        let keys = keys.cloned().collect::<Vec<_>>();
        self.effect(&keys)
    }

    /// Whether a part differs.
    pub fn has(&self, key: &str) -> bool {
        self.differences.contains_key(key)
    }

    /// What nothing explained.
    pub fn rest(self) -> Vec<Unexplained> {
        let Self { differences, explained } = self;
        let rest = differences.into_iter().filter(|(key, _)| !explained.contains(key));
        let rest = rest.map(|(key, difference)| {
            let effect = effect(&key, &difference);
            let (was, is) = difference;
            Unexplained { key, was, is, effect }
        });
        rest.collect()
    }
}

fn effect(key: &str, difference: &(Option<String>, Option<String>)) -> Effect {
    match difference {
        (None, _) => Effect::Minor,
        // A warning less.
        (Some(_), None) if key.starts_with("deprecated") => Effect::None,
        (Some(_), _) => Effect::Major,
    }
}
