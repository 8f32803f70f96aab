//! What an import changes.
//!
//! In: the document as it was and as it is. Out: its operations and components that came, went
//! or changed, by their names. Does not say what that means for anybody.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::merge::is_method;
use crate::plan::Change;

/// What is not as it was: first operations, then components, in the order of the new document.
pub fn changes(old: &Value, new: &Value) -> Vec<(Change, String)> {
    let (old, new) = (parts(old), parts(new));
    let known: BTreeMap<_, _> = old.iter().map(|part| (&part.name, part.value)).collect();
    let kept: BTreeSet<_> = new.iter().map(|part| &part.name).collect();
    let mut list = Vec::new();
    for Part { name, value, .. } in &new {
        match known.get(name) {
            Some(known) if known == value => {}
            Some(_) => list.push((Change::Changed, name.clone())),
            None => list.push((Change::Added, name.clone())),
        }
    }
    let gone = old.iter().filter(|part| !kept.contains(&part.name));
    list.extend(gone.map(|part| (Change::Removed, part.name.clone())));
    list
}

/// How many operations and components a document has.
pub fn numbers(document: &Value) -> (usize, usize) {
    let parts = parts(document);
    let number = |kind| parts.iter().filter(|part| part.kind == kind).count();
    (number(Kind::Operation), number(Kind::Component))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Operation,
    Component,
    Other,
}

/// `POST /v2/users`, `schemas/User` or `info`.
struct Part<'a> {
    kind: Kind,
    name: String,
    value: &'a Value,
}

fn parts(document: &Value) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (section, prefix) in [("paths", ""), ("webhooks", "webhook ")] {
        for (path, item) in members(document.get(section)) {
            for (key, value) in members(Some(item)) {
                let (kind, name) = if is_method(key) {
                    (Kind::Operation, format!("{prefix}{} {path}", key.to_ascii_uppercase()))
                } else {
                    (Kind::Other, format!("{prefix}{key} of {path}"))
                };
                parts.push(Part { kind, name, value });
            }
        }
    }
    for (section, named) in members(document.get("components")) {
        for (name, value) in members(Some(named)) {
            parts.push(Part { kind: Kind::Component, name: format!("{section}/{name}"), value });
        }
    }
    for (key, value) in members(Some(document)) {
        if !["paths", "webhooks", "components"].contains(&key.as_str()) {
            parts.push(Part { kind: Kind::Other, name: key.clone(), value });
        }
    }
    parts
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_came_changed_and_went_is_told_by_name() {
        let old = json!({
            "info": {"version": "1"},
            "paths": {"/a": {"get": {"tags": []}, "post": {}}, "/b": {"get": {}}},
            "components": {"schemas": {"A": {}, "B": {}}},
        });
        let new = json!({
            "info": {"version": "2"},
            "paths": {"/a": {"post": {}, "get": {"tags": [1]}, "parameters": []}},
            "webhooks": {"a": {"post": {}}},
            "components": {"schemas": {"B": {}, "C": {}}},
        });
        let told = changes(&old, &new);
        let told: Vec<_> = told.iter().map(|(c, name)| format!("{} {name}", c.as_str())).collect();
        assert_eq!(
            told,
            [
                "changed GET /a",
                "added parameters of /a",
                "added webhook POST a",
                "added schemas/C",
                "changed info",
                "removed GET /b",
                "removed schemas/A",
            ]
        );
        assert_eq!(numbers(&new), (3, 2));
    }
}
