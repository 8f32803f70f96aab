//! The model: what the service is, in words of neither OpenAPI nor Rust.
//!
//! In: filled by `lower`. Out: read by `names`, `emit` and `changes`. Holds data
//! only; a value that is derived from it belongs to whoever needs it.

mod content;
mod form;
mod limits;
mod operation;
mod pages;
mod types;
mod union;
mod webhook;

pub use content::{Body, Content, FormStyle, Framing, Item, Output, PartEncoding, Payload, Reply};
pub use form::{Form, Integer, Reading};
pub use limits::{Bound, Limit, Limits, Numeral, Pattern};
pub use operation::{
    ErrorCase, Location, NameHints, Notation, Operation, Parameter, Sample, Statuses, Style,
};
pub use pages::{Next, Pages, Place};
pub use types::{
    Enum, Field, Flat, Kind, Naming, Presence, Representation, Scalar, Struct, Type, TypeDef,
    TypeId, Usage, Variant,
};
pub use union::{Branch, Tag, Union};
pub use webhook::Webhook;

use crate::source::Pointer;

/// A whole service.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Its name, for people.
    pub title: String,
    /// The version of its document.
    pub version: String,
    /// What it says about itself, in Markdown.
    pub doc: Option<String>,
    /// Where it runs.
    pub servers: Vec<Server>,
    /// How callers can prove who they are.
    pub schemes: Vec<Scheme>,
    /// What a call needs unless its operation says otherwise.
    pub security: Security,
    /// What it says about groups of operations.
    pub topics: Vec<Topic>,
    /// What it can do, in the document's order.
    pub operations: Vec<Operation>,
    /// What it sends by itself: webhooks, then callbacks, in the document's order.
    pub webhooks: Vec<Webhook>,
    /// The data it speaks of, in the document's order, inline types after their parent.
    pub types: Vec<TypeDef>,
    /// Names that the document gives to what needs none here: texts, lists, maps.
    pub plain: Vec<Plain>,
}

/// A name that the document gives to what needs none here.
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The name.
    pub name: String,
    /// What it is a name of.
    pub ty: Type,
    /// What is asked of its values beyond that.
    pub limits: Limits,
}

impl Api {
    /// The definition behind an id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// All ids with their definitions, in order.
    pub fn type_defs(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types.iter().enumerate().map(|(index, def)| (TypeId::new(index), def))
    }
}

/// What a document says about the operations that bear a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The tag.
    pub name: String,
    /// The document's words.
    pub doc: String,
}

/// Sets of schemes, each of which is enough; none at all where nothing is needed.
pub type Security = Vec<Vec<SchemeId>>;

/// The position of a [`Scheme`] in [`Api::schemes`].
pub type SchemeId = usize;

/// One way to prove who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Where the document says so.
    pub pointer: Pointer,
    /// The document's name for it.
    pub id: String,
    /// What it says about it.
    pub doc: Option<String>,
    /// What is sent.
    pub kind: SchemeKind,
    /// Where what is sent can be had, where the document says so.
    pub sources: Vec<TokenSource>,
    /// How a program gets what is sent for an id and a secret, where it can.
    pub exchange: Option<Exchange>,
    /// How credentials begin that are good for some servers only.
    pub prefixes: Vec<Prefix>,
}

/// How a program gets a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Where.
    pub url: String,
    /// What tokens can be good for, with the document's words.
    pub scopes: Vec<(String, String)>,
}

/// What the beginning of a credential says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// The beginning.
    pub text: String,
    /// The environments that take it, as the settings name them.
    pub environments: Vec<String>,
}

/// Where a token can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSource {
    /// What there is to do.
    pub how: TokenUrl,
    /// Where.
    pub url: String,
}

/// What stands at the URL of a [`TokenSource`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenUrl {
    /// A page that asks a user for permission.
    Authorize,
    /// What gives tokens to programs.
    Token,
    /// What gives a new token for an old one.
    Refresh,
    /// A description of the others.
    Discovery,
}

/// What a scheme sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A user name and a password, as HTTP basic authentication.
    Basic,
    /// A token after the word `Bearer`.
    Bearer,
    /// A key in the header of this name.
    Header(String),
    /// A key in the query under this name.
    Query(String),
    /// A key in the cookie of this name.
    Cookie(String),
    /// Whatever the scheme of HTTP authentication of this name asks for.
    Http(String),
    /// A fixed value in the header of this name, sent by the client itself.
    Constant {
        /// The header.
        header: String,
        /// The value.
        value: String,
    },
}

/// One place where the service runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where the document says so.
    pub pointer: Pointer,
    /// The base URL, perhaps with `{variables}`.
    pub url: String,
    /// What the document calls it.
    pub name: Option<String>,
    /// What it says about it, where that is more than a name.
    pub doc: Option<String>,
    /// The parts of the URL that the caller can choose.
    pub variables: Vec<Variable>,
}

/// A part of a base URL that the caller can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Where the document says so.
    pub pointer: Pointer,
    /// Its name in the URL.
    pub name: String,
    /// Its value where nothing is chosen; without one, something has to be.
    pub default: Option<String>,
    /// The values it can have; any where none is listed.
    pub allowed: Vec<String>,
    /// What the document says about it.
    pub doc: Option<String>,
}
