//! The files that a document is spread over, as one document.
//!
//! In: the document's value and the texts that it refers to. Out: one value, with the others
//! under `components`, and every reference leading there. Reads no file itself, and takes no
//! reference that leaves the document's own folder for one to a file.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::pointer::percent_decode;
use super::{Pointer, Source, Text, parse};
use crate::diagnostics::{Code, Diagnostics};

/// Where the other files stand in the document.
pub const FILES: &str = "x-bundled-files";

/// What to do where a reference leads elsewhere.
pub const ONE_FILE: &str = "files are read from the document's own folder only: put it there, or \
                            bring in the document as one file, for example by \
                            `npx @redocly/cli bundle`";

/// The files that a text of the document refers to, relative to the document's folder.
///
/// Names what is to be read next: a caller that gives all of them as
/// [`Source::siblings`](crate::Source::siblings), and what those refer to in their turn, has
/// the whole document. What leads out of the folder is not among them.
#[must_use]
pub fn references(document: &Text, text: &Text) -> Vec<String> {
    if !may_refer(&text.text) {
        return Vec::new();
    }
    let Some(value) = parse(text, &mut Diagnostics::default()) else { return Vec::new() };
    let folder = folder(&document.name);
    let from = text.name.strip_prefix(folder).unwrap_or(&text.name);
    let mut found = Vec::new();
    each_reference(&value, &mut |reference| {
        let target = target(from, reference).map(|target| target.file);
        let own = document.name.strip_prefix(folder);
        found.extend(target.filter(|file| Some(file.as_str()) != own));
    });
    let mut files = Vec::new();
    for file in found {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

/// Puts the other files into the document; `None` where one of them cannot be read.
pub fn bundle(value: Value, source: &Source, d: &mut Diagnostics) -> Option<Value> {
    if source.siblings.is_empty() {
        return Some(value);
    }
    let folder = folder(&source.document.name);
    let own = source.document.name.strip_prefix(folder).unwrap_or_default();
    let mut files = BTreeMap::from([(own.to_owned(), value)]);
    for text in &source.siblings {
        let name = text.name.strip_prefix(folder).unwrap_or(&text.name);
        files.insert(name.to_owned(), parse(text, d)?);
    }
    let mut bundle = Bundle { own, known: files.clone(), d };
    for (file, value) in &mut files {
        let at = bundle.place(file);
        bundle.rewrite(file, &at, value);
    }
    let mut value = files.remove(own)?;
    if !value.get("components").is_some_and(Value::is_object) {
        value.as_object_mut()?.insert("components".to_owned(), Value::Object(Map::new()));
    }
    let components = value.get_mut("components")?.as_object_mut()?;
    components.insert(FILES.to_owned(), Value::Object(files.into_iter().collect()));
    put_in_sections(&mut value, d);
    Some(value)
}

/// The text that a place of the bundled document is in, and the place in that text.
pub fn origin<'s>(source: &'s Source, pointer: &Pointer) -> (&'s Text, Pointer) {
    let files = files();
    let inside = pointer.below(&files).and_then(|_| pointer.steps().nth(2));
    let folder = folder(&source.document.name);
    let found = inside.and_then(|file| {
        let text =
            source.siblings.iter().find(|text| text.name.strip_prefix(folder) == Some(&file))?;
        Some((text, pointer.moved(&files.child(&file), &Pointer::root())?))
    });
    found.unwrap_or_else(|| (&source.document, pointer.clone()))
}

struct Bundle<'a> {
    /// The document's own name.
    own: &'a str,
    /// All files as they were.
    known: BTreeMap<String, Value>,
    d: &'a mut Diagnostics,
}

impl Bundle<'_> {
    fn place(&self, file: &str) -> Pointer {
        if file == self.own { Pointer::root() } else { files().child(file) }
    }

    /// Leads every reference to where its file stands now.
    fn rewrite(&mut self, from: &str, at: &Pointer, value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let at = at.child(key);
                    match value {
                        Value::String(text) if key == "$ref" => self.lead(from, &at, text, true),
                        Value::Object(texts) if key == "mapping" => {
                            for (name, text) in texts {
                                if let Value::String(text) = text {
                                    self.lead(from, &at.child(name), text, false);
                                }
                            }
                        }
                        value => self.rewrite(from, &at, value),
                    }
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter_mut().enumerate() {
                    self.rewrite(from, &at.child(index), value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn lead(&mut self, from: &str, at: &Pointer, text: &mut String, is_reference: bool) {
        // A name in a mapping is no file, and neither is an anchor.
        let Some(Target { file, fragment }) = target(from, text) else { return };
        if file == self.own && from == self.own {
            return;
        }
        let Some(value) = self.known.get(&file) else { return };
        let Some(inside) = Pointer::parse(&fragment) else { return };
        if is_reference && inside.find(value).is_none() {
            self.d.error(Code::DanglingRef, at, format!("`{text}` leads nowhere"));
            return;
        }
        let here = self.place(&file);
        if let Some(pointer) = inside.moved(&Pointer::root(), &here) {
            *text = pointer.to_reference();
        }
    }
}

/// Some keep a whole section of the components in a file.
fn put_in_sections(value: &mut Value, d: &mut Diagnostics) {
    let here = Pointer::root().child("components");
    let sections = value.get("components").and_then(Value::as_object).into_iter().flatten();
    let referring = sections.filter_map(|(section, names)| {
        let names = names.as_object().filter(|names| names.len() == 1)?;
        let target = names.get("$ref")?.as_str().and_then(Pointer::parse)?;
        Some((section.clone(), target))
    });
    for (section, target) in referring.collect::<Vec<_>>() {
        let Some(Value::Object(found)) = target.find(value).cloned() else { continue };
        let at = here.child(&section);
        let moves = found.keys().map(|name| (at.child(name), target.child(name)));
        d.moved_together(moves.collect::<Vec<_>>());
        if let Some(slot) = value.pointer_mut(at.as_str()) {
            *slot = Value::Object(found);
        }
    }
}

/// A place in one of the files.
struct Target {
    file: String,
    fragment: String,
}

/// What a reference leads to, if that can be in the document's folder.
fn target(from: &str, reference: &str) -> Option<Target> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let fragment = fragment.to_owned();
    if path.is_empty() {
        return (!reference.is_empty()).then(|| Target { file: from.to_owned(), fragment });
    }
    let path = percent_decode(path)?;
    if path.starts_with('/') || path.contains(['\\', ':', '?', '\0']) {
        return None;
    }
    let mut steps: Vec<_> = from.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(Target { file: steps.join("/"), fragment })
}

/// Every `$ref`, whatever it stands in.
fn each_reference(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key == "$ref" => visit(text),
                    value => each_reference(value, visit),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| each_reference(value, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether any `$ref` leads out of the text: almost all texts are spared the parser by this.
fn may_refer(text: &str) -> bool {
    text.split("$ref").skip(1).any(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let value =
            rest.strip_prefix(':').map(|rest| rest.trim_start().trim_start_matches(['"', '\'']));
        value.is_some_and(|value| !value.starts_with('#'))
    })
}

fn files() -> Pointer {
    Pointer::root().child("components").child(FILES)
}

/// The start of a file's name, up to its last slash.
fn folder(name: &str) -> &str {
    name.rfind(['/', '\\']).map_or("", |end| &name[..=end])
}

#[cfg(test)]
mod tests;
