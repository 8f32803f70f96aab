//! Values that do not have the shape that OpenAPI gives them.
//!
//! In: a value and the shape that its key calls for. Out: the value in that shape where it
//! is clear what is meant, else `None`. Everything that is changed or dropped is said, so
//! that a document with a slip in it still becomes a crate. Only what says nothing
//! (`description:` with nothing behind it) is dropped without a word.

use serde_json::{Map, Number, Value};

use super::grammar::Kind;
use super::schema;
use super::walk::{Fields, Walk};
use crate::diagnostics::{Code, shape_of};
use crate::source::Pointer;

/// A text; numbers and truth values that YAML made of one are texts again.
pub(super) fn text(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    match value {
        Value::String(_) => Some(value),
        Value::Null => None,
        Value::Number(_) | Value::Bool(_) => {
            let text = scalar_text(&value)?;
            let message =
                format!("this is {}, not a text: it is read as \"{text}\"", shape_of(&value));
            walk.d
                .warning(Code::Malformed, at, message)
                .with_help("put quotes around it if it should read differently");
            Some(Value::String(text))
        }
        Value::Array(_) | Value::Object(_) => dropped(walk, at, &value, "a text"),
    }
}

/// A truth value, also as a text.
pub(super) fn flag(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    let flag = match &value {
        Value::Bool(_) => return Some(value),
        Value::Null => return None,
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let Some(flag) = flag else {
        return dropped(walk, at, &value, "true or false");
    };
    walk.d.warning(Code::Malformed, at, format!("this is a text: it is read as {flag}"));
    Some(Value::Bool(flag))
}

/// A number of things: an integer from zero on.
pub(super) fn count(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    let number = match number(walk, at, value)? {
        Value::Number(number) => as_integer(number),
        _ => return None,
    };
    if number.as_u64().is_some_and(|count| usize::try_from(count).is_ok()) {
        return Some(Value::Number(number));
    }
    walk.d.note(Code::Ignored, at, format!("{number} is ignored: it is no number of things"));
    None
}

/// A number, also as a text.
pub(super) fn number(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    match &value {
        Value::Number(_) => Some(value),
        Value::Null => None,
        Value::String(text) => match text.trim().parse::<Number>() {
            Ok(number) => {
                walk.d.warning(
                    Code::Malformed,
                    at,
                    format!("this is a text: it is read as {number}"),
                );
                Some(Value::Number(number))
            }
            Err(_) => dropped(walk, at, &value, "a number"),
        },
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            dropped(walk, at, &value, "a number")
        }
    }
}

/// `2.0` as `2`: the same number, and where integers are called for the only one to be read.
pub(super) fn as_integer(number: Number) -> Number {
    let text = number.to_string();
    match text.strip_suffix(".0").and_then(|text| text.parse::<i64>().ok()) {
        Some(integer) => integer.into(),
        None => number,
    }
}

/// A list of texts.
pub(super) fn texts(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    let list = match value {
        Value::Array(list) => list,
        Value::String(text) => {
            walk.d.warning(Code::Malformed, at, "this is a single text, read as a list of one");
            vec![Value::String(text)]
        }
        Value::Null => return nothing(walk, at),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            return dropped(walk, at, &value, "a list of texts");
        }
    };
    let list = list.into_iter().enumerate().filter_map(|(index, value)| match value {
        Value::Null => nothing(walk, &at.child(index)),
        value => text(walk, &at.child(index), value),
    });
    Some(Value::Array(list.collect()))
}

/// Texts by name.
pub(super) fn dictionary(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    let map = match value {
        Value::Object(map) => map,
        Value::Array(list) if list.is_empty() => Map::new(),
        Value::Null => return nothing(walk, at),
        Value::Array(_) | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return dropped(walk, at, &value, "texts by name");
        }
    };
    let map = map.into_iter().filter_map(|(name, value)| match value {
        // A name without a text is still a name.
        Value::Null => Some((name, Value::String(String::new()))),
        value => text(walk, &at.child(&name), value).map(|text| (name, text)),
    });
    Some(Value::Object(map.collect()))
}

/// A list of objects.
pub(super) fn list(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Null => nothing(walk, at),
        Value::Object(map) if map.is_empty() => {
            walk.d.warning(Code::Malformed, at, "this is empty and not a list: it is dropped");
            None
        }
        Value::Object(map) => {
            walk.d.warning(Code::Malformed, at, "this is not a list: it is read as a list of one");
            Some(vec![Value::Object(map)])
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => dropped(walk, at, &value, "a list"),
    }
}

/// Objects by name. PHP writes an empty map as `[]`.
pub(super) fn map(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, value: Value) -> Option<Fields> {
    match value {
        Value::Object(map) => Some(map),
        Value::Array(list) if list.is_empty() => Some(Map::new()),
        Value::Null => nothing(walk, at),
        // Examples have no effect on calls and types, and need no correction.
        Value::Array(_) | Value::Bool(_) | Value::Number(_) | Value::String(_)
            if kind == Kind::Example =>
        {
            walk.d.note(Code::Ignored, at, "these examples are ignored: they have no names");
            None
        }
        Value::Array(_) | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            dropped(walk, at, &value, "a map of names")
        }
    }
}

/// An object that is none, as one where the meaning is clear.
pub(super) fn not_an_object(
    walk: &mut Walk<'_>,
    kind: Kind,
    at: &Pointer,
    value: Value,
) -> Option<Fields> {
    if value == Value::Array(Vec::new()) {
        // PHP writes an empty object as `[]`.
        walk.d.warning(Code::Malformed, at, "this is an empty list: it is read as an empty object");
        return Some(Map::new());
    }
    let found = match (kind, value) {
        (Kind::Schema, Value::Bool(true)) => return Some(Map::new()),
        (Kind::Schema, Value::Bool(false)) => return Some(schema::never()),
        (Kind::Schema, Value::String(text)) if schema::is_type(&text) => {
            return Some(wrapped(walk, at, "type", text));
        }
        (Kind::Discriminator, Value::String(text)) => {
            return Some(wrapped(walk, at, "propertyName", text));
        }
        (Kind::Response, Value::String(text)) => {
            return Some(wrapped(walk, at, "description", text));
        }
        (Kind::Tag, Value::String(text)) => return Some(wrapped(walk, at, "name", text)),
        (Kind::Server, Value::String(text)) => return Some(wrapped(walk, at, "url", text)),
        (Kind::Example | Kind::ExternalDocs | Kind::Contact | Kind::License, value) => {
            let message =
                format!("this is ignored: it is {}, not {}", shape_of(&value), kind.name());
            walk.d.note(Code::Ignored, at, message);
            return None;
        }
        (Kind::Schema, value) => {
            let message =
                format!("this is {} where a schema belongs: it takes anything", shape_of(&value));
            walk.d.warning(Code::Malformed, at, message);
            return Some(Map::new());
        }
        // Without these there is nothing left of a document.
        (Kind::Document | Kind::Paths | Kind::Components, value) => {
            let message = format!("this is {} where {} belongs", shape_of(&value), kind.name());
            walk.d.error(Code::Malformed, at, message);
            return None;
        }
        (_, value) => value,
    };
    dropped(walk, at, &found, kind.name())
}

/// What has no value at all is dropped.
pub(super) fn nothing<T>(walk: &mut Walk<'_>, at: &Pointer) -> Option<T> {
    walk.d.warning(Code::Malformed, at, "there is nothing here: it is dropped");
    None
}

/// A name without a value: for a schema that is one without limits.
pub(super) fn nothing_named(walk: &mut Walk<'_>, kind: Kind, at: &Pointer) -> Option<Value> {
    if !matches!(kind, Kind::Schema | Kind::MediaType) {
        return nothing(walk, at);
    }
    let message = format!("there is nothing here: it is read as {} that says nothing", kind.name());
    walk.d.warning(Code::Malformed, at, message);
    Some(Value::Object(Map::new()))
}

/// The text that a single value has in JSON, and a text itself as it is.
pub(super) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn wrapped(walk: &mut Walk<'_>, at: &Pointer, key: &str, text: String) -> Fields {
    walk.d.warning(Code::Malformed, at, format!("this is a text: it is read as `{key}: {text}`"));
    Map::from_iter([(key.to_owned(), Value::String(text))])
}

/// What cannot be read as what belongs there is dropped.
pub(super) fn dropped<T>(
    walk: &mut Walk<'_>,
    at: &Pointer,
    value: &Value,
    wanted: &str,
) -> Option<T> {
    let message = format!("this is {} where {wanted} belongs: it is dropped", shape_of(value));
    walk.d.warning(Code::Malformed, at, message);
    None
}
