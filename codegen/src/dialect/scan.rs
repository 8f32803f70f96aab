//! What the walk has to know before it starts.
//!
//! In: the whole value. Out: the addresses that references lead to inside other things,
//! which must stay addresses, and how often each `$dynamicAnchor` is there.

use serde_json::Value;

use super::walk::Walk;
use crate::source::Pointer;

pub(super) fn scan(walk: &mut Walk<'_>, value: &Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get("$ref") {
                pin(walk, text);
            }
            if let Some(Value::String(text)) = map.get("$dynamicRef") {
                pin(walk, text);
            }
            if let Some(Value::String(name)) = map.get("$dynamicAnchor") {
                *walk.dynamic.entry(name.clone()).or_default() += 1;
            }
            map.values().for_each(|value| scan(walk, value));
        }
        Value::Array(list) => list.iter().for_each(|value| scan(walk, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The names of the components never move; addresses inside them can.
fn pin(walk: &mut Walk<'_>, text: &str) {
    if !text.starts_with('#') || is_component(text) {
        return;
    }
    if let Some(pointer) = Pointer::parse(text) {
        walk.pins.insert(pointer);
    }
}

fn is_component(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("#/components/") else { return false };
    match rest.split_once('/') {
        Some((section, name)) => section != "pathItems" && !name.contains('/'),
        None => false,
    }
}
