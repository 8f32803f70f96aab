//! The order in which the document lists things. The crate lists them in the same, so that lines of
//! it move when the document moves theirs: that is said, for nobody to look for a reason.
//!
//! In: names in their old and their new order. Out: a change that names as few as possible.

use super::comparer::Comparer;
use super::groups::spot;
use super::log::Spot;
use super::matching::At;
use super::pairs::value;
use super::side::label;
use super::{Effect, Rule};
use crate::api::{Branch, Operation, Struct, Union, Variant};

impl Comparer<'_> {
    /// The members of a structure.
    pub fn member_order(&mut self, spot: &Spot, old: &Struct, new: &Struct) {
        let wires = |structure: &Struct| {
            let fields = structure.fields.iter();
            fields.map(|field| field.wire.clone()).collect::<Vec<_>>()
        };
        self.order(spot, Rule::OrderChanged, &wires(old), &wires(new));
    }

    /// The values of a list.
    pub fn value_order(&mut self, spot: &Spot, old: &[Variant], new: &[Variant]) {
        let values = |variants: &[Variant]| {
            variants.iter().map(|variant| value(&variant.value)).collect::<Vec<_>>()
        };
        self.order(spot, Rule::OrderChanged, &values(old), &values(new));
    }

    /// The types of a union, of which these are pairs. Without a tag, it matters which is tried
    /// first.
    pub fn branch_order(
        &mut self,
        spot: &Spot,
        (old, new): (&Union, &Union),
        pairs: &[(At<'_, Branch>, At<'_, Branch>)],
    ) {
        let was = |index: &usize| {
            let pair = pairs.iter().find(|((old, _), _)| old == index);
            pair.map(|(_, (_, branch))| branch.words.clone())
        };
        let is = |index: &usize| new.branches.get(*index).map(|branch| branch.words.clone());
        let tried = (
            old.order.iter().filter_map(was).collect::<Vec<_>>(),
            new.order.iter().filter_map(is).collect::<Vec<_>>(),
        );
        let listed = (
            (0..old.branches.len()).filter_map(|index| was(&index)).collect::<Vec<_>>(),
            (0..new.branches.len()).filter_map(|index| is(&index)).collect::<Vec<_>>(),
        );
        if new.tag.is_none() && !moved(&tried.0, &tried.1).is_empty() {
            self.order(spot, Rule::BranchOrderChanged, &tried.0, &tried.1);
        } else {
            self.order(spot, Rule::OrderChanged, &listed.0, &listed.1);
        }
    }

    /// The operations of each group, of which these are pairs.
    pub fn operation_order(&mut self, pairs: &[(At<'_, Operation>, At<'_, Operation>)]) {
        for ((_, old), (_, new)) in &self.groups.pairs {
            let labels = |indices: &[usize]| {
                let operations =
                    indices.iter().filter_map(|index| self.new.api().operations.get(*index));
                operations.map(label).collect::<Vec<_>>()
            };
            let paired = |index: &usize| pairs.iter().find(|((old, _), _)| old == index);
            let kept = old.operations.iter().filter_map(paired).map(|(_, (new, _))| *new);
            let kept = kept.collect::<Vec<_>>();
            let (was, is) = (labels(&kept), labels(&new.operations));
            self.order(&spot(Some(old), Some(new)), Rule::OrderChanged, &was, &is);
        }
    }

    fn order(&mut self, spot: &Spot, rule: Rule, was: &[String], is: &[String]) {
        let moved = moved(was, is);
        if !moved.is_empty() {
            self.log.push(spot, rule, (None, Some(moved.join(", "))), Effect::None);
        }
    }
}

/// What has another place among the names that are in both lists: the fewest that have to be taken
/// out for the others to be in the same order.
fn moved<'a>(was: &[String], is: &'a [String]) -> Vec<&'a str> {
    let known = |name: &&'a String| was.iter().position(|other| other == *name);
    let common = is.iter().filter_map(|name| Some((known(&name)?, name.as_str())));
    let common = common.collect::<Vec<_>>();
    if common.is_sorted_by_key(|(place, _)| *place) {
        return Vec::new();
    }
    // The longest run that rises, by the length of the best one that ends at each.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(common.len());
    for (index, (place, _)) in common.iter().enumerate() {
        let before = common.iter().zip(&best).enumerate().take(index);
        let before = before.filter(|(_, ((other, _), _))| other < place);
        let longest = before.max_by_key(|(at, (_, (length, _)))| (*length, usize::MAX - at));
        best.push(match longest {
            Some((at, (_, (length, _)))) => (length + 1, Some(at)),
            None => (1, None),
        });
    }
    let ends = best.iter().enumerate();
    let last = ends.max_by_key(|(at, (length, _))| (*length, usize::MAX - at));
    let mut stays = vec![false; common.len()];
    let mut at = last.map(|(at, _)| at);
    while let Some(index) = at {
        if let Some(stays) = stays.get_mut(index) {
            *stays = true;
        }
        at = best.get(index).and_then(|(_, before)| *before);
    }
    let others = common.iter().zip(stays).filter(|(_, stays)| !stays);
    others.map(|((_, name), _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn as_few_as_possible_moved() {
        for (was, is, expected) in [
            ("a b c", "a b c", vec![]),
            ("a b c", "a x b c y", vec![]),
            ("a b c", "c", vec![]),
            ("a b c d", "d a b c", vec!["d"]),
            ("a b c d", "b c d a", vec!["a"]),
            ("a b c d", "a c x b d", vec!["b"]),
            ("a b", "b a", vec!["a"]),
        ] {
            assert_eq!(moved(&names(was), &names(is)), expected, "{was} / {is}");
        }
    }
}
