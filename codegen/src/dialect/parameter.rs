//! The rules for parameters, headers and media types.
//!
//! In: the fields of one such object. Out: the same with what `openapiv3` insists on: it
//! reads a parameter with a style that its place does not have not at all.

use serde_json::{Map, Value, json};

use super::grammar::Kind;
use super::root::{is_empty, keep};
use super::walk::{Fields, Walk};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// What Swagger 2.0 wrote beside the name of a parameter and OpenAPI 3 writes in its schema.
const SCHEMA_KEYS: [&str; 16] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
];

/// A parameter has a schema or a content, and not both.
pub(super) fn enter(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, map: &mut Fields) {
    match (map.contains_key("schema"), map.contains_key("content")) {
        (true, false) | (false, true) => {}
        (true, true) => {
            let message =
                format!("{} has either a schema or a content: the content is ignored", kind.name());
            walk.d.warning(Code::Malformed, &at.child("content"), message);
            map.shift_remove("content");
        }
        (false, false) if map.contains_key("type") => adopt_schema(walk, kind, at, map),
        (false, false) => {
            let message =
                format!("{} without a schema: it is read as one that takes anything", kind.name());
            walk.d.warning(Code::Malformed, at, message).with_help("schema: {type: string}");
            map.insert("schema".to_owned(), json!({}));
        }
    }
}

fn adopt_schema(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, map: &mut Fields) {
    let message = format!(
        "the type of {} belongs in its `schema`: it is read as if it was there",
        kind.name()
    );
    walk.d.warning(Code::Malformed, &at.child("type"), message);
    let inner = at.child("schema");
    let mut schema = Map::new();
    let mut moves = Vec::new();
    for key in SCHEMA_KEYS {
        if let Some(value) = map.shift_remove(key) {
            moves.push((inner.child(key), at.child(key)));
            schema.insert(key.to_owned(), value);
        }
    }
    walk.d.moved_together(moves);
    map.insert("schema".to_owned(), Value::Object(schema));
}

pub(super) fn leave_parameter(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) -> bool {
    if !map.contains_key("name") {
        let message = "this parameter has no `name`: it is dropped";
        walk.d.warning(Code::Malformed, at, message).with_help("name: …");
        return false;
    }
    let Some(place) = location(walk, at, map) else { return false };
    map.insert("in".to_owned(), json!(place.name()));
    if place == Location::QueryString {
        map.insert("x-link-querystring".to_owned(), json!(true));
    }
    if place == Location::Cookie && map.get("style").is_some_and(|style| style == "cookie") {
        keep(walk, at, map, "style");
    }
    if place == Location::Path && map.get("required") != Some(&json!(true)) {
        walk.d.note(Code::Malformed, at, "this parameter is in the path: it is always required");
        map.insert("required".to_owned(), json!(true));
    }
    check_style(walk, at, map, place.styles());
    complete(map);
    true
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Location {
    Query,
    /// The whole of it, as one value (OpenAPI 3.2).
    QueryString,
    Header,
    Path,
    Cookie,
}

impl Location {
    const fn name(self) -> &'static str {
        match self {
            Self::Query | Self::QueryString => "query",
            Self::Header => "header",
            Self::Path => "path",
            Self::Cookie => "cookie",
        }
    }

    const fn styles(self) -> &'static [&'static str] {
        match self {
            Self::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            // Its content says how it is written.
            Self::QueryString => &[],
            Self::Header => &["simple"],
            Self::Path => &["matrix", "label", "simple"],
            Self::Cookie => &["form"],
        }
    }
}

fn location(walk: &mut Walk<'_>, at: &Pointer, map: &Fields) -> Option<Location> {
    let here = at.child("in");
    let Some(Value::String(text)) = map.get("in") else {
        let name = map.get("name").and_then(Value::as_str).unwrap_or_default();
        let in_path = at.steps().nth(1).is_some_and(|path| path.contains(&format!("{{{name}}}")));
        let found = if in_path { Location::Path } else { Location::Query };
        let message = format!(
            "this parameter does not say where it goes: it is read as one in the {}",
            found.name()
        );
        walk.d
            .warning(Code::Malformed, at, message)
            .with_help(format!("say where it travels:\nin: {}", found.name()));
        return Some(found);
    };
    let lower = text.to_ascii_lowercase();
    let location = match lower.as_str() {
        "query" => Location::Query,
        "header" => Location::Header,
        "path" => Location::Path,
        "cookie" => Location::Cookie,
        "querystring" => Location::QueryString,
        "body" | "formdata" => {
            let message = format!("`in: {text}` is Swagger 2.0: this parameter is dropped");
            walk.d
                .warning(Code::Malformed, &here, message)
                .with_help("since OpenAPI 3.0 this is the operation's `requestBody`");
            return None;
        }
        _ => {
            let message = format!("a parameter cannot be in `{text}`: it is dropped");
            walk.d
                .warning(Code::Malformed, &here, message)
                .with_help("say where it travels, in query, header, path or cookie:\nin: query");
            return None;
        }
    };
    if lower != *text {
        walk.d.warning(Code::Malformed, &here, format!("`{text}` is read as `{lower}`"));
    }
    Some(location)
}

pub(super) fn leave_header(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    check_style(walk, at, map, Location::Header.styles());
    complete(map);
}

/// A schema that was dropped, which was said then, is one that takes anything.
fn complete(map: &mut Fields) {
    if !map.contains_key("schema") && !map.contains_key("content") {
        map.insert("schema".to_owned(), json!({}));
    }
}

pub(super) fn leave_media_type(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    keep(walk, at, map, "itemSchema");
    for key in ["prefixEncoding", "itemEncoding"] {
        if map.contains_key(key) {
            let message =
                format!("`{key}` has no effect: parts with positions are passed as bytes");
            walk.d.warning(Code::Unsupported, &at.child(key), message);
            keep(walk, at, map, key);
        }
    }
}

pub(super) fn leave_encoding(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    for key in ["encoding", "prefixEncoding", "itemEncoding"] {
        if map.get(key).is_some_and(|value| !is_empty(value)) {
            let message =
                format!("`{key}` has no effect: what stands inside of a part is no part itself");
            walk.d.warning(Code::Unsupported, &at.child(key), message);
        }
        map.shift_remove(key);
    }
    check_style(walk, at, map, Location::Query.styles());
    // `openapiv3` takes what is not there for false; by the specification it is true for
    // the default style.
    let form = map.get("style").is_none_or(|style| style == "form");
    map.entry("explode").or_insert(Value::Bool(form));
}

fn check_style(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields, styles: &[&str]) {
    let Some(Value::String(style)) = map.get("style") else { return };
    if !styles.contains(&style.as_str()) {
        walk.d
            .warning(
                Code::Malformed,
                &at.child("style"),
                format!("`{style}` is no style here: it is ignored"),
            )
            .with_help(format!("what can stand here: {}", styles.join(", ")));
        map.shift_remove("style");
    }
}
