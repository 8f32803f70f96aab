//! The data of a service: structures, enumerations and the types of their members.
//!
//! Types without a shape of their own (a list, a text, a map) have no definition: they
//! stand where they are used.

use super::{Form, Integer, Limits, Union};
use crate::source::Pointer;

/// The address of a [`TypeDef`] inside its [`Api`](super::Api).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(usize);

impl TypeId {
    /// The id of the definition at this position.
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    /// The position of the definition.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

/// A type with a name of its own.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What its name is made of.
    pub naming: Naming,
    /// The definition whose file it stands in: itself, or the outermost parent.
    pub root: TypeId,
    /// The document's words.
    pub doc: Option<String>,
    /// Whether the document calls it outdated.
    pub deprecated: bool,
    /// Its shape.
    pub kind: Kind,
    /// On which ways it travels.
    pub usage: Usage,
    /// What is asked of a value as a whole, and of the members that it does not name.
    pub limits: Limits,
    /// Whether a request has anything to check in it.
    pub checked: bool,
}

/// What the name of a type is made of: where it stands, never a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// The document names it.
    Named(String),
    /// It stands inside another type.
    Member {
        /// That type.
        parent: TypeId,
        /// Its place there.
        part: String,
    },
    /// It stands inside an operation, at this position of the list of operations.
    Operation {
        /// The position.
        index: usize,
        /// Its place there, for example `Response`.
        part: String,
    },
}

/// On which ways a type travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Sent to the service.
    pub request: bool,
    /// Read from it.
    pub response: bool,
}

/// The shape of a named type.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Members by name.
    Struct(Struct),
    /// One of a list of values.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another type under a name of its own, because it holds itself.
    Alias(Type),
}

/// Members by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The members that the document declares, in its order.
    pub fields: Vec<Field>,
    /// Types whose members stand among those of the structure.
    pub flats: Vec<Flat>,
    /// The type of all other members, where the document describes them.
    pub rest: Option<Type>,
    /// What its members are on the wire.
    pub form: Form,
}

/// A type whose members stand among those of a structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Flat {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What it is called.
    pub words: String,
    /// The document's words.
    pub doc: Option<String>,
    /// The type.
    pub ty: Type,
    /// Whether it needs an indirection, because its type holds the structure.
    pub boxed: bool,
}

/// A member of a structure.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a statement of the document")]
pub struct Field {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: String,
    /// The document's words.
    pub doc: Option<String>,
    /// Whether the document calls it outdated.
    pub deprecated: bool,
    /// What the service assumes where it is absent, as JSON.
    pub default: Option<String>,
    /// Its type, without the option that its presence makes of it.
    pub ty: Type,
    /// Whether it can be absent or null.
    pub presence: Presence,
    /// Whether the document lets it be null.
    pub nullable: bool,
    /// Whether it needs an indirection, because its type holds itself.
    pub boxed: bool,
    /// Whether only the service sets it.
    pub read_only: bool,
    /// Whether the service never shows it.
    pub write_only: bool,
    /// What is asked of its value.
    pub limits: Limits,
}

/// Whether a member can be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Absent or there; null reads as absent.
    Optional,
    /// Always sent, null where there is no value.
    Nullable,
    /// Absent, null and value are three different things.
    Patch,
}

impl Presence {
    /// Whether it is always there, be it as null.
    #[must_use]
    pub const fn is_required(self) -> bool {
        match self {
            Self::Required | Self::Nullable => true,
            Self::Optional | Self::Patch => false,
        }
    }
}

/// One of a list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// What the values are on the wire.
    pub representation: Representation,
    /// Whether values may come that the document does not list.
    pub open: bool,
    /// The listed values, in the document's order.
    pub variants: Vec<Variant>,
}

/// What the values of an enumeration are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Representation {
    /// Strings.
    Text,
    /// Integers.
    Integer,
    /// Integers, some of them beyond 64 bits with sign.
    Wide,
    /// Numbers, some of them not whole.
    Number,
    /// True or false.
    Boolean,
}

/// A listed value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The value.
    pub value: Scalar,
    /// What the document calls it, where it does.
    pub name: Option<String>,
    /// The document's words.
    pub doc: Option<String>,
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i128),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

/// The type of a member, an element, a parameter or a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number.
    Number,
    /// A string.
    Text,
    /// A string that must not be shown.
    Secret,
    /// Bytes, as a string in Base64.
    Bytes,
    /// A UUID in its usual form.
    Uuid,
    /// A day.
    Date,
    /// A point in time.
    DateTime,
    /// A file as a part of a body.
    File,
    /// Any JSON value.
    Any,
    /// A sequence.
    List(Box<Type>),
    /// A sequence of a fixed length, with a type for each position.
    Tuple(Vec<Type>),
    /// Members of any name and one type.
    Map(Box<Type>),
    /// The type, or null.
    Nullable(Box<Type>),
    /// A type with a name.
    Named(TypeId),
}

impl Type {
    /// The type, or null; once is enough.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Any => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// The type without null, and whether null was possible.
    #[must_use]
    pub fn split_null(self) -> (Self, bool) {
        match self {
            Self::Nullable(inner) => (*inner, true),
            other => (other, false),
        }
    }

    /// Visits the named types inside, without looking into their definitions.
    pub fn each_named(&self, visit: &mut dyn FnMut(TypeId)) {
        match self {
            Self::Named(id) => visit(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.each_named(visit),
            Self::Tuple(elements) => elements.iter().for_each(|element| element.each_named(visit)),
            Self::Boolean
            | Self::Integer(_)
            | Self::Number
            | Self::Text
            | Self::Secret
            | Self::Bytes
            | Self::Uuid
            | Self::Date
            | Self::DateTime
            | Self::File
            | Self::Any => {}
        }
    }

    /// The named types inside, without looking into their definitions.
    #[must_use]
    pub fn named(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        self.each_named(&mut |id| found.push(id));
        found
    }
}

impl Kind {
    /// Visits every type that the definition is made of.
    pub fn each_type(&self, visit: &mut dyn FnMut(&Type)) {
        match self {
            Self::Struct(structure) => {
                structure.fields.iter().for_each(|field| visit(&field.ty));
                structure.flats.iter().for_each(|flat| visit(&flat.ty));
                structure.rest.iter().for_each(visit);
            }
            Self::Enum(_) => {}
            Self::Union(union) => union.branches.iter().for_each(|branch| visit(&branch.ty)),
            Self::Alias(ty) => visit(ty),
        }
    }

    /// Visits every type that the definition is made of, to change it.
    pub fn each_type_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        match self {
            Self::Struct(structure) => {
                structure.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                structure.flats.iter_mut().for_each(|flat| visit(&mut flat.ty));
                structure.rest.iter_mut().for_each(visit);
            }
            Self::Enum(_) => {}
            Self::Union(union) => {
                union.branches.iter_mut().for_each(|branch| visit(&mut branch.ty));
            }
            Self::Alias(ty) => visit(ty),
        }
    }
}
