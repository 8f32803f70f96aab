//! The positions of all values of a text, in the order in which they stand there.
//!
//! In: what the walks over YAML and JSON come across. Out: the position of what a pointer
//! leads to. Knows no syntax. Flat and without recursion, so that no depth is too deep.

use super::super::Pointer;

/// One entry a value, parents before children.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
    open: Vec<usize>,
}

#[derive(Debug)]
struct Entry {
    /// The key of a member; `None` for an element and for the whole.
    key: Option<String>,
    line: usize,
    column: usize,
    /// The number of the first entry that is not inside this one.
    end: usize,
}

impl Index {
    /// A value starts; all that follows is in it until [`Index::close`].
    pub(super) fn open(&mut self, key: Option<String>, line: usize, column: usize) {
        self.open.push(self.entries.len());
        self.entries.push(Entry { key, line, column, end: usize::MAX });
    }

    /// The innermost open value ends.
    pub(super) fn close(&mut self) {
        let end = self.entries.len();
        if let Some(entry) = self.open.pop().and_then(|index| self.entries.get_mut(index)) {
            entry.end = end;
        }
    }

    /// The position of what the pointer leads to, or of the closest thing around it.
    pub(super) fn nearest(&self, pointer: &Pointer) -> (usize, usize) {
        let mut at = 0;
        for step in pointer.steps() {
            match self.children(at, &step).next() {
                Some(child) => at = child,
                None => break,
            }
        }
        self.position(at)
    }

    /// The positions of everything that the pointer leads to.
    pub(super) fn every(&self, pointer: &Pointer) -> Vec<(usize, usize)> {
        let mut found = vec![0];
        for step in pointer.steps() {
            found = found.iter().flat_map(|&at| self.children(at, &step)).collect();
        }
        found.into_iter().map(|at| self.position(at)).collect()
    }

    /// The members with this key; in a list, the element with this number.
    fn children(&self, parent: usize, step: &str) -> impl Iterator<Item = usize> {
        let end = self.entries.get(parent).map_or(0, |entry| entry.end);
        let mut next = parent + 1;
        let mut number = 0;
        std::iter::from_fn(move || {
            while next < end {
                let at = next;
                let entry = self.entries.get(at)?;
                next = entry.end;
                number += 1;
                let matches = match &entry.key {
                    Some(key) => key == step,
                    None => step.parse() == Ok(number - 1),
                };
                if matches {
                    return Some(at);
                }
            }
            None
        })
    }

    fn position(&self, at: usize) -> (usize, usize) {
        self.entries.get(at).map_or((1, 1), |entry| (entry.line, entry.column))
    }
}
