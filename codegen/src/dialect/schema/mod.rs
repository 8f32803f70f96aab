//! The rules for schemas, where most of the difference between 3.0 and 3.1 lies.
//!
//! In: the keywords of a schema, each in its shape, its parts already in the one dialect.
//! Out: the schema in the one dialect. The order of the rules is the order in [`leave`]; a
//! rule reads what those before it have left. Does not follow references.

mod beyond;
mod bounds;
mod content;
mod enums;
mod keywords;
mod null;
mod types;
mod union;

use serde_json::{Map, Value, json};

use super::reference;
use super::root::keep;
use super::walk::{Fields, Walk};
use crate::diagnostics::Code;
use crate::source::Pointer;

pub(super) use types::is_type;

/// The keywords of a schema, with what they hold.
type Keywords = Fields;

/// Brings a schema into the one dialect.
pub(super) fn leave(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    examples(walk, at, map);
    types::read(walk, at, map);
    enums::read(walk, at, map);
    if !null::is_null(map) {
        content::read(walk, at, map);
        bounds::read(walk, at, map);
        beyond::equal(walk, at, map);
        reference::of_schema(walk, at, map);
        null::from_parts(walk, at, map);
        types::split(walk, at, map);
        union::read(walk, at, map);
        enums::agree(walk, at, map);
        types::drop_foreign(walk, at, map);
    }
    beyond::keep(walk, at, map);
    remarks(map);
    only_reference(walk, at, map);
}

/// A list of schemas where one is called for: what each element of an array is, in turn.
pub(super) fn positions(walk: &mut Walk<'_>, at: &Pointer, list: Vec<Value>) -> Option<Value> {
    if list.is_empty() {
        walk.d.warning(
            Code::Malformed,
            at,
            "this is an empty list and not a schema: it is dropped",
        );
        return None;
    }
    walk.many(super::grammar::Kind::Schema, at, Value::Array(list))
}

/// The schema that nothing matches.
pub(super) fn never() -> Keywords {
    Map::from_iter([("not".to_owned(), json!({}))])
}

/// A schema in the place of a flag, as a flag where it says no more than one.
pub(super) fn as_flag(value: Value) -> Value {
    match &value {
        Value::Object(map) if map.is_empty() => Value::Bool(true),
        Value::Object(map) if is_never(map) => Value::Bool(false),
        _ => value,
    }
}

fn is_never(map: &Keywords) -> bool {
    map.get("not").and_then(Value::as_object).is_some_and(Map::is_empty)
}

/// A discriminator is nothing without the name of a property.
pub(super) fn leave_discriminator(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) -> bool {
    keep(walk, at, map, "defaultMapping");
    if map.contains_key("propertyName") {
        return true;
    }
    walk.d
        .warning(Code::Malformed, at, "this discriminator has no `propertyName`: it is dropped")
        .with_help("propertyName: type");
    false
}

/// A list of examples as the one example that 3.0 has. A list of several stays one.
fn examples(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let several = map.get("examples").and_then(Value::as_array).is_some_and(|list| list.len() > 1);
    if several {
        keep(walk, at, map, "examples");
    }
    if let Some(Value::Array(examples)) = map.shift_remove("examples")
        && let Some(first) = examples.into_iter().next().filter(|_| !map.contains_key("example"))
    {
        walk.d.moved(at.child("example"), at.child("examples").child(0));
        map.insert("example".to_owned(), first);
    }
}

/// Takes out what says nothing: flags that are off, and what names a schema.
fn remarks(map: &mut Keywords) {
    // In one go: almost all schemas have none of them, and each look-up has its price.
    map.retain(|keyword, value| match keyword.as_str() {
        "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => {
            *value != Value::Bool(false)
        }
        "required" => value.as_array().is_none_or(|names| !names.is_empty()),
        "$id" | "$anchor" | "$schema" | "$comment" | "$vocabulary" | "$dynamicAnchor"
        | "$recursiveAnchor" => false,
        _ => true,
    });
}

/// `allOf` with one reference in it and nothing beside it is that reference.
fn only_reference(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let Some(Value::Array(parts)) = map.get("allOf").filter(|_| map.len() == 1) else { return };
    let [Value::Object(part)] = parts.as_slice() else { return };
    let Some(reference) = part.get("$ref").filter(|_| part.len() == 1).cloned() else { return };
    let before = at.child("allOf").child(0);
    if !walk.is_pinned(&before) {
        let now = at.child("$ref");
        walk.d.moved_together([(now.clone(), before.clone()), (now, before.child("$ref"))]);
        *map = Map::from_iter([("$ref".to_owned(), reference)]);
    }
}

#[cfg(test)]
mod tests;
