//! Many documents as one.
//!
//! In: the [`Fragment`]s of all pages. Out: one document, in which each value stands where it
//! stood, or what contradicts what. Values count and not how they are written. Nobody's word is
//! dropped in silence: what is said of all calls of one document, and not of all calls of
//! another, is said of each call.

mod hoist;
mod paths;
mod shared;

use std::collections::{BTreeMap, BTreeSet};

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{Code, METHODS, Pointer, Severity};
use serde_json::{Map, Value, json};

use super::fragment::{Edition, Fragment, Located};
use super::prose::Origins;

/// What came of the fragments.
pub struct Merged {
    pub document: Value,
    /// Which page each part is from.
    pub origins: Origins,
}

/// Puts fragments together; `name` is what a document is called that has no title.
pub fn merge(fragments: &[Fragment], name: &str, d: &mut Diagnostics) -> Merged {
    let located: Vec<_> = fragments.iter().map(Located::new).collect();
    let fragments = located.as_slice();
    let mut merge = Merge { fragments, whole: Map::new(), origins: Origins::new(), d };
    let edition = merge.edition();
    let shared = shared::settle(fragments, merge.d);
    let keys = fragments.iter().filter_map(|fragment| fragment.value.as_object()).flatten();
    let mut seen = BTreeSet::new();
    let mut order: Vec<_> =
        keys.map(|(key, _)| key.as_str()).filter(|key| seen.insert(*key)).collect();
    // Documents that Mintlify took apart have neither.
    let first = fragments.first().map(|fragment| &fragment.value);
    for key in ["info", "openapi"] {
        if first.is_none_or(|first| first.get(key).is_none()) {
            order.retain(|known| *known != key);
            order.insert(0, key);
        }
    }
    for key in order {
        match key {
            "openapi" => {
                merge.whole.insert(key.to_owned(), edition.clone().into());
            }
            "info" => merge.info(name),
            "servers" => merge.put(key, shared.servers.clone()),
            "security" => merge.put(key, shared.security.clone()),
            "tags" => merge.tags(),
            "paths" | "webhooks" => merge.paths(key, &shared),
            "components" => merge.components(),
            _ => merge.other(key),
        }
    }
    let Merge { whole, origins, .. } = merge;
    let mut document = Value::Object(whole);
    hoist::hoist(&mut document);
    Merged { document, origins }
}

/// Whether a key of a path item is a method, and not what is said of all of them.
pub fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

struct Merge<'a> {
    fragments: &'a [Located<'a>],
    whole: Map<String, Value>,
    origins: Origins,
    d: &'a mut Diagnostics,
}

impl Merge<'_> {
    /// The edition that all can be read by.
    fn edition(&mut self) -> String {
        let mut first: Option<&Located<'_>> = None;
        let mut highest = (Vec::new(), "3.1.0".to_owned());
        for fragment in self.fragments.iter().filter(|f| f.edition != Edition::Any) {
            let at = Pointer::root().child("openapi");
            let first = *first.get_or_insert(fragment);
            let is_old = |fragment: &Located<'_>| fragment.edition == Edition::V30;
            if is_old(first) != is_old(fragment) {
                let message = "some pages have OpenAPI 3.0 and some a later edition, and the \
                               same words mean different things in their schemas";
                self.d
                    .push(Severity::Error, Code::Conflict, fragment.place(&at), message)
                    .with_related(first.place(&at), "this is another edition")
                    .with_help(
                        "import the pages of each edition by themselves, into two providers",
                    );
                break;
            }
            let said = fragment.value.get("openapi").and_then(Value::as_str);
            let said = said.unwrap_or(if is_old(fragment) { "3.0.3" } else { "3.1.0" });
            let parts: Vec<u32> = said.split('.').filter_map(|part| part.parse().ok()).collect();
            if parts > highest.0 {
                highest = (parts, said.to_owned());
            }
        }
        highest.1
    }

    fn put(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.whole.insert(key.to_owned(), value);
        }
    }

    fn info(&mut self, name: &str) {
        let infos = self.fragments.iter().filter(|fragment| fragment.value.get("info").is_some());
        let infos: Vec<_> = infos.collect();
        let Some(first) = infos.first() else {
            let info = json!({ "title": name, "version": "0" });
            self.whole.insert("info".to_owned(), info);
            if let Some(first) = self.fragments.first() {
                let message = format!(
                    "no page says what the API is called and which version it has: it is {name} 0"
                );
                let place = first.place(&Pointer::root());
                self.d.push(Severity::Warning, Code::NotOpenApi, place, message).with_help(
                    "say it in overlay.yaml, as an action with `target: $.info` and `update:`",
                );
            }
            return;
        };
        let at = Pointer::root().child("info");
        let mut info = Map::new();
        for fragment in &infos {
            let said = fragment.value.get("info").and_then(Value::as_object);
            for (key, value) in said.into_iter().flatten() {
                let place = at.child(key);
                let Some(known) = info.get(key) else {
                    info.insert(key.clone(), value.clone());
                    self.origins.insert(place, fragment.page);
                    continue;
                };
                if known == value {
                    continue;
                }
                // Prose that speaks of one page differs as a rule.
                let severity = if key == "version" { Severity::Warning } else { Severity::Note };
                let message = format!("`{key}` is not the same on all pages: the first is kept");
                let owner = infos.iter().find(|other| place.find(&other.value).is_some());
                let owner = owner.unwrap_or(first).place(&place);
                self.d
                    .push(severity, Code::Conflict, fragment.place(&place), message)
                    .with_related(owner, "this one is kept");
            }
        }
        self.whole.insert("info".to_owned(), Value::Object(info));
    }

    fn tags(&mut self) {
        let at = Pointer::root().child("tags");
        let mut tags = Vec::<Value>::new();
        let mut owners = Vec::<(usize, Pointer)>::new();
        let mut places = BTreeMap::<String, usize>::new();
        for (number, fragment) in self.fragments.iter().enumerate() {
            let list = fragment.value.get("tags").and_then(Value::as_array);
            for (index, tag) in list.into_iter().flatten().enumerate() {
                let owner = (number, at.child(index));
                // One that is only named says nothing against one that is described.
                let bare = |tag: &Value| tag.as_object().is_some_and(|tag| tag.len() == 1);
                let name = tag.get("name").map(Value::to_string).unwrap_or_default();
                let place = *places.entry(name).or_insert(tags.len());
                match tags.get_mut(place) {
                    None => {
                        tags.push(tag.clone());
                        owners.push(owner);
                    }
                    Some(known) if bare(known) => {
                        known.clone_from(tag);
                        owners.splice(place..=place, [owner]);
                    }
                    Some(known) if known != tag && !bare(tag) => {
                        let message = "this tag is not the same on all pages: the first is kept";
                        let here = fragment.place(&owner.1);
                        let first = owners
                            .get(place)
                            .and_then(|(number, at)| Some(self.fragments.get(*number)?.place(at)));
                        let note = self.d.push(Severity::Note, Code::Conflict, here, message);
                        if let Some(first) = first {
                            note.with_related(first, "this one is kept");
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        for (index, (number, _)) in owners.iter().enumerate() {
            if let Some(fragment) = self.fragments.get(*number) {
                self.origins.insert(at.child(index), fragment.page);
            }
        }
        self.whole.insert("tags".to_owned(), Value::Array(tags));
    }

    fn components(&mut self) {
        let here = Pointer::root().child("components");
        let mut components = Map::new();
        for fragment in self.fragments {
            let sections = fragment.value.get("components").and_then(Value::as_object);
            for (section, named) in sections.into_iter().flatten() {
                let at = here.child(section);
                let whole = components.entry(section.clone()).or_insert_with(|| json!({}));
                let (Value::Object(whole), Value::Object(named)) = (&mut *whole, named) else {
                    *whole = named.clone();
                    continue;
                };
                for (name, value) in named {
                    let at = at.child(name);
                    let kind = match section.as_str() {
                        "requestBodies" => "request body",
                        "securitySchemes" => "security scheme",
                        section => section.strip_suffix('s').unwrap_or(section),
                    };
                    if let Some(known) = whole.get(name) {
                        let what = format!("the {kind} `{name}`");
                        self.compare(known, value, fragment, &at, &what);
                    } else {
                        whole.insert(name.clone(), value.clone());
                        self.origins.insert(at, fragment.page);
                    }
                }
            }
        }
        self.whole.insert("components".to_owned(), Value::Object(components));
    }

    /// What has no meaning of its own here.
    fn other(&mut self, key: &str) {
        let at = Pointer::root().child(key);
        for fragment in self.fragments {
            let Some(value) = fragment.value.get(key) else { continue };
            if let Some(known) = self.whole.get(key).cloned() {
                // What says nothing of how to call anything keeps nobody from going on.
                if key == "jsonSchemaDialect" {
                    self.compare(&known, value, fragment, &at, &format!("`{key}`"));
                } else if known != *value {
                    let message =
                        format!("`{key}` is not the same on all pages: the first is kept");
                    let place = fragment.place(&at);
                    self.d.push(Severity::Warning, Code::Conflict, place, message);
                }
            } else {
                self.whole.insert(key.to_owned(), value.clone());
                self.origins.insert(at.clone(), fragment.page);
            }
        }
    }

    /// Says where a value is not the one that another page has at the same place.
    fn compare(
        &mut self,
        known: &Value,
        value: &Value,
        fragment: &Located<'_>,
        at: &Pointer,
        what: &str,
    ) {
        let Some(steps) = difference(known, value) else { return };
        let place = steps.iter().fold(at.clone(), |pointer, step| pointer.child(step));
        // The one that was there first has it at the same place.
        let first = self.fragments.iter().find(|other| at.find(&other.value).is_some());
        let first = first.map(|other| other.place(&place));
        let inside = if steps.is_empty() {
            String::new()
        } else {
            format!(": they differ at `{}`", steps.join("."))
        };
        let message = format!("{what} is not the same on two pages{inside}");
        let here = fragment.place(&place);
        let diagnostic = self.d.push(Severity::Error, Code::Conflict, here, message);
        if let Some(first) = first {
            diagnostic.with_related(first, "this is the other one");
        }
        diagnostic.with_help(
            "import pages of one edition of the documentation together, all fetched anew",
        );
    }
}

/// The steps to the first place at which two values differ, in the order of the first.
fn difference(one: &Value, other: &Value) -> Option<Vec<String>> {
    let below = |step: String, one: &Value, other: &Value| {
        difference(one, other).map(|mut steps| {
            steps.insert(0, step);
            steps
        })
    };
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let lost = one.iter().find_map(|(key, value)| match other.get(key) {
                Some(same) => below(key.clone(), value, same),
                None => Some(vec![key.clone()]),
            });
            let new = || other.keys().find(|key| !one.contains_key(*key));
            lost.or_else(|| new().map(|key| vec![key.clone()]))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(index, (one, other))| below(index.to_string(), one, other))
        }
        (one, other) => (one != other).then(Vec::new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_found() {
        for (one, other, steps) in [
            (json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), None),
            (json!({"a": {"b": [1, 2]}}), json!({"a": {"b": [1, 3]}}), Some("a/b/1")),
            (json!({"a": [1]}), json!({"a": [1, 2]}), Some("a")),
            (json!({"a": 1, "b": 1}), json!({"a": 1}), Some("b")),
            (json!({"a": 1}), json!({"a": 1, "b": null}), Some("b")),
            (json!(1), json!("1"), Some("")),
        ] {
            assert_eq!(difference(&one, &other).map(|steps| steps.join("/")).as_deref(), steps);
        }
    }
}
