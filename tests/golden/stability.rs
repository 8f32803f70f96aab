//! Whether names stay where something else comes in.
//!
//! In: each case that becomes a crate, with a schema, a property, a value, an operation or a
//! server put in, one at a time, each with a word that the document does not have. Out: what is
//! missing then of the crate as it was. Putting in adds lines and changes none of those that name
//! something: fields and variants with their wire names, types, methods, paths.

use std::fmt::Write as _;

use link_codegen::{FileSet, Source, Text, generate};
use serde_json::{Map, Value, json};

use crate::case::Case;

/// A word that no document has.
const FRESH: &str = "zebra stripe";

/// How many bytes of a case are generated: a large one is tried in fewer places.
const BYTES: usize = 200_000;

/// What is missing after something was put in, a line each.
pub fn check(case: &Case) -> String {
    let source = case.source();
    let Ok(document) = serde_yaml::from_str::<Value>(&source.document.text) else {
        return String::new();
    };
    let crate_of = |document: &Value| generate(&with(&source, document)).files;
    let Some(before) = crate_of(&document) else {
        return String::new();
    };
    let mut report = String::new();
    let changes = changes(&document, &source);
    // Where there are very many places, each of a part of them speaks for its neighbours.
    let many = (BYTES / source.document.text.len().max(1)).clamp(3, 12);
    let step = changes.len().div_ceil(many).max(1);
    for change in changes.iter().step_by(step) {
        let missing = match crate_of(&change.apply(&document)) {
            Some(after) => missing(&before, &after),
            None => vec!["the whole crate".to_owned()],
        };
        for line in missing {
            let (name, Change { place, position, .. }) = (&case.name, change);
            let _ = writeln!(report, "{name}, with a thing at {position} in {place}: {line}");
        }
    }
    report
}

/// The source with another document.
fn with(source: &Source, document: &Value) -> Source {
    let document = Text { name: "openapi.json".to_owned(), text: document.to_string() };
    Source { document, ..source.clone() }
}

/// One thing to put in.
struct Change {
    /// The object or the list that it is put into.
    place: String,
    /// Before which of the things there.
    position: usize,
    value: Value,
}

impl Change {
    /// The document with it.
    fn apply(&self, document: &Value) -> Value {
        let mut document = document.clone();
        let name = if self.place == "/paths" { "/zebra-stripes" } else { FRESH };
        match document.pointer_mut(&self.place) {
            Some(Value::Object(members)) => {
                members.shift_insert(self.position, name.to_owned(), self.value.clone());
            }
            Some(Value::Array(values)) => values.insert(self.position, self.value.clone()),
            _ => {}
        }
        document
    }
}

/// What can be put in, and where.
fn changes(document: &Value, source: &Source) -> Vec<Change> {
    let mut changes = Vec::new();
    let schema = json!({ "type": "object", "properties": { "spots": { "type": "string" } } });
    put_in(document, "/components/schemas", &schema, &mut changes);
    let answers = json!({ "204": { "description": "Nothing." } });
    let mut operation = json!({ "operationId": FRESH, "responses": answers });
    put_in(document, "/paths", &json!({ "get": operation }), &mut changes);
    let tag = document.pointer("/paths").and_then(Value::as_object).and_then(|paths| {
        let mut operations = paths.values().filter_map(Value::as_object).flat_map(Map::values);
        operations.find_map(|operation| operation.pointer("/tags/0"))
    });
    operation["tags"] = json!([tag]);
    if tag.is_some() {
        put_in(document, "/paths", &json!({ "get": operation }), &mut changes);
    }
    // Settings and overlays name values and servers by their numbers.
    let numbered = source.settings.is_some() || source.overlay.is_some();
    let server = document.pointer("/servers/0/url").and_then(Value::as_str);
    if !numbered && server.is_some_and(|url| url.contains("://")) {
        let value = json!({ "url": "https://zebra.stripe.example" });
        changes.push(Change { place: "/servers".to_owned(), position: 0, value });
    }
    let mut places = Vec::new();
    walk(document, "", &mut places);
    for (place, kind) in places {
        match kind {
            Kind::Properties => {
                put_in(document, &place, &json!({ "type": "string" }), &mut changes);
            }
            Kind::Enum if numbered => {}
            Kind::Enum => changes.push(Change { place, position: 0, value: json!(FRESH) }),
        }
    }
    changes
}

/// Puts a member into an object, before all others and in the middle.
fn put_in(document: &Value, place: &str, value: &Value, changes: &mut Vec<Change>) {
    let Some(members) = document.pointer(place).and_then(Value::as_object) else {
        return;
    };
    let mut positions = vec![0, members.len() / 2];
    // A branch of a union that has no name of its own is called after its first member.
    if place.contains("Of/") {
        positions = vec![members.len()];
    }
    positions.dedup();
    for position in positions {
        let place = place.to_owned();
        changes.push(Change { place, position, value: value.clone() });
    }
}

/// What can be put into a place.
enum Kind {
    Properties,
    Enum,
}

/// Finds the places of properties and of values, wherever schemas stand.
fn walk(value: &Value, place: &str, places: &mut Vec<(String, Kind)>) {
    let inside = |step: &str| format!("{place}/{}", step.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                walk(value, &inside(&index.to_string()), places);
            }
        }
        Value::Object(members) => {
            let object = members.get("type").is_some_and(|ty| ty == "object");
            if object && members.get("properties").is_some_and(Value::is_object) {
                places.push((inside("properties"), Kind::Properties));
            }
            let named = members.keys().any(|key| key.starts_with("x-enum"));
            let text = members.get("type").is_some_and(|ty| ty == "string") && !named;
            // One value alone is a constant, which says more than its type.
            let list = members.get("enum").and_then(Value::as_array);
            if text && list.is_some_and(|list| list.len() > 1) {
                places.push((inside("enum"), Kind::Enum));
            }
            for (step, value) in members {
                walk(value, &inside(step), places);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The lines that name something and are not there any more.
fn missing(before: &FileSet, after: &FileSet) -> Vec<String> {
    let mut missing = Vec::new();
    // The list of the types' files is written otherwise where there are several groups.
    let files = before.iter().filter(|(path, _)| *path != "src/types/mod.rs");
    for (path, text) in files.filter(|(path, _)| path.starts_with("src/")) {
        let Some(now) = after.get(path) else {
            missing.push(format!("{path} is missing"));
            continue;
        };
        // Lines keep their order, so that each still names the same thing.
        let mut now = declarations(now);
        for line in declarations(text) {
            if !now.any(|other| other == line) {
                missing.push(format!("{path}: {line}"));
                break;
            }
        }
    }
    missing
}

/// The lines of a file that name something: items, fields without their types, and rows of tables.
fn declarations(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim).map(|line| line.trim_end_matches(['{', '}', ' ']));
    let lines = lines.map(|line| match line.split_once(": ") {
        Some((field, _)) if line.starts_with("pub ") && !line.contains('(') => field,
        // A mock's row says how an operation answers; what it is called is told by its method.
        Some((name, rest)) if rest.contains(" = ") && rest.ends_with(',') => name,
        Some(_) | None => line,
    });
    lines.filter(|line| {
        let item = line.starts_with("pub ") || line.starts_with("const PATH");
        let row = line.split_once(": ").is_some_and(|(name, rest)| {
            name.split(' ').count() < 4 && rest.ends_with(',') && !rest.contains('(')
        });
        let variant = line.strip_suffix(',').is_some_and(|name| {
            name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric)
        });
        item || row || variant
    })
}

#[test]
fn a_name_that_moved_is_found() {
    let crate_of = |text: &str| FileSet::from([("src/a.rs".to_owned(), text.to_owned())]);
    let before = crate_of("wire!(A {\n    a: \"a\" required,\n    b: \"b\" optional,\n});\n");
    let more = crate_of(
        "wire!(A {\n    z: \"z\" optional,\n    a: \"a\" required,\n    b: \"b\" optional,\n});\n",
    );
    let swapped = crate_of("wire!(A {\n    a: \"b\" required,\n    b: \"a\" optional,\n});\n");
    assert_eq!(missing(&before, &more), Vec::<String>::new());
    assert_eq!(missing(&before, &swapped), ["src/a.rs: a: \"a\" required,"]);
}
