//! Tests of documents of several files.

use serde_json::json;

use super::*;
use crate::diagnostics::{Diagnostic, Place};

fn text(name: &str, text: &str) -> Text {
    Text { name: name.to_owned(), text: text.to_owned() }
}

fn bundled(document: &str, siblings: &[(&str, &str)]) -> (Option<Value>, Vec<Diagnostic>) {
    let mut d = Diagnostics::default();
    let document = text("api/openapi.yaml", document);
    let siblings = siblings.iter().map(|(name, content)| text(&format!("api/{name}"), content));
    let source = Source { document, siblings: siblings.collect(), ..Source::default() };
    let value = parse(&source.document, &mut d).unwrap();
    let value = bundle(value, &source, &mut d);
    (value, d.finish())
}

#[test]
fn files_are_named_that_stand_in_the_folder() {
    let document = text("api/openapi.yaml", "a: {$ref: x}");
    for (file, reference, expected) in [
        ("openapi.yaml", "a.yaml", Some("a.yaml")),
        ("openapi.yaml", "./b/a.yaml#/A", Some("b/a.yaml")),
        ("openapi.yaml", "b//c/../a%20b.yaml", Some("b/a b.yaml")),
        ("b/c.yaml", "../a.yaml", Some("a.yaml")),
        ("b/c.yaml", "d.yaml", Some("b/d.yaml")),
        ("b/c.yaml", "../openapi.yaml#/A", None),
        ("openapi.yaml", "#/A", None),
        ("openapi.yaml", "../a.yaml", None),
        ("b/c.yaml", "../../a.yaml", None),
        ("openapi.yaml", "b/../../a.yaml", None),
        ("openapi.yaml", "b/%2E%2E/%2e%2e/a.yaml", None),
        ("openapi.yaml", "/etc/passwd", None),
        ("openapi.yaml", "//host/a.yaml", None),
        ("openapi.yaml", "https://host/a.yaml", None),
        ("openapi.yaml", "file:a.yaml", None),
        ("openapi.yaml", "C:a.yaml", None),
        ("openapi.yaml", "..\\a.yaml", None),
    ] {
        let one = text(&format!("api/{file}"), &format!("a: [{{\"$ref\": '{reference}'}}]"));
        let found = references(&document, &one);
        let expected: Vec<_> = expected.into_iter().collect();
        assert_eq!(found, expected, "{reference} in {file}");
    }
}

#[test]
fn references_lead_to_where_the_files_stand_now() {
    let (value, diagnostics) = bundled(
        "a: {$ref: 'm/a.yaml#/A'}\nb: {$ref: '#/a'}\nc: {$ref: m/b.json}\nd: {$ref: other.yaml}\n\
         discriminator: {mapping: {x: m/b.json, y: B}}",
        &[
            ("m/a.yaml", "A: {$ref: '#/B'}\nB: {$ref: '../openapi.yaml#/b'}\nC: {$ref: b.json#/x}"),
            ("m/b.json", "{\"x\": {}}"),
        ],
    );
    assert_eq!(diagnostics, []);
    let here = "#/components/x-bundled-files/m~1";
    assert_eq!(
        value,
        Some(json!({
            "a": {"$ref": format!("{here}a.yaml/A")}, "b": {"$ref": "#/a"},
            "c": {"$ref": format!("{here}b.json")}, "d": {"$ref": "other.yaml"},
            "discriminator": {"mapping": {"x": format!("{here}b.json"), "y": "B"}},
            "components": {"x-bundled-files": {
                "m/a.yaml": {"A": {"$ref": format!("{here}a.yaml/B")}, "B": {"$ref": "#/b"},
                    "C": {"$ref": format!("{here}b.json/x")}},
                "m/b.json": {"x": {}}}},
        }))
    );
}

#[test]
fn whole_sections_can_stand_in_a_file() {
    let (value, _) = bundled(
        "components: {schemas: {$ref: schemas.yaml}}",
        &[("schemas.yaml", "A: {type: string}\nB: {$ref: '#/A'}")],
    );
    let schemas = &value.unwrap()["components"]["schemas"];
    assert_eq!(schemas["A"], json!({"type": "string"}));
    assert_eq!(schemas["B"], json!({"$ref": "#/components/x-bundled-files/schemas.yaml/A"}));
}

#[test]
fn what_is_wrong_is_said_in_the_file_where_it_stands() {
    let (value, diagnostics) = bundled("a: {$ref: a.yaml}", &[("a.yaml", "a: [")]);
    assert_eq!(value, None);
    let Place::At(at) = &diagnostics[0].place else { panic!("a position") };
    assert_eq!(at.file, "api/a.yaml");

    let document = "a: {$ref: a.yaml#/A}";
    let siblings = [("a.yaml", "A:\n  b: {$ref: '#/B'}")];
    let (_, diagnostics) = bundled(document, &siblings);
    let siblings = vec![text("api/a.yaml", siblings[0].1)];
    let document = text("api/openapi.yaml", document);
    let source = Source { document, siblings, ..Source::default() };
    assert_eq!(diagnostics[0].message, "`#/B` leads nowhere");
    assert_eq!(source.describe(&diagnostics[0].place), "api/a.yaml:2:7 at /A/b/$ref");
}
