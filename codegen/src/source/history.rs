//! Where values stood before the stages moved them, and what the overlay put in.
//!
//! In: moves and additions, in the order in which they were made. Out: the way back from
//! where a value is to where its reader finds it, and the way forward from where it was.
//! Does not look at values: it knows addresses only.

use std::collections::BTreeMap;

use super::Pointer;

/// A moment between two changes: what happened earlier is known by its number.
pub type Era = usize;

/// Where a value's text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the document, at this place.
    Document(Pointer),
    /// In the overlay, at this place.
    Overlay(Pointer),
}

/// The changes that were made to a document, oldest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    changes: Vec<Change>,
    eras: Era,
    // The changes by the address that each leads away from, so that a look-up costs as
    // much as the pointer is long and not as much as the document has changes.
    by_now: BTreeMap<Pointer, Vec<usize>>,
    by_before: BTreeMap<Pointer, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Change {
    era: Era,
    now: Pointer,
    source: Origin,
}

impl History {
    /// The present: everything that was recorded so far came earlier.
    #[must_use]
    pub const fn now(&self) -> Era {
        self.eras
    }

    /// Remembers moves that happened at the same time: `(where it is, where it was)`.
    pub fn moved(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        let era = self.eras;
        for (now, before) in moves {
            if now != before {
                let index = self.changes.len();
                self.by_before.entry(before.clone()).or_default().push(index);
                self.record(Change { era, now, source: Origin::Document(before) });
            }
        }
    }

    /// Remembers that what stands at `now` comes from the overlay's value at `action`.
    pub fn overlaid(&mut self, now: Pointer, action: Pointer) {
        self.record(Change { era: self.eras, now, source: Origin::Overlay(action) });
    }

    /// Remembers that what stands at `now` was copied from `before`, where it still is.
    pub fn copied(&mut self, now: Pointer, before: Pointer) {
        self.record(Change { era: self.eras, now, source: Origin::Document(before) });
    }

    /// Where the value that stood at `pointer` in the given era came from.
    #[must_use]
    pub fn back(&self, pointer: &Pointer, era: Era) -> Origin {
        let mut pointer = pointer.clone();
        let mut limit = era;
        while let Some(change) = self.last_change_of(&pointer, limit) {
            match &change.source {
                Origin::Overlay(action) => {
                    let inside = pointer.moved(&change.now, action);
                    return Origin::Overlay(inside.unwrap_or_else(|| action.clone()));
                }
                Origin::Document(before) => {
                    pointer = pointer.moved(&change.now, before).unwrap_or(pointer);
                    limit = change.era;
                }
            }
        }
        Origin::Document(pointer)
    }

    /// Where the value is today that stood at `pointer` in the given era.
    #[must_use]
    pub fn forward(&self, pointer: &Pointer, era: Era) -> Pointer {
        let mut pointer = pointer.clone();
        let mut limit = era;
        while let Some((change, before)) = self.next_change_of(&pointer, limit) {
            pointer = pointer.moved(before, &change.now).unwrap_or(pointer);
            limit = change.era + 1;
        }
        pointer
    }

    fn record(&mut self, change: Change) {
        let index = self.changes.len();
        self.by_now.entry(change.now.clone()).or_default().push(index);
        self.eras = change.era + 1;
        self.changes.push(change);
    }

    /// The latest change before `limit` that put something where the pointer leads, or
    /// around it; of several at the same time, the closest.
    fn last_change_of(&self, pointer: &Pointer, limit: Era) -> Option<&Change> {
        let candidates = pointer.ancestors().filter_map(|ancestor| {
            let indexes = self.by_now.get(ancestor)?;
            let until = indexes.partition_point(|&index| self.era_of(index) < limit);
            self.changes.get(*indexes.get(until.checked_sub(1)?)?)
        });
        // `ancestors` goes outwards and `max_by_key` keeps the last of equals.
        candidates.collect::<Vec<_>>().into_iter().rev().max_by_key(|change| change.era)
    }

    /// The earliest change since `limit` that took away what the pointer leads to.
    fn next_change_of(&self, pointer: &Pointer, limit: Era) -> Option<(&Change, &Pointer)> {
        let candidates = pointer.ancestors().filter_map(|ancestor| {
            let (before, indexes) = self.by_before.get_key_value(ancestor)?;
            let from = indexes.partition_point(|&index| self.era_of(index) < limit);
            Some((self.changes.get(*indexes.get(from)?)?, before))
        });
        // `ancestors` goes outwards and `min_by_key` keeps the first of equals.
        candidates.min_by_key(|(change, _)| change.era)
    }

    fn era_of(&self, index: usize) -> Era {
        self.changes.get(index).map_or(self.eras, |change| change.era)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn document(text: &str) -> Origin {
        Origin::Document(at(text))
    }

    #[test]
    fn moves_inside_moves_lead_back_to_the_text() {
        let mut history = History::default();
        history.moved([(at("/X/anyOf/0/type"), at("/X/anyOf/0/anyOf/0/type"))]);
        history.moved([(at("/X/type"), at("/X/anyOf/0/type"))]);
        assert_eq!(
            history.back(&at("/X/type"), history.now()),
            document("/X/anyOf/0/anyOf/0/type")
        );
        assert_eq!(history.forward(&at("/X/anyOf/0/anyOf/0/type/y"), 0), at("/X/type/y"));
    }

    #[test]
    fn moves_of_the_same_time_do_not_chain() {
        let mut history = History::default();
        history.moved([
            (at("/X/anyOf"), at("/X/anyOf/0/anyOf")),
            (at("/X/items"), at("/X/anyOf/0/items")),
        ]);
        assert_eq!(history.back(&at("/X/items"), history.now()), document("/X/anyOf/0/items"));
        assert_eq!(history.back(&at("/X/anyOf/1"), history.now()), document("/X/anyOf/0/anyOf/1"));
    }

    #[test]
    fn a_place_is_read_as_of_its_own_time() {
        let mut history = History::default();
        let early = history.now();
        history.moved([(at("/X/anyOf"), at("/X/anyOf/0/anyOf"))]);
        assert_eq!(history.back(&at("/X/anyOf/1"), early), document("/X/anyOf/1"));
    }

    #[test]
    fn the_latest_addition_counts() {
        let mut history = History::default();
        history.overlaid(at("/X"), at("/actions/0/update/X"));
        history.overlaid(at("/X/y"), at("/actions/1/update/y"));
        history.moved([(at("/X/allOf/0"), at("/X/y"))]);
        let origin = |text: &str| history.back(&at(text), history.now());
        assert_eq!(origin("/X/z"), Origin::Overlay(at("/actions/0/update/X/z")));
        assert_eq!(origin("/X/allOf/0/q"), Origin::Overlay(at("/actions/1/update/y/q")));
        assert_eq!(origin("/Y"), document("/Y"));
    }

    #[test]
    fn removed_elements_shift_the_rest() {
        let mut history = History::default();
        history.moved([(at("/l/0"), at("/l/1")), (at("/l/1"), at("/l/2"))]);
        assert_eq!(history.back(&at("/l/0"), history.now()), document("/l/1"));
        assert_eq!(history.back(&at("/l/1/x"), history.now()), document("/l/2/x"));
        assert_eq!(history.forward(&at("/l/2"), 0), at("/l/1"));
    }
}
