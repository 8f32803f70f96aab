//! The rules: what each kind of change does to a program that is built already, and why.
//!
//! In: nothing. Out: [`Rule`], with its code, its words, and its effect by the way that the thing
//! travels. `CHANGES.md` is the same as a table for readers; a test holds the two together. What
//! a change does to the source of a program depends on the Rust that comes of it and is found
//! where it is found.

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

macro_rules! rules {
    ($($rule:ident $code:literal $title:literal { $($sides:tt)* })*) => {
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

rules! {
    OperationAdded "operation-added" "an operation is new" {
        always Safe "a program that was built before does not call it"
    }
    OperationRemoved "operation-removed" "an operation is gone" {
        always Breaks "the service no longer answers the call, and the method is gone"
    }
    SchemaAdded "schema-added" "a type is new" {
        always Safe "nothing that was built before speaks of it"
    }
    SchemaRemoved "schema-removed" "a type is gone" {
        always Safe "what used it says for itself what became of it"
    }
    Documentation "documentation" "words of the document are others" {
        always Safe "words are neither sent nor compiled"
    }
}

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
            Direction::Request => sent,
            Direction::Response | Direction::Webhook => read,
            Direction::Error if read.0 == Wire::Breaks => (Wire::Tolerated, FAILURE),
            Direction::Error => read,
            Direction::Both if read.0 > sent.0 => read,
            Direction::Both => sent,
            Direction::None => (Wire::Safe, UNUSED),
        }
    }
}
