//! A demo document that is changed, and crates of it that somebody edits.

use link_codegen::{Source, Text, compare, generate};

use super::*;

const DOCUMENT: &str = "openapi: 3.1.0
info: { title: Demo, version: '1' }
servers: [{ url: https://demo.example }]
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
      responses: { '200': { description: Done. } }
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string }
        colour: { type: string }
        weight: { type: integer }
        kind: { type: string, enum: [dog, cat, bird] }
";

fn source(document: &str) -> Source {
    let document = Text { name: "demo.yaml".to_owned(), text: document.to_owned() };
    Source { document, command: "test".to_owned(), ..Source::default() }
}

/// The lines without a reason where a document becomes another one, and somebody edits the crate
/// that comes of it.
fn found(document: &str, edit: impl Fn(&mut FileSet)) -> Vec<(String, What, String)> {
    let (old, new) = (source(DOCUMENT), source(document));
    let (was, is) = (generate(&old).files, generate(&new).files);
    let (was, mut is) = (was.unwrap_or_default(), is.unwrap_or_default());
    assert!(!was.is_empty() && !is.is_empty());
    edit(&mut is);
    let differences = Differences::of(&was, &is);
    let strays = strays(&was, &is, &differences, &compare(&old, &new));
    strays.into_iter().map(|stray| (stray.file, stray.what, stray.text.trim().to_owned())).collect()
}

fn replace(file: &'static str, from: &'static str, to: &'static str) -> impl Fn(&mut FileSet) {
    move |files| {
        let text = files.get_mut(file);
        let changed = text.as_ref().map(|text| text.replacen(from, to, 1));
        assert_ne!(changed.as_ref(), text.as_deref(), "{file} has no {from}");
        if let (Some(text), Some(changed)) = (text, changed) {
            *text = changed;
        }
    }
}

const FIELDS: &str = "    pub colour: Option<String>,\n    pub weight: Option<i64>,\n";
const TURNED: &str = "    pub weight: Option<i64>,\n    pub colour: Option<String>,\n";
const PET: &str = "src/types/pet.rs";

#[test]
fn what_the_document_says_is_a_reason() {
    for (from, to) in [
        ("weight: { type: integer }", "weight: { type: number }"),
        ("weight: { type: integer }", "weight: { type: integer }\n        age: { type: integer }"),
        ("        colour: { type: string }\n", ""),
        ("[dog, cat, bird]", "[dog, fish, bird]"),
        ("[dog, cat, bird]", "[bird, dog, cat]"),
        ("type: object\n", "type: object\n      required: [name]\n"),
        ("type: object\n", "type: object\n      description: An animal.\n"),
        ("/pets:", "/animals:"),
        ("operationId: addPet", "operationId: bringPet"),
        ("version: '1'", "version: '2'"),
    ] {
        let document = DOCUMENT.replacen(from, to, 1);
        assert_ne!(document, DOCUMENT);
        assert_eq!(found(&document, |_| {}), [], "{from} → {to}");
    }
}

#[test]
fn a_line_that_moves_by_itself_is_found() {
    let moved = found(DOCUMENT, replace(PET, FIELDS, TURNED));
    assert_eq!(moved.len(), 2, "{moved:?}");
    assert!(moved.iter().all(|(file, ..)| file == PET));
    // Also where something else changes in the same file.
    let document = DOCUMENT.replacen(
        "name: { type: string }",
        "name: { type: string }\n        nick: { type: string }",
        1,
    );
    let moved = found(&document, replace(PET, FIELDS, TURNED));
    assert!(!moved.is_empty());
    assert!(
        moved.iter().all(|(.., text)| text.contains("weight") || text.contains("colour")),
        "{moved:?}"
    );
}

#[test]
fn a_line_within_a_change_that_moves_by_itself_is_found() {
    // The hunk has a reason, as `nick` comes there; `colour` has none to stand behind it.
    let document =
        DOCUMENT.replacen("        colour:", "        nick: { type: string }\n        colour:", 1);
    let moved = found(
        &document,
        replace(
            PET,
            "    pub name: Option<String>,\n    pub nick: Option<String>,\n    pub colour: Option<String>,\n",
            "    pub colour: Option<String>,\n    pub nick: Option<String>,\n    pub name: Option<String>,\n",
        ),
    );
    assert!(moved.iter().any(|(.., text)| text.contains("colour")), "{moved:?}");
}

#[test]
fn what_nobody_asked_for_is_found() {
    let changed = DOCUMENT.replacen("integer", "number", 1);
    for (file, from, to) in [
        ("README.md", "# ", "#  "),
        ("Cargo.toml", "edition = \"2024\"", "edition = \"2021\""),
        ("src/client.rs", "\nimpl ", "\nimpl  "),
        ("src/lib.rs", "pub mod types;", "pub  mod types;"),
        ("src/runtime/call.rs", "use ", "use  "),
    ] {
        let strays = found(&changed, replace(file, from, to));
        assert!(!strays.is_empty(), "{file}");
        assert!(strays.iter().all(|(other, ..)| other == file), "{file}: {strays:?}");
    }
    let came = found(DOCUMENT, |files| {
        _ = files.insert("src/types/odd.rs".to_owned(), "mod x;\n".to_owned());
    });
    assert_eq!(came, [("src/types/odd.rs".to_owned(), What::Added, "mod x;".to_owned())]);
    let went = found(DOCUMENT, |files| _ = files.remove(PET));
    assert!(went.len() > 20 && went.iter().all(|(_, what, _)| *what == What::Removed));
}
