//! What all comparisons share: both versions, the pairs, and the log.
//!
//! In: both versions. Out: whatever the rooms beside this one find, each by a method of its own.

use super::felt::Felt;
use super::log::{Log, Spot, Words, both};
use super::matching::Matched;
use super::pairs::Pairs;
use super::side::{Side, Ways, label};
use super::values::Values;
use super::{Area, Change, Effect, Rule};
use crate::api::{Operation, Type, TypeId};
use crate::emit::surface::{Spelling, Surface};
use crate::names::GroupNames;
use crate::settings::Settings;

/// Both versions, and what was found.
pub struct Comparer<'a> {
    pub old: &'a Side<'a>,
    pub new: &'a Side<'a>,
    pub pairs: &'a Pairs,
    pub groups: &'a Matched<'a, GroupNames>,
    pub log: Log,
    /// The crates with the same words for types and groups that are paired.
    pub was: Surface<'a>,
    pub is: Surface<'a>,
    /// The crates with their own words.
    spoken: (Surface<'a>, Surface<'a>),
}

impl<'a> Comparer<'a> {
    /// `settings` are the old ones with the new library for dates, which is compared by itself.
    pub fn new(
        old: &'a Side<'a>,
        new: &'a Side<'a>,
        pairs: &'a Pairs,
        groups: &'a Matched<'a, GroupNames>,
        settings: &'a Settings,
    ) -> Self {
        // Signs that no type of Rust has tell pairs and what has none apart.
        let before = old.api().type_defs().map(|(id, _)| match pairs.new_of(id) {
            Some(new) => format!("#{}", new.index()),
            None => format!("-{}", old.names().of(id).ident),
        });
        let after = new.api().type_defs().map(|(id, _)| match pairs.old_of(id) {
            Some(_) => format!("#{}", id.index()),
            None => format!("+{}", new.names().of(id).ident),
        });
        let own = |side: &Side<'_>| Spelling {
            types: side.names().types.iter().map(|names| names.ident.to_string()).collect(),
            groups: side.names().groups.iter().map(|names| names.accessor.to_string()).collect(),
        };
        let is = Spelling { types: after.collect(), ..own(new) };
        let mut was = Spelling { types: before.collect(), ..own(old) };
        for ((index, _), (_, new)) in &groups.pairs {
            if let Some(spelled) = was.groups.get_mut(*index) {
                *spelled = new.accessor.to_string();
            }
        }
        let surface = |side: &Side<'a>, settings, spelling| {
            Surface::new(side.api(), side.names(), settings, spelling)
        };
        Self {
            was: surface(old, settings, was),
            is: surface(new, &new.model.settings, is),
            spoken: (
                surface(old, &old.model.settings, own(old)),
                surface(new, &new.model.settings, own(new)),
            ),
            old,
            new,
            pairs,
            groups,
            log: Log::default(),
        }
    }

    pub fn values(&self) -> Values<'_> {
        Values { old: self.old, new: self.new, pairs: self.pairs }
    }

    /// Types of both versions as their crates spell them.
    pub fn spelled(&self, old: &Type, new: &Type) -> Words {
        both(self.spoken.0.ty(old), self.spoken.1.ty(new))
    }

    /// The crates with their own words.
    pub fn spoken(&self) -> (&Surface<'a>, &Surface<'a>) {
        (&self.spoken.0, &self.spoken.1)
    }

    /// The place of a type in reports: with both of its versions, or with one of them.
    pub fn spot(&self, old: Option<TypeId>, new: Option<TypeId>) -> Spot {
        let title = |side: &Side<'_>, id: TypeId| {
            let root = side.def(id).root;
            (side.title(root).to_owned(), side.title(id).to_owned())
        };
        let named = new.map(|id| (self.new, id)).or(old.map(|id| (self.old, id)));
        let (item, subject) = named.map(|(side, id)| title(side, id)).unwrap_or_default();
        let rust = named.map(|(side, id)| side.names().of(id).ident.to_string());
        // What the old program sends and reads is what changes for it.
        let ways = old.map(|id| self.old.ways(id)).filter(|ways| *ways != Ways::default());
        let ways = ways.or(new.map(|id| self.new.ways(id))).unwrap_or_default();
        let mut users = Vec::new();
        for (side, id) in [(self.new, new), (self.old, old)] {
            let own = id.into_iter().flat_map(|id| side.users(id));
            let own = own.filter(|user| !users.contains(&(*user).to_owned())).collect::<Vec<_>>();
            users.extend(own.into_iter().map(str::to_owned));
        }
        Spot {
            area: Area::Types,
            item,
            subject,
            rust,
            old_file: old.and_then(|id| self.old.type_file(id)),
            new_file: new.and_then(|id| self.new.type_file(id)),
            old: old.map(|id| self.old.place(&self.old.def(id).pointer)),
            new: new.map(|id| self.new.place(&self.new.def(id).pointer)),
            direction: ways.direction(),
            operations: users,
        }
    }

    /// The place of an operation in reports.
    pub fn operation_spot(&self, old: Option<usize>, new: Option<usize>) -> Spot {
        let one = old.and_then(|index| Some((index, self.old.api().operations.get(index)?)));
        let other = new.and_then(|index| Some((index, self.new.api().operations.get(index)?)));
        let called = |(_, operation): (usize, &Operation)| label(operation);
        let (before, label) = (one.map(called), other.or(one).map(called).unwrap_or_default());
        let mut operations = vec![label.clone()];
        operations.extend(before.filter(|before| *before != label));
        Spot {
            rust: new
                .and_then(|index| self.new.call(index))
                .or(old.and_then(|index| self.old.call(index))),
            old_file: old.and_then(|index| self.old.operation_file(index)),
            new_file: new.and_then(|index| self.new.operation_file(index)),
            old: one.map(|(_, operation)| self.old.place(&operation.pointer)),
            new: other.map(|(_, operation)| self.new.place(&operation.pointer)),
            operations,
            ..Spot::new(Area::Operations, label)
        }
    }

    /// Says what became of the type of a value, if anything did.
    pub fn value(&mut self, spot: &Spot, old: &Type, new: &Type, felt: &mut Felt, keys: &[String]) {
        let rule = match self.values().turn(old, new).rule() {
            Some(rule) => rule,
            None if self.was.ty(old) == self.is.ty(new) => return,
            None => Rule::TypeReplaced,
        };
        let words = self.spelled(old, new);
        let source = felt.effect(keys);
        self.log.push(spot, rule, words, source);
    }

    /// Says that a thing is deprecated, or no longer.
    pub fn deprecation(&mut self, spot: &Spot, old: bool, new: bool, felt: &mut Felt, key: &str) {
        let rule = match (old, new) {
            (false, true) => Rule::Deprecated,
            (true, false) => Rule::Undeprecated,
            (true, true) | (false, false) => return,
        };
        let source = felt.effect(&[key]);
        self.log.push(spot, rule, (None, None), source);
    }

    /// Says that another value stands for what is left out.
    pub fn default(&mut self, spot: &Spot, old: Option<&str>, new: Option<&str>) {
        if old != new {
            let words = (old.map(str::to_owned), new.map(str::to_owned));
            self.log.push(spot, Rule::DefaultChanged, words, Effect::None);
        }
    }

    /// Says what is left: what a program feels though nothing was said of it.
    pub fn rest(&mut self, spot: &Spot, felt: Felt) {
        for part in felt.rest() {
            let rule = match (&part.was, &part.is) {
                (None, _) => Rule::RustAdded,
                (_, None) => Rule::RustRemoved,
                (Some(_), Some(_)) => Rule::RustChanged,
            };
            // A part may be there and have nothing to be told of it.
            let told = |text: Option<String>| text.filter(|text| !text.is_empty());
            let [was, is] = [part.was, part.is].map(|text| told(text).map(|t| self.readable(&t)));
            let words = (was, is);
            self.log.push(&spot.inside(&format!(" {}", part.key)), rule, words, part.effect);
        }
    }

    /// A signature for people, with the new names of types that are paired.
    fn readable(&self, text: &str) -> String {
        let mut pieces = text.split('#');
        let mut readable = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let end = piece.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(piece.len());
            let (number, rest) = piece.split_at(end);
            let names = number.parse().ok().and_then(|n: usize| self.new.names().types.get(n));
            readable.push_str(names.map_or("", |names| names.ident.as_str()));
            readable.push_str(rest);
        }
        readable.replace(['-', '+'], "")
    }

    /// The changes.
    pub fn finish(self) -> Vec<Change> {
        self.log.finish()
    }
}
