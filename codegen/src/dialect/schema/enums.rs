//! `const` and `enum`, and whether their values are of the schema's type.
//!
//! In: both in any shape. Out: an `enum` without null whose values are of the type, with
//! `x-link-const: true` where it was a `const`. Values that YAML made numbers of are texts
//! again where the type is `string`. Does not mind values that are there twice.

use serde_json::{Value, json};

use super::keywords::Type;
use super::{Keywords, null, types};
use crate::diagnostics::Code;
use crate::dialect::repair::{as_integer, nothing, scalar_text};
use crate::dialect::walk::Walk;
use crate::source::Pointer;

/// Reads `const` and `enum`, and takes null out of them.
pub(super) fn read(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    if let Some(value) = map.shift_remove("const") {
        walk.d.moved(at.child("enum"), at.child("const"));
        map.insert("enum".to_owned(), json!([value]));
        map.insert("x-link-const".to_owned(), json!(true));
    }
    let Some(values) = map.shift_remove("enum") else { return };
    let Some(mut values) = list(walk, &at.child("enum"), values) else { return };
    let nulls: Vec<bool> = values.iter().map(Value::is_null).collect();
    values.retain(|value| !value.is_null());
    if values.is_empty() {
        map.shift_remove("x-link-const");
        null::only(map);
        return;
    }
    if nulls.contains(&true) {
        null::allow(map);
        forget_names(map, &nulls);
        let here = at.child("enum");
        let kept = nulls.iter().enumerate().filter(|(_, null)| !**null);
        let moves =
            kept.enumerate().map(|(now, (before, _))| (here.child(now), here.child(before)));
        walk.d.moved_together(moves);
    }
    map.insert("enum".to_owned(), Value::Array(values));
}

fn list(walk: &mut Walk<'_>, at: &Pointer, values: Value) -> Option<Vec<Value>> {
    match values {
        Value::Array(values) if values.is_empty() => {
            walk.d.warning(Code::Malformed, at, "an `enum` without values is dropped");
            None
        }
        Value::Array(values) => Some(values),
        Value::Null => nothing(walk, at),
        Value::String(_) | Value::Bool(_) | Value::Number(_) => {
            walk.d.warning(Code::Malformed, at, "this is a single value, read as a list of one");
            Some(vec![values])
        }
        Value::Object(_) => {
            walk.d.warning(Code::Malformed, at, "this is not a list of values: it is dropped");
            None
        }
    }
}

/// Extensions such as `x-enum-varnames` go in step with the values.
fn forget_names(map: &mut Keywords, nulls: &[bool]) {
    for (_, value) in map.iter_mut().filter(|(keyword, _)| keyword.starts_with("x-enum")) {
        if let Value::Array(names) = value
            && names.len() == nulls.len()
        {
            let mut nulls = nulls.iter();
            names.retain(|_| nulls.next() != Some(&true));
        }
    }
}

/// Brings values and type together, and says the type that all values have.
pub(super) fn agree(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let kind = map.get("type").and_then(Value::as_str).and_then(Type::of);
    let Some(Value::Array(values)) = map.get_mut("enum") else { return };
    let here = at.child("enum");
    match kind {
        Some(Type::String) => {
            let odd = values.iter().any(|value| !value.is_string());
            if odd && !as_texts(walk, &here, values) {
                untyped(walk, at, map, Type::String);
            }
        }
        Some(Type::Integer) => {
            as_integers(values);
            if !values.iter().all(|value| types::matches(value, Type::Integer)) {
                untyped(walk, at, map, Type::Integer);
            }
        }
        Some(kind @ (Type::Number | Type::Boolean)) => {
            if !values.iter().all(|value| types::matches(value, kind)) {
                untyped(walk, at, map, kind);
            }
        }
        Some(kind @ (Type::Object | Type::Array)) => {
            let message =
                format!("the values of an {} are not checked: `enum` is ignored", kind.name());
            walk.d.note(Code::Ignored, &here, message);
            map.shift_remove("enum");
            map.shift_remove("x-link-const");
        }
        None => {
            if let Some(kind) = common_type(values) {
                map.insert("type".to_owned(), json!(kind.name()));
            }
        }
    }
}

/// Numbers and truth values among texts are texts that YAML made something else of.
fn as_texts(walk: &mut Walk<'_>, at: &Pointer, values: &mut [Value]) -> bool {
    let Some(texts) = values.iter().map(scalar_text).collect::<Option<Vec<_>>>() else {
        return false;
    };
    for (index, (value, text)) in values.iter_mut().zip(texts).enumerate() {
        if !value.is_string() {
            let message = format!("{value} is not a text: it is read as \"{text}\"");
            walk.d
                .warning(Code::Malformed, &at.child(index), message)
                .with_help("put quotes around it if it should read differently");
            *value = Value::String(text);
        }
    }
    true
}

fn as_integers(values: &mut [Value]) {
    for value in values {
        if let Value::Number(number) = value {
            *number = as_integer(number.clone());
        }
    }
}

/// Where values and type contradict each other, the values are what is sent.
fn untyped(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords, kind: Type) {
    let message = format!("not all values are of type `{}`: the type is ignored", kind.name());
    walk.d
        .warning(Code::Malformed, &at.child("enum"), message)
        .with_help("correct the type or the values, as the API sends them");
    map.shift_remove("type");
}

fn common_type(values: &[Value]) -> Option<Type> {
    [Type::String, Type::Boolean, Type::Integer, Type::Number]
        .into_iter()
        .find(|kind| values.iter().all(|value| types::matches(value, *kind)))
}
