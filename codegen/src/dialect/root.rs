//! The rules for what a document says about itself: info, servers, tags, components.
//!
//! In: the fields of one such object, each in its shape. Out: the same with what
//! `openapiv3` insists on. Keeps what 3.0 has no field for under `x-link-` names.

use serde_json::{Value, json};

use super::grammar::Kind;
use super::security;
use super::walk::{Fields, Walk};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// The dialects of JSON Schema that OpenAPI documents name; none changes how they are read.
const DIALECTS: [&str; 2] =
    ["https://spec.openapis.org/oas/", "https://json-schema.org/draft/2020-12/schema"];

pub(super) fn enter_document(walk: &mut Walk<'_>, map: &mut Fields) {
    walk.servers = map.get("servers").cloned().unwrap_or_default();
    if let Some(Value::String(own)) = map.get("$self") {
        let era = walk.d.history().now();
        own.trim_end_matches('#').clone_into(&mut walk.own);
        walk.names.insert(walk.own.clone(), (Pointer::root(), era));
    }
    // What documents in 3.0 call by the name that 3.1 gave it.
    if !map.contains_key("webhooks")
        && let Some(webhooks @ Value::Object(_)) = map.get("x-webhooks").cloned()
    {
        let root = Pointer::root();
        walk.d.moved(root.child("webhooks"), root.child("x-webhooks"));
        map.shift_remove("x-webhooks");
        map.insert("webhooks".to_owned(), webhooks);
    }
}

pub(super) fn leave_document(walk: &mut Walk<'_>, map: &mut Fields) {
    let root = Pointer::root();
    // Nothing behind this door asks for the version any more.
    map.insert("openapi".to_owned(), json!("3.0.3"));
    map.entry("paths").or_insert_with(|| json!({}));
    if !map.contains_key("info") {
        walk.d.warning(Code::Malformed, &root, "the document has no `info`");
        map.insert("info".to_owned(), json!({"title": "API", "version": "0"}));
    }
    security::forget(walk, map);
    if let Some(Value::String(dialect)) = map.get("jsonSchemaDialect")
        && !DIALECTS.iter().any(|known| dialect.starts_with(known))
    {
        let message = format!(
            "the schema dialect `{dialect}` is not known: schemas are read as JSON Schema 2020-12"
        );
        walk.d.warning(Code::Unsupported, &root.child("jsonSchemaDialect"), message);
    }
}

pub(super) fn leave_info(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    for (key, stand_in) in [("title", "API"), ("version", "0")] {
        if !map.contains_key(key) {
            let message = format!("`info` has no `{key}`: `{stand_in}` stands in for it");
            walk.d.warning(Code::Malformed, at, message).with_help(format!("{key}: …"));
            map.insert(key.to_owned(), json!(stand_in));
        }
    }
    keep(walk, at, map, "summary");
}

/// Licenses, tags and external documentation: each is nothing without one of its fields.
pub(super) fn leave_about(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, map: &mut Fields) -> bool {
    keep(walk, at, map, "identifier");
    if kind == Kind::Tag && map.contains_key("parent") {
        let message = "`parent` has no effect: groups stand beside one another";
        walk.d.note(Code::Ignored, &at.child("parent"), message);
    }
    let needed = if kind == Kind::ExternalDocs { "url" } else { "name" };
    if map.contains_key(needed) {
        return true;
    }
    let message = format!("{} without a `{needed}` is ignored", kind.name());
    walk.d.note(Code::Ignored, at, message);
    false
}

pub(super) fn leave_server(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) -> bool {
    keep(walk, at, map, "name");
    if map.contains_key("url") {
        return true;
    }
    walk.d
        .warning(Code::Malformed, at, "this server has no `url`: it is dropped")
        .with_help("url: https://…");
    false
}

pub(super) fn leave_variable(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) -> bool {
    if map.contains_key("default") {
        return true;
    }
    let first = map.get("enum").and_then(|values| values.get(0)).cloned();
    let Some(first) = first else {
        walk.d
            .warning(Code::Malformed, at, "this server variable has no `default`: it is dropped")
            .with_help("default: …");
        return false;
    };
    let message =
        format!("this server variable has no `default`: its first value, {first}, is taken");
    walk.d.warning(Code::Malformed, at, message);
    map.insert("default".to_owned(), first);
    true
}

/// Parts that only a reference makes something of.
pub(super) fn leave_components(walk: &mut Walk<'_>, at: &Pointer, map: &Fields) {
    for (section, what) in [("pathItems", "path item"), ("callbacks", "callback")] {
        let here = at.child(section);
        let names = map.get(section).and_then(Value::as_object).into_iter().flatten();
        for (name, _) in names {
            let here = here.child(name);
            if !walk.is_pinned(&here) {
                let message = format!("the {what} `{name}` is not generated: nothing refers to it");
                walk.d.note(Code::Ignored, &here, message);
            }
        }
    }
}

/// Keeps a field that 3.0 does not have under a name that `openapiv3` keeps.
pub(super) fn keep(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields, key: &str) {
    if let Some(value) = map.shift_remove(key) {
        let kept = format!("x-link-{key}");
        walk.d.moved(at.child(&kept), at.child(key));
        map.insert(kept, value);
    }
}

/// Whether a list, a map or a text has nothing in it.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
