//! The descriptions of a document, as Markdown that stands by itself.
//!
//! In: a document that was put together, and which page each part is from. Out: the same with
//! components turned into Markdown and links that are whole. Touches what is a description by
//! its place alone: an example, a default or a property of that name is none.

use std::collections::BTreeMap;

use link_codegen::Pointer;
use serde_json::Value;

use super::links::{Base, absolute};
use super::mdx::to_markdown;

/// Which page the parts of a document are from, by the topmost value of each.
pub type Origins = BTreeMap<Pointer, usize>;

/// Rewrites the descriptions; gives for each page the links of which nobody knows where they lead.
pub fn rewrite(
    document: &mut Value,
    origins: &Origins,
    bases: &[Option<&Base>],
) -> Vec<Vec<String>> {
    let mut lost = vec![Vec::new(); bases.len()];
    let mut walk = Walk { origins, bases, lost: &mut lost };
    walk.walk(document, &Pointer::root(), Kind::Object, 0);
    lost
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words of OpenAPI.
    Object,
    /// Names that somebody gave.
    Names,
}

struct Walk<'a> {
    origins: &'a Origins,
    bases: &'a [Option<&'a Base>],
    lost: &'a mut [Vec<String>],
}

impl Walk<'_> {
    fn walk(&mut self, value: &mut Value, here: &Pointer, kind: Kind, page: usize) {
        let page = self.origins.get(here).copied().unwrap_or(page);
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter_mut() {
                    let below = here.child(key);
                    match (kind, value) {
                        (Kind::Object, Value::String(text)) if key == "description" => {
                            let markdown = to_markdown(text);
                            let page = self.origins.get(&below).copied().unwrap_or(page);
                            let base = self.bases.get(page).copied().flatten();
                            let mut none = Vec::new();
                            let lost = self.lost.get_mut(page).unwrap_or(&mut none);
                            *text = absolute(&markdown, base, lost);
                        }
                        (Kind::Object, value) => {
                            if let Some(kind) = inside(key, value) {
                                self.walk(value, &below, kind, page);
                            }
                        }
                        (Kind::Names, value) => self.walk(value, &below, Kind::Object, page),
                    }
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter_mut().enumerate() {
                    self.walk(value, &here.child(index), Kind::Object, page);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// What the keys are of what stands behind a key; `None` where it holds data.
fn inside(key: &str, value: &Value) -> Option<Kind> {
    match key {
        "example" | "default" | "enum" | "const" | "value" | "mapping" | "scopes" => None,
        "examples" if value.is_array() => None,
        _ if key.starts_with("x-") => None,
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
        | "schemas" | "responses" | "headers" | "requestBodies" | "securitySchemes"
        | "callbacks" | "links" | "pathItems" | "paths" | "webhooks" | "content" | "encoding"
        | "variables" | "examples" | "parameters"
            if value.is_object() =>
        {
            Some(Kind::Names)
        }
        _ => Some(Kind::Object),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn descriptions_are_known_by_where_they_stand() {
        let note = "<Note>a</Note>";
        let mut document = json!({
            "info": {"description": note, "title": note},
            "x-description": note,
            "x-more": {"description": note},
            "paths": {"/description": {"get": {
                "callbacks": {"description": {"{$url}": {"post": {"description": note}}}},
                "responses": {"200": {"description": note, "content": {"a/b": {
                    "example": {"description": note},
                    "examples": {"description": {"value": {"description": note}, "description": note}},
                }}}},
            }}},
            "components": {"schemas": {"description": {
                "properties": {"description": {"description": note, "default": {"description": note}}},
                "examples": [{"description": note}],
                "allOf": [{"description": note}],
            }}},
        });
        let before = document.clone();
        rewrite(&mut document, &Origins::new(), &[None]);
        let mut changed = Vec::new();
        compare(&before, &document, &Pointer::root(), &mut changed);
        assert_eq!(
            changed,
            [
                "/info/description",
                "/paths/~1description/get/callbacks/description/{$url}/post/description",
                "/paths/~1description/get/responses/200/description",
                "/paths/~1description/get/responses/200/content/a~1b/examples/description/description",
                "/components/schemas/description/properties/description/description",
                "/components/schemas/description/allOf/0/description",
            ]
        );
    }

    fn compare(old: &Value, new: &Value, here: &Pointer, changed: &mut Vec<String>) {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => {
                for (key, old) in old {
                    compare(old, &new[key], &here.child(key), changed);
                }
            }
            (Value::Array(old), Value::Array(new)) => {
                for (index, old) in old.iter().enumerate() {
                    compare(old, &new[index], &here.child(index), changed);
                }
            }
            (old, new) if old != new => changed.push(here.as_str().to_owned()),
            _ => {}
        }
    }
}
