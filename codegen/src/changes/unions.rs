//! Unions: what became of their types and of what tells them apart.
//!
//! In: a union in both versions. Out: changes of its branches. Their order is none: it follows
//! from the types themselves, and decides only where several fit a value equally well.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::Spot;
use super::{Effect, Rule};
use crate::api::{Branch, Tag, TypeId, Union};

impl Comparer<'_> {
    /// Compares two unions.
    pub fn unions(
        &mut self,
        old: (TypeId, &Union),
        new: (TypeId, &Union),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let Union { tag: old_tag, branches: was, order: _ } = old.1;
        let Union { tag, branches: is, order: _ } = new.1;
        let (pairs, gone, added) = self.pairs.branches(old.1, new.1, (self.old, self.new));
        self.tags((old_tag.as_ref(), was), (tag.as_ref(), is), spot, felt);
        let idents = (&self.old.names().of(old.0).members, &self.new.names().of(new.0).members);
        self.branch_order(spot, (old.1, new.1), &pairs);
        let owner = spot.rust.clone().unwrap_or_default();
        for (before, after) in pairs {
            let (Some(one), Some(other)) = (was.get(before), is.get(after)) else { continue };
            let (Some(before), Some(after)) = (idents.0.get(before), idents.1.get(after)) else {
                continue;
            };
            let places = (self.old.place(&one.pointer), self.new.place(&other.pointer));
            let spot = spot.inside(&format!("|{}", other.words));
            let spot = spot.rust(format!("{owner}::{after}")).at(Some(places.0), Some(places.1));
            let keys = [
                format!("variant {before}"),
                format!("variant {after}"),
                format!("from {}", self.was.ty(&one.ty)),
                format!("from {}", self.is.ty(&other.ty)),
            ];
            if before != after {
                let source = felt.effect(&keys);
                let words = (Some(before.to_string()), Some(after.to_string()));
                self.log.push(&spot, Rule::RustRenamed, words, source);
            }
            self.branch(one, other, &spot, felt, &keys);
        }
        let rule = if old_tag.is_some() { Rule::TaggedBranchAdded } else { Rule::BranchAdded };
        for index in added {
            let (Some(branch), Some(ident)) = (is.get(index), idents.1.get(index)) else {
                continue;
            };
            let spot = spot.inside(&format!("|{}", branch.words)).rust(format!("{owner}::{ident}"));
            let spot = spot.at(None, Some(self.new.place(&branch.pointer)));
            let keys = [format!("variant {ident}"), format!("from {}", self.is.ty(&branch.ty))];
            let source = felt.effect(&keys);
            let words = (None, Some(self.spoken().1.ty(&branch.ty)));
            self.log.push(&spot, rule, words, source);
        }
        for index in gone {
            let (Some(branch), Some(ident)) = (was.get(index), idents.0.get(index)) else {
                continue;
            };
            let spot = spot.inside(&format!("|{}", branch.words)).rust(format!("{owner}::{ident}"));
            let spot = spot.at(Some(self.old.place(&branch.pointer)), None);
            let keys = [format!("variant {ident}"), format!("from {}", self.was.ty(&branch.ty))];
            let source = felt.effect(&keys);
            let words = (Some(self.spoken().0.ty(&branch.ty)), None);
            self.log.push(&spot, Rule::BranchRemoved, words, source);
        }
    }

    /// What tells the branches apart.
    fn tags(
        &mut self,
        (old, was): (Option<&Tag>, &[Branch]),
        (new, is): (Option<&Tag>, &[Branch]),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let wire = |tag: Option<&Tag>| tag.map(|Tag { wire, default: _ }| wire.clone());
        let before = wire(old);
        let after = wire(new);
        if before != after {
            let words =
                |tag: Option<String>| Some(tag.unwrap_or_else(|| "the shape of values".to_owned()));
            let source = felt.effect(&["variant Unknown"]);
            self.log.push(spot, Rule::TagChanged, (words(before), words(after)), source);
        }
        let default = |tag: Option<&Tag>, branches: &[Branch]| {
            let index = tag.and_then(|Tag { wire: _, default }| *default)?;
            Some(branches.get(index)?.words.clone())
        };
        self.default(&spot.inside("|"), default(old, was).as_deref(), default(new, is).as_deref());
    }

    fn branch(
        &mut self,
        old: &Branch,
        new: &Branch,
        spot: &Spot,
        felt: &mut Felt,
        keys: &[String],
    ) {
        // Whether its type has the tag itself, and what is boxed or stands for several of the
        // document's, follows from the types.
        let Branch {
            pointer: _,
            words: _,
            doc: old_doc,
            ty: old_ty,
            tags: was,
            tagged: _,
            boxed: _,
            shared: _,
            limits: old_limits,
        } = old;
        let Branch {
            pointer: _,
            words: _,
            doc,
            ty,
            tags: is,
            tagged: _,
            boxed: _,
            shared: _,
            limits,
        } = new;
        self.value(spot, old_ty, ty, felt, keys);
        for tag in is.iter().filter(|tag| !was.contains(tag)) {
            let words = (None, Some(tag.clone()));
            self.log.push(spot, Rule::TagValueAdded, words, Effect::None);
        }
        for tag in was.iter().filter(|tag| !is.contains(tag)) {
            let words = (Some(tag.clone()), None);
            self.log.push(spot, Rule::TagValueRemoved, words, Effect::None);
        }
        self.limits(spot, old_limits, limits);
        self.log.words(spot, &[old_doc.as_deref()], &[doc.as_deref()]);
    }
}
