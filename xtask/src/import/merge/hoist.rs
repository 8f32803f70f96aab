//! Schemas that were written out, back under their names.
//!
//! In: a document in which schemas carry the name that they had before their publisher wrote
//! them out. Out: the same with references, where all that have a name are the same; one that is
//! not stays written out, so that no schema changes its meaning.

use link_codegen::Pointer;
use serde_json::{Map, Value, json};

use super::super::legacy::NAME;

/// Puts named schemas into the components.
pub(super) fn hoist(document: &mut Value) {
    let mut found = Vec::new();
    collect(document.get("paths").unwrap_or(&Value::Null), &mut found);
    if found.is_empty() {
        return;
    }
    let root = document.as_object_mut();
    let components = root.map(|root| root.entry("components").or_insert_with(|| json!({})));
    let Some(components) = components.and_then(Value::as_object_mut) else { return };
    let schemas = components.entry("schemas").or_insert_with(|| json!({}));
    let Some(schemas) = schemas.as_object_mut() else { return };
    for (name, schema) in found {
        schemas.entry(name).or_insert(schema);
    }
    let known = schemas.clone();
    if let Some(paths) = document.get_mut("paths") {
        refer(paths, &known);
    }
}

fn collect(value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) => {
            if let Some(name) = name(map) {
                found.push((name, without_name(map)));
            }
            map.values().for_each(|value| collect(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn refer(value: &mut Value, known: &Map<String, Value>) {
    match value {
        Value::Object(map) => {
            if let Some(name) = name(map) {
                let schema = without_name(map);
                *value = if known.get(&name) == Some(&schema) {
                    let to = Pointer::root().join(&["components", "schemas", &name]);
                    json!({ "$ref": to.to_reference() })
                } else {
                    schema
                };
                return;
            }
            map.values_mut().for_each(|value| refer(value, known));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| refer(value, known)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn name(map: &Map<String, Value>) -> Option<String> {
    let pointer = Pointer::parse(map.get(NAME)?.as_str()?)?;
    let parent = Pointer::root().join(&["components", "schemas"]);
    (pointer.parent()? == parent).then(|| pointer.last())?
}

fn without_name(map: &Map<String, Value>) -> Value {
    let mut map = map.clone();
    map.shift_remove(NAME);
    Value::Object(map)
}
