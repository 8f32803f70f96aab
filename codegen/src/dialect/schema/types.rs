//! `type`: one of six names, or several, or null.
//!
//! In: `type` in every spelling. Out: at most one name. Several become an `anyOf` of one
//! schema each, and keywords that say nothing of the type are dropped.

use std::mem;

use serde_json::{Map, Value, json};

use super::keywords::{Role, Type};
use super::{Keywords, null};
use crate::diagnostics::{Code, shape_of};
use crate::dialect::repair::{as_integer, nothing};
use crate::dialect::walk::Walk;
use crate::source::Pointer;

/// Whether the text is the name of a type, as it may stand where a schema belongs.
pub(in crate::dialect) fn is_type(text: &str) -> bool {
    Type::of(text).is_some()
}

/// A name under `type`, as it is meant.
enum Named {
    Null,
    Type(Type),
    /// Not a type of JSON, but of the type and format that some mean by it.
    Also(Type, Option<&'static str>),
    Anything,
    Unknown,
}

fn classify(text: &str) -> Named {
    if let Some(known) = Type::of(text) {
        return Named::Type(known);
    }
    match text.to_ascii_lowercase().as_str() {
        "null" => Named::Null,
        "string" | "str" | "text" => Named::Also(Type::String, None),
        "file" => Named::Also(Type::String, Some("binary")),
        "date" => Named::Also(Type::String, Some("date")),
        "date-time" | "datetime" => Named::Also(Type::String, Some("date-time")),
        "uuid" => Named::Also(Type::String, Some("uuid")),
        "number" | "float" | "double" | "decimal" => Named::Also(Type::Number, None),
        "integer" | "int" | "long" => Named::Also(Type::Integer, None),
        "boolean" | "bool" => Named::Also(Type::Boolean, None),
        "object" | "map" | "dict" => Named::Also(Type::Object, None),
        "array" | "list" => Named::Also(Type::Array, None),
        "any" => Named::Anything,
        _ => Named::Unknown,
    }
}

/// Reads `type`: afterwards it is a name, or a list of two or more different ones.
pub(super) fn read(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let Some(value) = map.shift_remove("type") else { return };
    let here = at.child("type");
    if value.is_null() && map.keys().any(|keyword| Role::of(keyword) != Role::Remark) {
        // Something else says what there can be, so null is not what was meant.
        nothing::<()>(walk, &here);
        return;
    }
    let names = match value {
        Value::Array(names) => names,
        value => vec![value],
    };
    let mut types = Vec::new();
    let mut nullable = false;
    for value in names {
        match read_name(walk, &here, map, &value) {
            Named::Null => nullable = true,
            Named::Type(kind) | Named::Also(kind, _) if types.contains(&kind) => {}
            Named::Type(kind) | Named::Also(kind, _) => types.push(kind),
            Named::Anything | Named::Unknown => {}
        }
    }
    if types.contains(&Type::Number) {
        // Every integer is a number.
        types.retain(|kind| *kind != Type::Integer);
    }
    match types.as_slice() {
        [] if nullable => null::only(map),
        [] => {}
        [kind] => {
            map.insert("type".to_owned(), json!(kind.name()));
        }
        kinds => {
            let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            map.insert("type".to_owned(), json!(names));
        }
    }
    if nullable {
        null::allow(map);
    }
}

fn read_name(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords, value: &Value) -> Named {
    let text = match value {
        Value::String(text) => text.as_str(),
        // What YAML makes of `type: null` without quotes.
        Value::Null => {
            walk.d
                .warning(Code::Malformed, at, "there is no type here: it is read as \"null\"")
                .with_help("type: \"null\"");
            return Named::Null;
        }
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let message = format!(
                "this is {} where the name of a type belongs: it is dropped",
                shape_of(value)
            );
            walk.d.warning(Code::Malformed, at, message);
            return Named::Unknown;
        }
    };
    let named = classify(text);
    match &named {
        Named::Null | Named::Type(_) => {}
        Named::Also(kind, format) => {
            let message = format!("`{text}` is no type: it is read as `{}`", kind.name());
            walk.d.warning(Code::Malformed, at, message);
            if let Some(format) = format {
                map.entry("format").or_insert_with(|| json!(format));
            }
        }
        Named::Anything => {
            walk.d.warning(
                Code::Malformed,
                at,
                "`any` is no type: no type is what allows anything",
            );
        }
        Named::Unknown => {
            walk.d
                .warning(Code::Malformed, at, format!("`{text}` is no type: it is ignored"))
                .with_help("what can stand here: string, number, integer, boolean, object, array");
        }
    }
    named
}

/// `type: [A, B]` as an `anyOf` of one schema for each, with what says something of it.
pub(super) fn split(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let Some(Value::Array(names)) = map.get("type") else { return };
    let types: Vec<_> = names.iter().filter_map(Value::as_str).filter_map(Type::of).collect();
    map.shift_remove("type");
    if ["allOf", "anyOf", "oneOf"].iter().any(|key| map.contains_key(*key)) {
        let message = "several types beside `allOf`, `anyOf` or `oneOf` are ignored: their parts have their own";
        walk.d.note(Code::Ignored, &at.child("type"), message);
        return;
    }
    let values = map.shift_remove("enum");
    let mut branches: Vec<_> = types.into_iter().map(Branch::new).collect();
    if let Some(Value::Array(values)) = values {
        deal(walk, at, &mut branches, values);
    }
    for (keyword, value) in mem::take(map) {
        let Role::Of(owners) = Role::of(&keyword) else {
            map.insert(keyword, value);
            continue;
        };
        let owner = format_owner(&keyword, &value, &branches)
            .or_else(|| branches.iter().position(|branch| owners.contains(&branch.kind)));
        match owner.and_then(|owner| branches.get_mut(owner)) {
            Some(branch) => branch.take(at, keyword, value),
            None => {
                map.insert(keyword, value);
            }
        }
    }
    let here = at.child("anyOf");
    let mut schemas = Vec::new();
    for (index, branch) in branches.into_iter().enumerate() {
        let now = here.child(index);
        let moves = branch.taken.into_iter().map(|(keyword, before)| (now.child(&keyword), before));
        walk.d.moved_together(moves.chain([(now.clone(), at.child("type"))]).collect::<Vec<_>>());
        schemas.push(Value::Object(branch.map));
    }
    map.insert("anyOf".to_owned(), Value::Array(schemas));
}

/// One of the schemas that several types become.
struct Branch {
    kind: Type,
    map: Keywords,
    taken: Vec<(String, Pointer)>,
}

impl Branch {
    fn new(kind: Type) -> Self {
        Self {
            kind,
            map: Map::from_iter([("type".to_owned(), json!(kind.name()))]),
            taken: Vec::new(),
        }
    }

    fn take(&mut self, at: &Pointer, keyword: String, value: Value) {
        self.taken.push((keyword.clone(), at.child(&keyword)));
        self.map.insert(keyword, value);
    }
}

/// The values of an `enum` go to the schema of their type; a type without any goes.
fn deal(walk: &mut Walk<'_>, at: &Pointer, branches: &mut Vec<Branch>, values: Vec<Value>) {
    let here = at.child("enum");
    let mut dealt: Vec<Vec<Value>> = branches.iter().map(|_| Vec::new()).collect();
    for (index, value) in values.into_iter().enumerate() {
        let owner = branches.iter().position(|branch| matches(&value, branch.kind));
        if let Some(values) = owner.and_then(|owner| dealt.get_mut(owner)) {
            values.push(value);
        } else {
            let message = format!("{value} is of none of the types here: it is dropped");
            walk.d.warning(Code::Malformed, &here.child(index), message);
        }
    }
    let mut dealt = dealt.into_iter();
    branches.retain_mut(|branch| match dealt.next() {
        Some(values) if !values.is_empty() => {
            branch.take(at, "enum".to_owned(), Value::Array(values));
            true
        }
        _ => false,
    });
}

/// Whether the value is of the type.
pub(super) fn matches(value: &Value, kind: Type) -> bool {
    match (value, kind) {
        (Value::Number(number), Type::Integer) => {
            as_integer(number.clone()).is_i64() || number.is_u64()
        }
        (Value::String(_), Type::String)
        | (Value::Number(_), Type::Number)
        | (Value::Bool(_), Type::Boolean)
        | (Value::Object(_), Type::Object)
        | (Value::Array(_), Type::Array) => true,
        (
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_),
            Type::String
            | Type::Number
            | Type::Integer
            | Type::Boolean
            | Type::Object
            | Type::Array,
        ) => false,
    }
}

/// A `format` of numbers goes to the number and any other to the text.
fn format_owner(keyword: &str, value: &Value, branches: &[Branch]) -> Option<usize> {
    let format = value.as_str().filter(|_| keyword == "format")?;
    let numeric = matches!(format, "int32" | "int64" | "float" | "double" | "uint32" | "uint64");
    branches.iter().position(|branch| match branch.kind {
        Type::Integer | Type::Number => numeric,
        Type::String => !numeric,
        Type::Boolean | Type::Object | Type::Array => false,
    })
}

/// Drops the keywords that say nothing of the one type that the schema has.
pub(super) fn drop_foreign(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let Some(kind) = map.get("type").and_then(Value::as_str).and_then(Type::of) else { return };
    let foreign = |keyword: &String| !Role::of(keyword).is_about(kind);
    let foreign: Vec<_> = map.keys().filter(|keyword| foreign(keyword)).cloned().collect();
    for keyword in foreign {
        map.shift_remove(&keyword);
        let message = format!(
            "`{keyword}` is ignored: it says nothing of a schema of type `{}`",
            kind.name()
        );
        // Parts that are lost may have been meant; limits are only documentation.
        if matches!(keyword.as_str(), "properties" | "items" | "additionalProperties") {
            walk.d
                .warning(Code::Malformed, &at.child(&keyword), message)
                .with_help("correct `type`, or take it out");
        } else {
            walk.d.note(Code::Ignored, &at.child(&keyword), message);
        }
    }
}
