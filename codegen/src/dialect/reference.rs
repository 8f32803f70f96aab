//! References, as the walk meets them.
//!
//! In: objects with `$ref`, `$dynamicRef` and `$recursiveRef`, and the names that they can
//! lead to. Out: a plain `$ref` with nothing beside it, and a record of it. Follows none.

use serde_json::{Value, json};

use super::grammar::Kind;
use super::uri;
use super::walk::{Base, Fields, Reference, Walk};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// What says nothing but what a thing is about.
const REMARKS: [&str; 3] = ["$ref", "summary", "description"];

/// What becomes of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// It stays what it is: `openapiv3` reads it, with nothing beside it.
    Kept,
    /// It is a part of the schema that it stands in.
    Part,
    /// What it leads to is put in its place.
    PutIn,
    /// The same, though OpenAPI knows no reference there.
    PutInAllTheSame,
}

/// What becomes of a reference in the place of an object of this kind.
pub(super) const fn reading(kind: Kind) -> Reading {
    match kind {
        Kind::Parameter
        | Kind::Header
        | Kind::RequestBody
        | Kind::Response
        | Kind::Callback
        | Kind::Example
        | Kind::SecurityScheme => Reading::Kept,
        Kind::Schema => Reading::Part,
        Kind::PathItem | Kind::MediaType => Reading::PutIn,
        Kind::Document
        | Kind::Info
        | Kind::Contact
        | Kind::License
        | Kind::Tag
        | Kind::ExternalDocs
        | Kind::Server
        | Kind::ServerVariable
        | Kind::Components
        | Kind::Paths
        | Kind::Operation
        | Kind::Responses
        | Kind::Encoding
        | Kind::Flows
        | Kind::Flow
        | Kind::Discriminator => Reading::PutInAllTheSame,
    }
}

/// A reference, without what stands beside it.
pub(super) fn keep(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, map: &Fields) -> Option<Value> {
    for key in map.keys().filter(|key| !REMARKS.contains(&key.as_str()) && !key.starts_with("x-")) {
        let message =
            format!("`{key}` is ignored: nothing counts beside the `$ref` of {}", kind.name());
        walk.d.note(Code::Ignored, &at.child(key), message);
    }
    let text = map.get("$ref").and_then(Value::as_str)?.to_owned();
    let value = json!({ "$ref": text });
    record(walk, kind, at, text);
    Some(value)
}

/// Remembers a reference for later.
pub(super) fn record(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, text: String) {
    let era = walk.d.history().now();
    let base = walk.bases.iter().rev().find(|base| base.id.is_some()).cloned();
    walk.references.push(Reference { kind, at: at.clone(), era, text, base });
}

/// Remembers what a schema is called and what is relative to it.
pub(super) fn enter(walk: &mut Walk<'_>, at: &Pointer, map: &Fields) {
    let text = |key| map.get(key).and_then(Value::as_str);
    let recursive = map.get("$recursiveAnchor") == Some(&Value::Bool(true));
    let dynamic = text("$dynamicAnchor").map(str::to_owned);
    let id = text("$id").map(|id| uri::resolve(walk.base(), id.trim_end_matches('#')));
    if let Some(id) = &id {
        name(walk, at, id.clone());
    }
    for anchor in [text("$anchor"), dynamic.as_deref()].into_iter().flatten() {
        let base = id.as_deref().unwrap_or(walk.base());
        let anchor = format!("{base}#{anchor}");
        name(walk, at, anchor);
    }
    if id.is_some() || recursive || dynamic.is_some() {
        walk.bases.push(Base { at: at.clone(), id, recursive, dynamic });
    }
    if recursive {
        walk.pins.insert(at.clone());
    }
}

fn name(walk: &mut Walk<'_>, at: &Pointer, name: String) {
    let era = walk.d.history().now();
    walk.pins.insert(at.clone());
    walk.names.insert(name, (at.clone(), era));
}

/// The reference of a schema: alone it stays, and beside other keywords it is one of the
/// parts that the schema is made of.
pub(super) fn of_schema(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    fixed(walk, at, map);
    let text = match map.shift_remove("$ref") {
        None => return,
        Some(Value::String(text)) => text,
        Some(_) => {
            walk.d
                .warning(
                    Code::Malformed,
                    &at.child("$ref"),
                    "this `$ref` is not a text: it is dropped",
                )
                .with_help("$ref: '#/components/schemas/Name'");
            return;
        }
    };
    if !map.is_empty() && text == at.to_reference() {
        let message = "this `$ref` leads to where it stands, which says nothing: it is dropped";
        walk.d.warning(Code::Malformed, &at.child("$ref"), message);
        return;
    }
    // Beside a reference, 3.1 allows a summary; no schema has one.
    map.shift_remove("summary");
    record(walk, Kind::Schema, &at.child("$ref"), text.clone());
    if map.is_empty() {
        map.insert("$ref".to_owned(), json!(text));
    } else {
        add_part(walk, at, map, json!({ "$ref": text }), at.child("$ref"));
    }
}

/// Adds a part to a schema's `allOf`, saying where the part stood before.
pub(super) fn add_part(
    walk: &mut Walk<'_>,
    at: &Pointer,
    map: &mut Fields,
    part: Value,
    before: Pointer,
) {
    let parts = map.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(parts) = parts {
        walk.d.moved(at.child("allOf").child(parts.len()), before);
        parts.push(part);
    }
}

/// `$dynamicRef` and `$recursiveRef` as plain references: to the schema that they mean where
/// nothing around them puts another one in its place.
fn fixed(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    if let Some(Value::String(text)) = map.get("$dynamicRef").cloned() {
        let name = text.rsplit_once('#').map_or("", |(_, name)| name);
        if walk.dynamic.get(name).is_some_and(|count| *count > 1) {
            let message = format!(
                "`$dynamicRef: '{text}'` is read as the closest `$dynamicAnchor: {name}`: that \
                 others take its place has no effect"
            );
            walk.d.note(Code::Ignored, &at.child("$dynamicRef"), message);
        }
        let around = walk.bases.iter().rev().find(|base| base.dynamic.as_deref() == Some(name));
        let meant = match around {
            Some(base) if text.starts_with('#') => base.at.to_reference(),
            Some(_) | None => text,
        };
        replace(walk, at, map, "$dynamicRef", meant);
    }
    if map.contains_key("$recursiveRef") {
        // By draft 2019-09 it means the outermost schema that may be meant so.
        if let Some(base) = walk.bases.iter().rev().find(|base| base.recursive).cloned() {
            replace(walk, at, map, "$recursiveRef", base.at.to_reference());
        } else {
            let message = "`$recursiveRef` stands in no schema with `$recursiveAnchor: true`";
            walk.d.error(Code::DanglingRef, &at.child("$recursiveRef"), message);
            map.shift_remove("$recursiveRef");
        }
    }
}

fn replace(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields, key: &str, text: String) {
    map.shift_remove(key);
    walk.d.moved(at.child("$ref"), at.child(key));
    map.insert("$ref".to_owned(), Value::String(text));
}
