//! One dialect: what `openapiv3` reads, in one spelling for every meaning.
//!
//! In: the value of a document in OpenAPI 3.0, 3.1 or 3.2. Out: the same API as a value in
//! the dialect of 3.0 that `openapiv3` reads; nothing behind this door asks for the version.
//! What 3.0 cannot say is kept under `x-link-` names or said to be lost. Does not follow
//! references into meaning and knows no Rust.
//!
//! The walk goes by a grammar: only what stands where a schema stands is taken for one.

mod grammar;
mod parameter;
mod paths;
mod reference;
mod repair;
mod root;
mod scan;
mod schema;
mod security;
mod settle;
mod uri;
mod version;
mod walk;

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::source::Pointer;
use grammar::Kind;
use walk::Walk;

/// Brings a document into the one dialect; `None` where it is not an OpenAPI 3 document.
#[must_use]
pub fn normalise(value: Value, d: &mut Diagnostics) -> Option<Value> {
    version::check(&value, d)?;
    let mut walk = Walk::new(d);
    scan::scan(&mut walk, &value);
    let mut value = walk.visit(Kind::Document, &Pointer::root(), value)?;
    settle::settle(&mut walk, &mut value);
    Some(value)
}

#[cfg(test)]
mod tests;
