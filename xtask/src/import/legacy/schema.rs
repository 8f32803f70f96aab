//! Schemas as Mintlify took them apart.
//!
//! In: a list of alternatives, whose members each stand in an `allOf` of their own. Out: one
//! schema. Members that say nothing of Mintlify's own are as they were published.

use link_codegen::Pointer;
use serde_json::{Map, Value, json};

use super::{NAME, Problems, members};

/// Alternatives as one schema.
pub(super) struct Union {
    pub schema: Value,
    /// Whether the body or parameter that it is for has to be there.
    pub required: bool,
}

/// The alternatives of a parameter or a body.
pub(super) fn union(value: &Value, here: &Pointer, problems: &mut Problems<'_>) -> Union {
    let Some(list) = value.as_array().filter(|list| !list.is_empty()) else {
        problems.error(here, "this should be a list of schemas".to_owned());
        return Union { schema: Value::Null, required: false };
    };
    let mut required = false;
    let mut schemas = Vec::new();
    for (index, entry) in list.iter().enumerate() {
        let at = here.child(index);
        let mut entry = members(entry, &at, problems).cloned().unwrap_or_default();
        required |= entry.get("required") == Some(&Value::Bool(true));
        if entry.get("required").is_some_and(Value::is_boolean) {
            entry.shift_remove("required");
        }
        schemas.push(alternative(entry, &at, problems));
    }
    let schema = if schemas.len() == 1 {
        schemas.pop().unwrap_or_default()
    } else {
        // It was `oneOf` or `anyOf`, which is not told; this one holds for both.
        json!({ "anyOf": schemas })
    };
    Union { schema, required }
}

fn alternative(entry: Map<String, Value>, here: &Pointer, problems: &mut Problems<'_>) -> Value {
    let mut schema = Map::new();
    for (key, value) in entry {
        let at = here.child(&key);
        match key.as_str() {
            "type" => kind(&mut schema, value, &at, problems),
            "refIdentifier" => {
                schema.insert(NAME.to_owned(), value);
            }
            "requiredProperties" => {
                schema.insert("required".to_owned(), value);
            }
            "properties" | "patternProperties" => {
                let mut own = Map::new();
                for (name, member) in members(&value, &at, problems).into_iter().flatten() {
                    own.insert(name.clone(), unwrapped(member.clone()));
                }
                schema.insert(key, Value::Object(own));
            }
            "items" | "additionalProperties" | "not" => {
                schema.insert(key, unwrapped(value));
            }
            "required" => problems.error(&at, "`required` has another form here".to_owned()),
            _ => {
                schema.insert(key, value);
            }
        }
    }
    Value::Object(schema)
}

/// A type, or one that only Mintlify has.
fn kind(schema: &mut Map<String, Value>, value: Value, at: &Pointer, problems: &mut Problems<'_>) {
    let insert = |schema: &mut Map<String, Value>, key: &str, text: &str| {
        schema.insert(key.to_owned(), text.into());
    };
    let Some(name) = value.as_str() else {
        schema.insert("type".to_owned(), value);
        return;
    };
    let listed = name.strip_prefix("enum<").and_then(|name| name.strip_suffix('>'));
    match listed.unwrap_or(name) {
        "any" => {}
        "file" => {
            insert(schema, "type", "string");
            insert(schema, "format", "binary");
        }
        name @ ("string" | "number" | "integer" | "boolean" | "object" | "array" | "null") => {
            insert(schema, "type", name);
        }
        name => problems.error(at, format!("the type `{name}` is not known")),
    }
}

/// What stands alone in an `allOf`.
fn unwrapped(value: Value) -> Value {
    let alone = match &value {
        Value::Object(map) if map.len() == 1 => map.get("allOf").and_then(Value::as_array),
        _ => None,
    };
    match alone.map(Vec::as_slice) {
        Some([inner]) => inner.clone(),
        Some(_) | None => value,
    }
}
