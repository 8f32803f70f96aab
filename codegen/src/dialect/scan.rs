//! What the walk has to know before it starts.
//!
//! In: the whole value. Out: the addresses that references lead to inside other things,
//! which must stay addresses, what stands among the schemas and is meant as something else,
//! and how often each `$dynamicAnchor` is there.

use serde_json::{Map, Value};

use super::grammar::{Address, Kind};
use super::walk::Walk;
use crate::source::Pointer;

/// Keywords by which a schema is known for one.
const SCHEMA: [&str; 8] =
    ["type", "properties", "allOf", "anyOf", "oneOf", "items", "enum", "additionalProperties"];

pub(super) fn scan(walk: &mut Walk<'_>, value: &Value) {
    let mut scan = Scan { document: value, open: Vec::new() };
    scan.visit(walk, value, Address::Object(Kind::Document));
    // What is meant as something else holds references of its own.
    while let Some((value, kind)) = scan.open.pop() {
        scan.visit(walk, value, Address::Object(kind));
    }
}

struct Scan<'v> {
    document: &'v Value,
    open: Vec<(&'v Value, Kind)>,
}

impl<'v> Scan<'v> {
    fn visit(&mut self, walk: &mut Walk<'_>, value: &'v Value, address: Address) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match (key.as_str(), value) {
                        ("$ref", Value::String(text)) => {
                            pin(walk, text);
                            self.mean(walk, text, address);
                        }
                        ("$dynamicRef", Value::String(text)) => pin(walk, text),
                        ("$dynamicAnchor", Value::String(name)) => {
                            *walk.dynamic.entry(name.clone()).or_default() += 1;
                        }
                        _ => {}
                    }
                }
                for (key, value) in map {
                    self.visit(walk, value, address.child(key));
                }
            }
            Value::Array(list) => {
                for value in list {
                    self.visit(walk, value, address.child("0"));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Some write responses and other parts among the schemas. What says nothing of a schema
    /// is what the references to it say.
    fn mean(&mut self, walk: &mut Walk<'_>, text: &str, address: Address) {
        let Address::Object(kind) = address else { return };
        let Some(pointer) = Pointer::parse(text).filter(|_| text.starts_with('#')) else { return };
        let found = Address::of(&pointer);
        if kind == Kind::Schema || found != Address::Object(Kind::Schema) {
            return;
        }
        let Some(target) = pointer.find(self.document) else { return };
        let is_other = target.as_object().is_some_and(|map| !is_schema(map));
        if is_other && walk.meant.insert(pointer, kind).is_none() {
            self.open.push((target, kind));
        }
    }
}

fn is_schema(map: &Map<String, Value>) -> bool {
    SCHEMA.iter().any(|key| map.contains_key(*key))
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
        Some((section, name)) => {
            !["pathItems", "callbacks"].contains(&section) && !name.contains('/')
        }
        None => false,
    }
}
