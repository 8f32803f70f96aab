//! Keywords of 3.1 that 3.0 does not have.
//!
//! In: a schema with any of them. Out: the equal keyword of 3.0 where there is one; else
//! the keyword under an `x-link-` name, which `openapiv3` keeps, and what is lost by it.

use serde_json::{Value, json};

use super::{Keywords, as_flag, is_never, never};
use crate::diagnostics::Code;
use crate::dialect::root;
use crate::dialect::walk::Walk;
use crate::source::Pointer;

/// Keywords that decide which values there can be and that no type of Rust can say.
const LIMITS: [&str; 13] = [
    "if",
    "then",
    "else",
    "not",
    "contains",
    "minContains",
    "maxContains",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// Keywords that decide about types and are read from their `x-link-` names.
const TYPES: [&str; 2] = ["prefixItems", "patternProperties"];

/// Keywords that can mean what 3.0 says with another one.
const EQUAL: [&str; 7] = [
    "items",
    "additionalItems",
    "prefixItems",
    "unevaluatedItems",
    "propertyNames",
    "patternProperties",
    "unevaluatedProperties",
];

/// Puts the keywords of 3.0 in the place of those that mean the same.
pub(super) fn equal(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    if !map.keys().any(|keyword| EQUAL.contains(&keyword.as_str())) {
        return;
    }
    // Items in turn, as they were written until 2019.
    if map.get("items").is_some_and(Value::is_array) {
        rename(walk, at, map, "items", "prefixItems");
        rename_flag(walk, at, map, "additionalItems", "items");
    }
    map.shift_remove("additionalItems");
    // Without parts, what they leave over is what there is.
    let parts = ["allOf", "anyOf", "oneOf", "$ref", "if", "dependentSchemas"];
    if !parts.iter().any(|part| map.contains_key(*part)) {
        if !map.contains_key("additionalProperties") {
            rename(walk, at, map, "unevaluatedProperties", "additionalProperties");
        }
        if !map.contains_key("items") {
            rename_flag(walk, at, map, "unevaluatedItems", "items");
        }
    }
    // All names are texts.
    if map
        .get("propertyNames")
        .is_some_and(|names| *names == json!({"type": "string"}) || *names == json!({}))
    {
        map.shift_remove("propertyNames");
    }
    same_items(walk, at, map);
    same_properties(walk, at, map);
}

/// A list whose elements are all of one schema, whatever their position.
fn same_items(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let Some(Value::Array(positions)) = map.get("prefixItems") else { return };
    let count = positions.len() as u64;
    let ends = map.get("items").and_then(Value::as_object).is_some_and(is_never)
        || map.get("maxItems").and_then(Value::as_u64).is_some_and(|most| most <= count);
    let Some(first) = positions.first().filter(|first| positions.iter().all(|each| each == *first))
    else {
        return;
    };
    let first = first.clone();
    if ends || map.get("items") == Some(&first) {
        walk.d.moved(at.child("items"), at.child("prefixItems").child(0));
        map.shift_remove("prefixItems");
        map.insert("items".to_owned(), first);
        if ends {
            map.entry("maxItems").or_insert_with(|| json!(count));
        }
    }
}

/// A map whose names follow a pattern is a map; the pattern itself is documentation.
fn same_properties(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let Some(Value::Object(patterns)) = map.get("patternProperties") else { return };
    let closed = map.get("additionalProperties") == Some(&Value::Bool(false));
    let here = at.child("patternProperties");
    match patterns.iter().next() {
        None => {
            map.shift_remove("patternProperties");
        }
        Some((pattern, schema)) if closed && patterns.values().all(|each| each == schema) => {
            let message = format!("the pattern `{pattern}` has no effect on the generated types");
            walk.d.note(Code::Ignored, &here.child(pattern), message);
            walk.d.moved(at.child("additionalProperties"), here.child(pattern));
            let schema = schema.clone();
            map.shift_remove("patternProperties");
            map.insert("additionalProperties".to_owned(), schema);
        }
        Some(_) => {}
    }
}

/// Renames a keyword of schemas or flags to one of schemas.
fn rename_flag(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords, from: &str, to: &str) {
    rename(walk, at, map, from, to);
    if let Some(Value::Bool(flag)) = map.get(to) {
        map.insert(to.to_owned(), if *flag { json!({}) } else { Value::Object(never()) });
    }
}

fn rename(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords, from: &str, to: &str) {
    if let Some(value) = map.shift_remove(from) {
        walk.d.moved(at.child(to), at.child(from));
        map.insert(to.to_owned(), value);
    }
}

/// Keeps what 3.0 cannot say out of its way, and says what becomes of it.
pub(super) fn keep(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    for keyword in TYPES {
        root::keep(walk, at, map, keyword);
    }
    if map.keys().any(|keyword| LIMITS.contains(&keyword.as_str())) {
        for keyword in LIMITS {
            if map.contains_key(keyword) && !(keyword == "not" && is_never(map)) {
                limit(walk, at, map, keyword);
            }
        }
    }
    if map.contains_key("contentSchema") {
        let message =
            "`contentSchema` has no effect on the generated types: the text is not looked into";
        walk.d.note(Code::Ignored, &at.child("contentSchema"), message);
        root::keep(walk, at, map, "contentSchema");
    }
    if let Some(value) = map.shift_remove("additionalProperties") {
        map.insert("additionalProperties".to_owned(), as_flag(value));
    }
}

fn limit(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords, keyword: &str) {
    // What follows from an `if` is said with it.
    if !matches!(keyword, "then" | "else") || !map.contains_key("x-link-if") {
        let message = format!("`{keyword}` has no effect on the generated types");
        walk.d.note(Code::Ignored, &at.child(keyword), message);
    }
    root::keep(walk, at, map, keyword);
}
