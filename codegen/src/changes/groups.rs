//! Groups of operations: which is which, those that are new, those that are gone, and what became
//! of the others.
//!
//! In: both versions, and which of their operations are the same. Out: pairs of groups, and changes
//! of them. An operation in a group that was renamed has another path in Rust, but that is said
//! once, of the group.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{Matched, matched};
use super::side::{Side, group_file};
use super::{Area, Rule};
use crate::api::Operation;
use crate::names::GroupNames;

/// What says that two groups are the same, the surest first.
#[derive(Clone, Copy)]
enum Same {
    /// They have one name.
    Name,
    /// Most operations of either are in both.
    Operations,
}

/// The groups of both versions that are the same.
pub fn same_groups<'a>(
    old: &Side<'a>,
    new: &Side<'a>,
    operations: &Matched<'_, Operation>,
) -> Matched<'a, GroupNames> {
    let (was, is) = (&old.names().groups, &new.names().groups);
    matched(was, is, &[Same::Name, Same::Operations], |step, (_, one), (_, other)| match step {
        Same::Name => one.words == other.words,
        Same::Operations => {
            let in_both = operations.pairs.iter().filter(|((old, _), (new, _))| {
                one.operations.contains(old) && other.operations.contains(new)
            });
            in_both.count() * 2 > one.operations.len().max(other.operations.len())
        }
    })
}

impl Comparer<'_> {
    /// Compares the groups.
    pub fn groups(&mut self, felt: &mut Felt) {
        let Matched { pairs, gone, added } = self.groups;
        for (_, group) in added {
            let source = felt.effect(&keys(group));
            self.log.push(&spot(None, Some(group)), Rule::GroupAdded, (None, None), source);
        }
        for ((_, old), (_, new)) in pairs {
            self.group(old, new, felt);
        }
        for (_, group) in gone {
            let source = felt.effect(&keys(group));
            self.log.push(&spot(Some(group), None), Rule::GroupRemoved, (None, None), source);
        }
        let numbers = (pairs.len() + gone.len(), pairs.len() + added.len());
        if numbers.0 != numbers.1 {
            // Features are there as soon as there is a second group.
            felt.effect_of("feature ");
        }
        self.topics();
    }

    fn group(&mut self, old: &GroupNames, new: &GroupNames, felt: &mut Felt) {
        let keys = [keys(old), keys(new)];
        let spot = spot(Some(old), Some(new));
        if old.words != new.words {
            // Words that fold to the same name are shown as the document has them.
            let words = if keys[0] == keys[1] {
                both(&old.words, &new.words)
            } else {
                both(format!("{}()", old.accessor), format!("{}()", new.accessor))
            };
            let source = felt.effect(&keys.concat());
            self.log.push(&spot, Rule::GroupRenamed, words, source);
        } else if keys[0] != keys[1] {
            let source = felt.effect(&keys.concat());
            let words = both(old.accessor.as_str(), new.accessor.as_str());
            self.log.push(&spot, Rule::RustRenamed, words, source);
        }
    }

    /// What the document says about groups.
    fn topics(&mut self) {
        let renamed = |old: &str, new: &str| {
            let mut pairs = self.groups.pairs.iter();
            pairs.any(|((_, one), (_, other))| one.words == old && other.words == new)
        };
        let (was, is) = (&self.old.api().topics, &self.new.api().topics);
        let Matched { pairs, gone, added } =
            matched(was, is, &[Same::Name, Same::Operations], |step, (_, one), (_, other)| {
                match step {
                    Same::Name => one.name == other.name,
                    Same::Operations => renamed(&one.name, &other.name),
                }
            });
        let spot = |name: &str| Spot::new(Area::Operations, format!("group {name}"));
        for ((_, old), (_, new)) in pairs {
            self.log.words(&spot(&new.name), &[Some(&old.doc)], &[Some(&new.doc)]);
        }
        for (_, topic) in added {
            self.log.words(&spot(&topic.name), &[None], &[Some(&topic.doc)]);
        }
        for (_, topic) in gone {
            self.log.words(&spot(&topic.name), &[Some(&topic.doc)], &[None]);
        }
    }
}

/// The place of a group in reports: with both of its versions, or with one of them.
pub fn spot(old: Option<&GroupNames>, new: Option<&GroupNames>) -> Spot {
    let named = new.or(old);
    let words = named.map(|group| group.words.as_str()).unwrap_or_default();
    let accessor = named.map(|group| group.accessor.as_str()).unwrap_or_default();
    let spot = Spot {
        old_file: old.map(group_file),
        new_file: new.map(group_file),
        ..Spot::new(Area::Operations, format!("group {words}"))
    };
    spot.rust(format!("{accessor}()"))
}

/// The parts of the client that are its own.
fn keys(group: &GroupNames) -> [String; 3] {
    let GroupNames { words: _, module: _, ident: _, accessor, mocks, feature, operations: _ } =
        group;
    [format!("group {accessor}"), format!("mocks {mocks}"), format!("feature {feature}")]
}
