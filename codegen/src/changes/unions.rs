//! Unions: what became of their types and of what tells them apart.
//!
//! In: a union in both versions. Out: changes of its branches; their order is compared in `order`.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{At, Matched};
use super::{Effect, Rule};
use crate::api::{Branch, Tag, TypeId, Union};
use crate::names::TypeNames;

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
        let Matched { pairs, gone, added } =
            self.pairs.branches(old.1, new.1, (self.old, self.new));
        self.tags((old_tag.as_ref(), was), (tag.as_ref(), is), spot, felt);
        self.branch_order(spot, (old.1, new.1), &pairs);
        let names = (self.old.names().of(old.0), self.new.names().of(new.0));
        for (before, after) in pairs {
            self.branch((before, names.0), (after, names.1), spot, felt);
        }
        let rule = if old_tag.is_some() { Rule::TaggedBranchAdded } else { Rule::BranchAdded };
        for (index, branch) in added {
            let ident = ident(names.1, index);
            let spot = self.branch_spot(spot, &ident, None, Some(branch));
            let keys = [format!("variant {ident}"), format!("from {}", self.is.ty(&branch.ty))];
            let source = felt.effect(&keys);
            let words = (None, Some(self.spoken().1.ty(&branch.ty)));
            self.log.push(&spot, rule, words, source);
        }
        for (index, branch) in gone {
            let ident = ident(names.0, index);
            let spot = self.branch_spot(spot, &ident, Some(branch), None);
            let keys = [format!("variant {ident}"), format!("from {}", self.was.ty(&branch.ty))];
            let source = felt.effect(&keys);
            let words = (Some(self.spoken().0.ty(&branch.ty)), None);
            self.log.push(&spot, Rule::BranchRemoved, words, source);
        }
    }

    fn branch_spot(
        &self,
        spot: &Spot,
        ident: &str,
        old: Option<&Branch>,
        new: Option<&Branch>,
    ) -> Spot {
        let words = new.or(old).map(|branch| branch.words.as_str()).unwrap_or_default();
        let owner = spot.rust.as_deref().unwrap_or_default();
        spot.inside(&format!("|{words}")).rust(format!("{owner}::{ident}")).at(
            old.map(|branch| self.old.place(&branch.pointer)),
            new.map(|branch| self.new.place(&branch.pointer)),
        )
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
                |tag: Option<String>| tag.unwrap_or_else(|| "the shape of values".to_owned());
            let source = felt.effect(&["variant Unknown"]);
            self.log.push(spot, Rule::TagChanged, both(words(before), words(after)), source);
        }
        let default = |tag: Option<&Tag>, branches: &[Branch]| {
            let index = tag.and_then(|Tag { wire: _, default }| *default)?;
            Some(branches.get(index)?.words.clone())
        };
        self.default(&spot.inside("|"), default(old, was).as_deref(), default(new, is).as_deref());
    }

    fn branch(
        &mut self,
        ((before, old), was): (At<'_, Branch>, &TypeNames),
        ((after, new), is): (At<'_, Branch>, &TypeNames),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        // Whether its type has the tag itself, and what is boxed or stands for several of the
        // document's, follows from the types.
        let Branch { pointer: _, words: _, doc, ty, tags, tagged: _, boxed: _, shared: _, limits } =
            new;
        let (before, after) = (ident(was, before), ident(is, after));
        let spot = self.branch_spot(spot, &after, Some(old), Some(new));
        let keys = [
            format!("variant {before}"),
            format!("variant {after}"),
            format!("from {}", self.was.ty(&old.ty)),
            format!("from {}", self.is.ty(ty)),
        ];
        if before != after {
            let source = felt.effect(&keys);
            self.log.push(&spot, Rule::RustRenamed, both(before, after), source);
        }
        self.value(&spot, &old.ty, ty, felt, &keys);
        for tag in tags.iter().filter(|tag| !old.tags.contains(tag)) {
            let words = (None, Some(tag.clone()));
            self.log.push(&spot, Rule::TagValueAdded, words, Effect::None);
        }
        for tag in old.tags.iter().filter(|tag| !tags.contains(tag)) {
            let words = (Some(tag.clone()), None);
            self.log.push(&spot, Rule::TagValueRemoved, words, Effect::None);
        }
        self.limits(&spot, &old.limits, limits);
        self.log.words(&spot, &[old.doc.as_deref()], &[doc.as_deref()]);
    }
}

/// The variant of a branch.
fn ident(names: &TypeNames, index: usize) -> String {
    names.members.get(index).map(ToString::to_string).unwrap_or_default()
}
