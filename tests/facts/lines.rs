//! A document and its overlay as lines of facts.
//!
//! In: both as values. Out: a line for each fact, in the order of the document, in the three
//! columns that `main.rs` explains. Whatever is not wording becomes part of some line, so that
//! nothing can be in a document without being in its table.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

const HEADING: &str = "place\tname\tfacts";
const PROSE: [&str; 4] = ["description", "summary", "example", "examples"];

/// All facts of a document and its overlay, a line each.
pub fn facts(document: &Value, overlay: &Value) -> Vec<String> {
    let mut facts = Facts { document, lines: vec![HEADING.to_owned()], reached: BTreeSet::new() };
    facts.document();
    facts.overlay(overlay);
    facts.lines
}

struct Facts<'a> {
    document: &'a Value,
    lines: Vec<String>,
    /// The named schemas that some body leads to.
    reached: BTreeSet<String>,
}

impl<'a> Facts<'a> {
    fn line(&mut self, place: &str, name: &str, facts: &str) {
        self.lines.push(format!("{place}\t{name}\t{facts}"));
    }

    fn document(&mut self) {
        for (key, value) in entries(self.document) {
            match key.as_str() {
                "paths" => self.paths(value),
                "components" => self.components(value),
                _ => self.values("document", key, value),
            }
        }
    }

    fn paths(&mut self, paths: &'a Value) {
        for (path, item) in entries(paths) {
            for (method, operation) in without_prose(item) {
                let place = format!("{} {path}", method.to_uppercase());
                if !operation.is_object() {
                    self.values(&place, method, operation);
                }
                for (key, value) in without_prose(operation) {
                    self.values(&place, key, value);
                }
            }
        }
    }

    fn components(&mut self, components: &'a Value) {
        for (kind, members) in entries(components) {
            if kind != "schemas" {
                self.values("document", &format!("components.{kind}"), members);
                continue;
            }
            for (name, schema) in entries(members) {
                let facts = self.describe(schema);
                self.line("schema", name, &facts);
                if !self.reached.contains(name) {
                    self.children("schema", &format!("{name}."), schema);
                }
            }
        }
    }

    /// The actions, without their reasons.
    fn overlay(&mut self, overlay: &Value) {
        for action in overlay["actions"].as_array().into_iter().flatten() {
            let effect = without_prose(action).filter(|(key, _)| *key != "target");
            let effect: Vec<String> = effect.map(|(key, value)| keyword(key, value)).collect();
            self.line("overlay", &text(&action["target"]), &effect.join(" "));
        }
    }

    /// What stands under a key, down to its values; bodies are left to [`Self::body`].
    fn values(&mut self, place: &str, name: &str, value: &'a Value) {
        match value {
            Value::Object(map) if name.ends_with(".content") => {
                for (media, body) in map {
                    let place = format!("{place} {}", name.trim_end_matches(".content"));
                    self.body(&place, media, body);
                }
            }
            Value::Object(map) if !map.is_empty() => {
                // The description of a server is its name.
                let named = name.starts_with("servers[");
                for (key, value) in map {
                    if named || !is_prose(key, value) {
                        self.values(place, &format!("{name}.{key}"), value);
                    }
                }
            }
            Value::Array(list) if !list.is_empty() => {
                for (index, value) in list.iter().enumerate() {
                    self.values(place, &format!("{name}[{index}]"), value);
                }
            }
            _ => self.line(place, name, &text(value)),
        }
    }

    fn body(&mut self, place: &str, media: &str, body: &'a Value) {
        for (key, value) in without_prose(body) {
            if key == "schema" {
                let facts = self.describe(value);
                self.line(place, media, &facts);
                self.children(place, "", value);
            } else {
                self.values(place, &format!("{media} {key}"), value);
            }
        }
    }

    /// The fields below a schema, parent before child.
    fn children(&mut self, place: &str, prefix: &str, schema: &'a Value) {
        let (schema, _) = self.resolve(schema);
        for (name, field) in entries(&schema["properties"]) {
            let required = strings(&schema["required"]).any(|required| required == name);
            let is_list = self.resolve(field).0["type"] == "array";
            let name = format!("{prefix}{name}{}", if is_list { "[]" } else { "" });
            let presence = if required { "required " } else { "" };
            let facts = format!("{presence}{}", self.describe(field));
            self.line(place, &name, &facts);
            self.children(place, &format!("{name}."), field);
        }
        let parts = schema["anyOf"].as_array().into_iter().flatten();
        for part in parts.chain(schema.get("items")) {
            self.children(place, prefix, part);
        }
    }

    /// A schema in a line: its type, the schema it refers to, its keywords by name. The values
    /// and the title of a named schema stand in its own line only.
    fn describe(&mut self, schema: &'a Value) -> String {
        let written = schema;
        let (schema, names) = self.resolve(written);
        let beside = without_prose(written).filter(|(key, _)| !names.is_empty() && *key != "$ref");
        let mut line = schema.get("type").map_or("any".to_owned(), text);
        if let Some(items) = schema.get("items") {
            let _ = write!(line, " of ({})", self.describe(items));
        }
        if let Some(parts) = schema["anyOf"].as_array() {
            let parts: Vec<String> = parts.iter().map(|part| self.describe(part)).collect();
            let _ = write!(line, " of ({})", parts.join(" | "));
        }
        let shown_elsewhere = |key: &str| {
            let always = ["type", "items", "anyOf", "properties"].contains(&key);
            always || !names.is_empty() && ["enum", "title"].contains(&key)
        };
        let mut keywords: Vec<String> = without_prose(schema)
            .filter(|(key, _)| !shown_elsewhere(key))
            .filter(|(key, value)| *key != "required" || !all_known(value, &schema["properties"]))
            .chain(beside)
            .map(|(key, value)| keyword(key, value))
            .chain(names.iter().map(|name| format!("ref={name}")))
            .collect();
        keywords.sort();
        keywords.insert(0, line);
        self.reached.extend(names);
        keywords.join(" ")
    }

    /// The schema at the end of its `$ref`s, and the names on the way.
    fn resolve(&self, mut schema: &'a Value) -> (&'a Value, Vec<String>) {
        let mut names = Vec::new();
        while let Some(target) = schema["$ref"].as_str() {
            schema = self.document.pointer(target.trim_start_matches('#')).unwrap_or(&Value::Null);
            names.push(target.trim_start_matches("#/components/schemas/").to_owned());
        }
        (schema, names)
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn without_prose(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    entries(value).filter(|(key, value)| !is_prose(key, value))
}

fn is_prose(key: &str, value: &Value) -> bool {
    PROSE.contains(&key) && (value.is_string() || key.starts_with("example"))
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn all_known(required: &Value, properties: &Value) -> bool {
    strings(required).all(|name| properties.get(name).is_some())
}

fn keyword(key: &str, value: &Value) -> String {
    if *value == Value::Bool(true) { key.to_owned() } else { format!("{key}={value}") }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
