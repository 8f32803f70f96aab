//! What travels with an operation: bodies that are sent, and answers that come back.

use super::{Limits, Statuses, Type};

/// A body that is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// What it is made of.
    pub content: Content,
    /// Its media type, as it is sent.
    pub media: String,
    /// The media types that the document allows besides, where the caller can choose.
    pub others: Vec<String>,
    /// Whether a call needs it.
    pub required: bool,
    /// The document's words.
    pub doc: Option<String>,
    /// What is asked of it.
    pub limits: Limits,
}

/// What a body is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// JSON.
    Json(Type),
    /// A list, with each item as JSON on a line of its own.
    Lines(Type),
    /// Names and texts.
    Form {
        /// What they are taken from.
        ty: Type,
        /// How the members are written of which the document says so.
        styles: Vec<(String, FormStyle)>,
    },
    /// Parts, each with headers of its own.
    Parts {
        /// What they are taken from: a structure with files, or anything with members.
        ty: Type,
        /// What the document says about them.
        encodings: Vec<PartEncoding>,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// How a member with structure is written in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `a[b]=1`.
    Deep,
    /// `a=1,2`.
    Comma,
    /// `a=1 2`.
    Space,
    /// `a=1|2`.
    Pipe,
    /// The members of an object as names of their own.
    Spread,
    /// As JSON.
    Json,
}

/// What the document says about a part of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartEncoding {
    /// The name of the part.
    pub name: String,
    /// Its media type, where there is but one.
    pub media: Option<String>,
    /// Headers that are always the same.
    pub headers: Vec<(String, String)>,
}

/// What comes back when a call went well.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Nothing worth reading.
    Empty,
    /// Always the same.
    One(Payload),
    /// JSON with some statuses, nothing with others.
    Optional(Type),
    /// Different things with different statuses, at least two of them.
    ByStatus(Vec<Reply>),
}

/// What comes back with one status.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The status.
    pub statuses: Statuses,
    /// What is read, if anything.
    pub payload: Option<Payload>,
    /// The document's words.
    pub doc: Option<String>,
}

/// What is read of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes, while they arrive.
    Bytes,
    /// A sequence, item by item while they arrive.
    Items {
        /// Its items.
        ty: Type,
        /// How they are told apart.
        framing: Framing,
        /// What of an event makes an item.
        item: Item,
    },
}

/// How the items of a sequence are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// As server-sent events.
    Events,
    /// One a line.
    Lines,
    /// By record separators.
    Sequence,
}

/// What of an event makes an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Its data, which is JSON.
    Json,
    /// Its data, which is text.
    Text,
    /// The event as a whole, with its data as text.
    Event,
    /// The event as a whole, with its data as JSON.
    JsonEvent,
}

impl Body {
    /// The type of what is sent, where the document describes one.
    #[must_use]
    pub const fn ty(&self) -> Option<&Type> {
        match &self.content {
            Content::Json(ty)
            | Content::Lines(ty)
            | Content::Form { ty, .. }
            | Content::Parts { ty, .. } => Some(ty),
            Content::Text | Content::Bytes => None,
        }
    }

    /// The same, to be changed.
    pub const fn ty_mut(&mut self) -> Option<&mut Type> {
        match &mut self.content {
            Content::Json(ty)
            | Content::Lines(ty)
            | Content::Form { ty, .. }
            | Content::Parts { ty, .. } => Some(ty),
            Content::Text | Content::Bytes => None,
        }
    }
}

impl Output {
    /// The types of what can be read.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let (one, replies) = match self {
            Self::Empty => (None, None),
            Self::One(payload) => (payload.ty(), None),
            Self::Optional(ty) => (Some(ty), None),
            Self::ByStatus(replies) => (None, Some(replies)),
        };
        let replies = replies.into_iter().flatten();
        one.into_iter().chain(replies.filter_map(|reply| reply.payload.as_ref()?.ty()))
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let (one, replies) = match self {
            Self::Empty => (None, None),
            Self::One(payload) => (payload.ty_mut(), None),
            Self::Optional(ty) => (Some(ty), None),
            Self::ByStatus(replies) => (None, Some(replies)),
        };
        let replies = replies.into_iter().flatten();
        one.into_iter().chain(replies.filter_map(|reply| reply.payload.as_mut()?.ty_mut()))
    }

    /// All that can be read.
    pub fn payloads(&self) -> impl Iterator<Item = &Payload> {
        let (one, replies) = match self {
            Self::Empty | Self::Optional(_) => (None, None),
            Self::One(payload) => (Some(payload), None),
            Self::ByStatus(replies) => (None, Some(replies)),
        };
        let replies = replies.into_iter().flatten();
        one.into_iter().chain(replies.filter_map(|reply| reply.payload.as_ref()))
    }
}

impl Payload {
    /// The type of what is read, where the document describes one.
    #[must_use]
    pub const fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Items { ty, .. } => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    const fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Items { ty, .. } => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// Whether it is handed over while it arrives.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        match self {
            Self::Json(_) | Self::Text => false,
            Self::Bytes | Self::Items { .. } => true,
        }
    }
}
