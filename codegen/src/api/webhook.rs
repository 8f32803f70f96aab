//! What a service sends by itself: webhooks and callbacks.

use super::{Naming, Sample, Type};
use crate::source::Pointer;

/// A request that the service sends, as far as a receiver reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What the document calls it; nothing where it stands for all webhooks.
    pub wire: Option<String>,
    /// What the name of its payload is made of.
    pub naming: Naming,
    /// A short line about it.
    pub summary: Option<String>,
    /// The document's words.
    pub doc: Option<String>,
    /// What is in the body.
    pub payload: Type,
    /// What the document shows of it.
    pub samples: Vec<Sample>,
}
