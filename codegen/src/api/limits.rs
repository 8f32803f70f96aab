//! What the document asks of values beyond their type.

use crate::source::Pointer;

/// What is asked of a value beyond its type; all of it holds at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits(pub Vec<Limit>);

/// Something that is asked of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// A pattern that has to be found in the text.
    Pattern(Pattern),
    /// A bound below.
    Minimum(Bound),
    /// A bound above.
    Maximum(Bound),
    /// A number that the value is a multiple of.
    MultipleOf(Numeral),
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// No item twice.
    UniqueItems,
    /// At least so many members.
    MinProperties(u64),
    /// At most so many members.
    MaxProperties(u64),
    /// What is asked of each item of a list.
    Items(Limits),
    /// What is asked of the item at a position.
    Position(usize, Limits),
    /// What is asked of the value of each member that has any name.
    Values(Limits),
}

/// A pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The document's words.
    pub asked: String,
    /// The same for the engine that generated crates have.
    pub written: String,
}

/// A bound of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The number.
    pub number: Numeral,
    /// Whether the number itself is beyond it.
    pub exclusive: bool,
}

/// A number of the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Numeral {
    /// An integer.
    Integer(i128),
    /// Any other.
    Number(f64),
}

impl Limits {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Asks for something more.
    pub fn push(&mut self, limit: Limit) {
        if !self.0.contains(&limit) {
            self.0.push(limit);
        }
    }

    /// Asks for what another place asks for too.
    pub fn extend(&mut self, other: Self) {
        other.0.into_iter().for_each(|limit| self.push(limit));
    }

    /// What is asked of each item of a list.
    #[must_use]
    pub fn of_items(&self) -> Self {
        self.inner(|limit| if let Limit::Items(inner) = limit { Some(inner) } else { None })
    }

    /// What is asked of the item at a position.
    #[must_use]
    pub fn of_position(&self, position: usize) -> Self {
        self.inner(|limit| match limit {
            Limit::Position(index, inner) if *index == position => Some(inner),
            _ => None,
        })
    }

    /// What is asked of the value of each member that has any name.
    #[must_use]
    pub fn of_values(&self) -> Self {
        self.inner(|limit| if let Limit::Values(inner) = limit { Some(inner) } else { None })
    }

    fn inner(&self, of: impl Fn(&Limit) -> Option<&Self>) -> Self {
        let mut all = Self::default();
        self.0.iter().filter_map(of).for_each(|inner| all.extend(inner.clone()));
        all
    }
}
