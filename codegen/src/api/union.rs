//! One of several types, and what tells them apart.

use super::{Limits, Type, TypeId};
use crate::source::Pointer;

/// One of several types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Union {
    /// The member that tells which, where there is one; else the shape does.
    pub tag: Option<Tag>,
    /// The types, in the document's order.
    pub branches: Vec<Branch>,
    /// The positions of the branches, the most specific first: where several fit a value
    /// equally well, the first of them has it.
    pub order: Vec<usize>,
}

impl Union {
    /// Whether a named type is one of its own.
    #[must_use]
    pub fn has(&self, id: TypeId) -> bool {
        self.branches.iter().any(|branch| branch.ty == Type::Named(id))
    }
}

/// The member that tells which type of a union a value has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name on the wire.
    pub wire: String,
    /// The position of the branch that values with another tag have, where the document says.
    pub default: Option<usize>,
}

/// A type of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What it is called.
    pub words: String,
    /// The document's words.
    pub doc: Option<String>,
    /// The type.
    pub ty: Type,
    /// The values of the tag that stand for it.
    pub tags: Vec<String>,
    /// Whether its type has the tag among its own members.
    pub tagged: bool,
    /// Whether it needs an indirection, because its type holds the union.
    pub boxed: bool,
    /// Whether it stands for several of the document's that have one type.
    pub shared: bool,
    /// What is asked of its value.
    pub limits: Limits,
}

impl Branch {
    /// A branch that nothing is known of yet but its type.
    #[must_use]
    pub const fn new(pointer: Pointer, words: String, ty: Type) -> Self {
        Self {
            pointer,
            words,
            doc: None,
            ty,
            tags: Vec::new(),
            tagged: false,
            boxed: false,
            shared: false,
            limits: Limits(Vec::new()),
        }
    }
}
