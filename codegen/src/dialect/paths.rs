//! The rules for paths, operations, requests and responses.
//!
//! In: the fields of one such object, each in its shape. Out: the same with what
//! `openapiv3` insists on, and without what cannot be generated, which is said.

use serde_json::{Value, json};

use super::root::is_empty;
use super::walk::{Fields, Walk};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// Paths start with a slash; where one does not, the slash is what was meant.
pub(super) fn enter_paths(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    let paths = std::mem::take(map);
    for (path, item) in paths {
        if path.starts_with('/') || path.starts_with("x-") || path == "$ref" {
            map.insert(path, item);
            continue;
        }
        let here = at.child(&path);
        let slashed = format!("/{path}");
        if path.starts_with('$') || path.contains("://") || map.contains_key(&slashed) {
            let message = format!("`{path}` is not a path: it is dropped");
            walk.d.warning(Code::Malformed, &here, message);
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
            Status::Plain | Status::Reference => {
                map.insert(status, response);
            }
            Status::LowerRange => {
                let upper = status.to_ascii_uppercase();
                walk.d.moved(at.child(&upper), here);
                map.insert(upper, response);
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

/// Servers that are the document's are none of the path's own.
pub(super) fn enter_path_item(walk: &Walk<'_>, map: &mut Fields) {
    if map.get("servers").is_some_and(|servers| is_empty(servers) || *servers == walk.servers) {
        map.shift_remove("servers");
    }
}

/// A parameter in the body is Swagger 2.0 for a request body.
pub(super) fn enter_operation(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    if map.contains_key("requestBody") {
        return;
    }
    let Some(Value::Array(parameters)) = map.get_mut("parameters") else { return };
    let is_body = |each: &Value| each.get("in").is_some_and(|place| place == "body");
    let Some(index) = parameters.iter().position(is_body) else { return };
    let Value::Object(mut body) = parameters.remove(index) else { return };
    let here = at.child("parameters");
    let now = at.child("requestBody");
    let message = "`in: body` is Swagger 2.0: it is read as the operation's `requestBody`";
    walk.d.warning(Code::Malformed, &here.child(index).child("in"), message);
    let later = index..parameters.len();
    let moves = later.map(|index| (here.child(index), here.child(index + 1)));
    let media = now.join(&["content", "application/json"]);
    let moves = moves.chain([
        (now, here.child(index)),
        (media.child("schema"), here.child(index).child("schema")),
    ]);
    walk.d.moved_together(moves.collect::<Vec<_>>());
    let schema = body.shift_remove("schema").unwrap_or_else(|| json!({}));
    body.retain(|key, _| matches!(key.as_str(), "description" | "required"));
    body.insert("content".to_owned(), json!({"application/json": {"schema": schema}}));
    map.insert("requestBody".to_owned(), Value::Object(body));
}

pub(super) fn leave_path_item(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    let here = at.child("additionalOperations");
    let Some(Value::Object(mut operations)) = map.shift_remove("additionalOperations") else {
        return;
    };
    operations.retain(|method, _| {
        let lower = method.to_ascii_lowercase();
        let problem = if !is_token(method) {
            "is no HTTP method"
        } else if map.contains_key(&lower) {
            "is an operation of the path already"
        } else {
            return true;
        };
        let message = format!("`{method}` {problem}: this operation is dropped");
        walk.d.warning(Code::Malformed, &here.child(method), message);
        false
    });
    map.insert("additionalOperations".to_owned(), Value::Object(operations));
}

/// Whether a text can be the method of a request (RFC 9110, 5.6.2).
fn is_token(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(sign);
    !text.is_empty() && text.chars().all(sign)
}

pub(super) fn leave_operation(map: &mut Fields) {
    map.entry("responses").or_insert_with(|| json!({}));
}

pub(super) fn leave_response(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    if map.shift_remove("links").is_some_and(|links| !is_empty(&links)) {
        let message = "`links` have no effect: what to call next is up to the caller";
        walk.d.note(Code::Ignored, &at.child("links"), message);
    }
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
