//! The rules for paths, operations, requests and responses.
//!
//! In: the fields of one such object, each in its shape. Out: the same with what
//! `openapiv3` insists on, and without what cannot be generated, which is said.

use serde_json::{Value, json};

use super::grammar::Kind;
use super::reference;
use super::root::{is_empty, keep};
use super::walk::{Fields, Walk};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// Paths start with a slash; where one does not, the slash is what was meant.
pub(super) fn enter_paths(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    let paths = std::mem::take(map);
    for (path, item) in paths {
        if path.starts_with('/') || path.starts_with("x-") {
            map.insert(path, item);
            continue;
        }
        let here = at.child(&path);
        let slashed = format!("/{path}");
        if path.starts_with('$') || path.contains("://") || map.contains_key(&slashed) {
            walk.d.error(Code::Malformed, &here, format!("`{path}` is not a path"));
        } else {
            let message =
                format!("the path `{path}` does not start with a slash: it is read as `{slashed}`");
            walk.d.warning(Code::Malformed, &here, message);
            walk.d.moved(at.child(&slashed), here);
            map.insert(slashed, item);
        }
    }
}

/// Responses stand under a status, a range of them, or `default`.
pub(super) fn enter_responses(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    let responses = std::mem::take(map);
    for (status, response) in responses {
        let here = at.child(&status);
        match classify(&status) {
            Status::Plain => {
                map.insert(status, response);
            }
            Status::LowerRange => {
                let upper = status.to_ascii_uppercase();
                walk.d.moved(at.child(&upper), here);
                map.insert(upper, response);
            }
            Status::Reference => {
                walk.d.error(
                    Code::Malformed,
                    &here,
                    "the responses of an operation cannot be a reference",
                );
            }
            Status::None => {
                let message = format!("`{status}` is no status: this response is dropped");
                walk.d
                    .warning(Code::Malformed, &here, message)
                    .with_help("a status is `200`, `2XX` or `default`");
            }
        }
    }
}

enum Status {
    Plain,
    LowerRange,
    Reference,
    None,
}

fn classify(status: &str) -> Status {
    match status.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9']
        | [b'1'..=b'5', b'X', b'X']
        | [b'x', b'-', ..]
        | b"default" => Status::Plain,
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Status::LowerRange,
        b"$ref" => Status::Reference,
        _ => Status::None,
    }
}

pub(super) fn leave_path_item(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    own_servers(walk, at, map, "path");
    for key in ["query", "additionalOperations"] {
        if map.shift_remove(key).is_some_and(|value| !is_empty(&value)) {
            let message = format!("operations under `{key}` (OpenAPI 3.2) are not generated yet");
            walk.unsupported(&at.child(key), message);
        }
    }
    if let Some(Value::String(text)) = map.get("$ref") {
        reference::record(walk, Kind::PathItem, at, text.clone());
    }
}

pub(super) fn leave_operation(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    own_servers(walk, at, map, "operation");
    not_generated(walk, at, map, "callbacks");
    map.entry("responses").or_insert_with(|| json!({}));
}

pub(super) fn leave_response(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    not_generated(walk, at, map, "links");
    let summary = map.shift_remove("summary");
    map.entry("description").or_insert_with(|| summary.unwrap_or_else(|| json!("")));
}

pub(super) fn leave_request_body(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    if !map.contains_key("content") {
        walk.d
            .warning(Code::Malformed, at, "this request body does not say what is in it")
            .with_help("content:\n  application/json:\n    schema: …");
        map.insert("content".to_owned(), json!({}));
    }
}

/// A client has one base address: servers of a path's own have no place in it, unless they
/// are the document's.
fn own_servers(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields, owner: &str) {
    let Some(servers) = map.shift_remove("servers") else { return };
    if !is_empty(&servers) && servers != walk.servers {
        let message = format!("this {owner} has servers of its own, which is not generated yet");
        walk.unsupported(&at.child("servers"), message);
    }
}

/// Keeps what is not generated yet out of sight of `openapiv3`, which is strict about it.
fn not_generated(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields, key: &str) {
    if map.get(key).is_some_and(|value| !is_empty(value)) {
        let message = format!("{key} are not generated yet");
        walk.d.warning(Code::Unsupported, &at.child(key), message);
        keep(walk, at, map, key);
    } else {
        map.shift_remove(key);
    }
}
