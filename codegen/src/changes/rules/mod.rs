//! The rules: what each kind of change does to a program that is built already, and why.
//!
//! In: nothing. Out: [`Rule`], with its code, its words, the sort of sentence that it is told in,
//! and its effect by the way that the thing travels. The rules stand in `table`; `CHANGES.md` is
//! the same for readers, and a test holds the two together. What a change does to the source of a
//! program depends on the Rust that comes of it and is found where it is found.

use super::{Direction, Wire};

/// What a rule says by the way that the thing travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// The same always.
    Always(Wire, &'static str),
    /// One thing where it is sent to the service, another where it is read from it.
    Either {
        /// Sent.
        sent: (Wire, &'static str),
        /// Read.
        read: (Wire, &'static str),
    },
}

/// The sort of sentence that a change is told in. The sentences themselves stand in `words`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something has one thing more.
    Gained,
    /// Something has one thing more that cannot be left out.
    Required,
    /// Something has one thing less.
    Lost,
    /// A whole item is new.
    New,
    /// A whole item is gone.
    Gone,
    /// An item should not be used any more.
    Deprecated,
    /// It is called otherwise.
    Renamed,
    /// It is something else.
    Turned,
    /// The rule's own words say it best.
    Said,
}

macro_rules! rules {
    ($($rule:ident $kind:ident $code:literal $title:literal { $($sides:tt)* })*) => {
        /// What kind of change it is. The text of a code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule { $(#[doc = $title] $rule,)* }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// The code as it is printed, for example `property-added-required`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$rule => $code,)* }
            }

            /// What happened, in a few words without a verb's subject: `a required property is
            /// new`.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$rule => $title,)* }
            }

            /// What it does on the wire, and why.
            #[must_use]
            pub const fn sides(self) -> Sides {
                match self { $(Self::$rule => sides!($($sides)*),)* }
            }

            /// The sort of sentence that tells of it.
            pub(in crate::changes) const fn kind(self) -> Kind {
                match self { $(Self::$rule => Kind::$kind,)* }
            }
        }
    };
}

macro_rules! sides {
    (always $wire:ident $why:literal) => {
        Sides::Always(Wire::$wire, $why)
    };
    (sent $sent:ident $why_sent:literal read $read:ident $why_read:literal) => {
        Sides::Either { sent: (Wire::$sent, $why_sent), read: (Wire::$read, $why_read) }
    };
}

// Below the macros, which it needs.
mod table;

pub use table::Rule;

/// Why nothing happens to a failure whose body cannot be read.
const FAILURE: &str = "a failure is told by its status; what does not fit is left in its raw body";

/// Why nothing happens to what no operation uses.
const UNUSED: &str = "no operation sends or reads it";

impl Rule {
    /// What a change by this rule does on the wire to what travels this way.
    #[must_use]
    pub fn wire(self, direction: Direction) -> Wire {
        self.effect(direction).0
    }

    /// Why.
    #[must_use]
    pub fn reason(self, direction: Direction) -> &'static str {
        self.effect(direction).1
    }

    fn effect(self, direction: Direction) -> (Wire, &'static str) {
        let (sent, read) = match self.sides() {
            Sides::Always(wire, why) => return (wire, why),
            Sides::Either { sent, read } => (sent, read),
        };
        match direction {
            Direction::Error if read.0 == Wire::Breaks => (Wire::Tolerated, FAILURE),
            Direction::Both if read.0 > sent.0 => read,
            Direction::Request | Direction::Both => sent,
            Direction::Response | Direction::Webhook | Direction::Error => read,
            Direction::None => (Wire::Safe, UNUSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the table for readers.
    fn rows() -> Vec<String> {
        let rows = Rule::ALL.iter().map(|rule| {
            let (wire, why) = match rule.sides() {
                Sides::Always(wire, why) => (wire.as_str().to_owned(), why.to_owned()),
                Sides::Either { sent, read } => (
                    format!("sent: {}; read: {}", sent.0.as_str(), read.0.as_str()),
                    format!("sent: {}; read: {}", sent.1, read.1),
                ),
            };
            format!("| `{}` | {} | {wire} | {why} |", rule.code(), rule.title())
        });
        rows.collect()
    }

    #[test]
    fn the_table_says_what_the_rules_say() {
        let text = include_str!("../../../CHANGES.md");
        let found = text.lines().filter(|line| line.starts_with("| `")).collect::<Vec<_>>();
        let wanted = rows();
        assert_eq!(found, wanted, "the rows should be:\n{}", wanted.join("\n"));
    }

    #[test]
    fn codes_are_told_apart() {
        let codes = Rule::ALL.iter().map(|rule| rule.code());
        assert_eq!(codes.collect::<std::collections::BTreeSet<_>>().len(), Rule::ALL.len());
    }

    #[test]
    fn failures_that_do_not_fit_break_nothing() {
        assert_eq!(Rule::TypeChanged.wire(Direction::Response), Wire::Breaks);
        assert_eq!(Rule::TypeChanged.wire(Direction::Error), Wire::Tolerated);
        assert_eq!(Rule::TypeChanged.wire(Direction::None), Wire::Safe);
        assert_eq!(Rule::PropertyAddedRequired.wire(Direction::Both), Wire::Breaks);
        assert_eq!(Rule::PropertyMadeOptional.wire(Direction::Both), Wire::Breaks);
    }
}
