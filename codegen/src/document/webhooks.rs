//! Webhooks and callbacks: requests that the service sends.
//!
//! In: `webhooks`, and `callbacks` of operations. Out: each request that they describe, with
//! what it belongs to. Does not look at what is answered to them.

use openapiv3::Operation;
use serde_json::Value;

use super::{Document, methods, piece};
use crate::diagnostics::Diagnostics;
use crate::source::Pointer;

/// A request that the service sends.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where it stands.
    pub pointer: Pointer,
    /// The document's name for the webhook or the callback.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// The position of the operation that it is a callback of.
    pub caller: Option<usize>,
    /// The request, described as an operation.
    pub operation: Operation,
}

/// All webhooks, and then all callbacks, in the order of the document.
pub(super) fn read(document: &Document, d: &mut Diagnostics) -> Vec<Webhook> {
    let at = Pointer::root().child("webhooks");
    let mut webhooks = Vec::new();
    for (name, item) in members(document.value(&at)) {
        webhooks.extend(of_item(name, None, item, &at.child(name), d));
    }
    for (index, operation) in document.operations.iter().enumerate() {
        let at = operation.pointer.child("callbacks");
        for (name, callback) in members(document.value(&at)) {
            let here = at.child(name);
            let resolved = match callback.get("$ref").and_then(Value::as_str) {
                Some(reference) => document.follow(&here, reference, d),
                None => Some((here, callback)),
            };
            let Some((at, callback)) = resolved else { continue };
            for (expression, item) in members(Some(callback)) {
                if !expression.starts_with("x-") {
                    webhooks.extend(of_item(name, Some(index), item, &at.child(expression), d));
                }
            }
        }
    }
    webhooks
}

fn of_item(
    name: &str,
    caller: Option<usize>,
    item: &Value,
    at: &Pointer,
    d: &mut Diagnostics,
) -> Vec<Webhook> {
    let Some(item) = piece::object(item, at, "a path item", d) else { return Vec::new() };
    let requests = methods(item, at).into_iter().filter_map(|(method, pointer, value)| {
        let operation = piece::Piece::read(value, &pointer, d)?;
        Some(Webhook { pointer, name: name.to_owned(), method, caller, operation })
    });
    requests.collect()
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}
