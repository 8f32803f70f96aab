//! Tests of the document stage.

use openapiv3::{AnySchema, Response, SchemaKind, Type};
use serde_json::json;

use super::*;
use crate::diagnostics::{Diagnostic, Place};

fn run(members: Value) -> (Document, Vec<Diagnostic>) {
    let mut value =
        json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}});
    if let (Value::Object(value), Value::Object(members)) = (&mut value, members) {
        value.extend(members);
    }
    let mut d = Diagnostics::default();
    let document = read(value, &mut d).unwrap();
    (document, d.finish())
}

/// Diagnostics as `code pointer: message`.
fn lines(diagnostics: &[Diagnostic]) -> Vec<String> {
    let line = |d: &Diagnostic| {
        let Place::Document(pointer) = &d.place else { panic!("a place in the document") };
        format!("{} {pointer}: {}", d.code.as_str(), d.message)
    };
    diagnostics.iter().map(line).collect()
}

fn schema_kind(schema: &Value) -> SchemaKind {
    let (document, diagnostics) = run(json!({"components": {"schemas": {"S": schema}}}));
    assert_eq!(diagnostics, [], "{schema}");
    match document.schemas()["S"].clone() {
        ReferenceOr::Item(schema) => schema.schema_kind,
        ReferenceOr::Reference { reference } => panic!("{reference}"),
    }
}

#[test]
fn operations_stand_in_the_order_of_the_document() {
    let (document, diagnostics) = run(json!({"paths": {
        "/b": {"post": {"responses": {}}, "parameters": [{"$ref": "#/x"}, {"name": "p", "in": "query", "schema": {}}], "get": {"responses": {}}},
        "/a": {"summary": "s", "x-a": {}, "delete": {"responses": {}}}, "x-b": 5}}));
    assert_eq!(diagnostics, []);
    let operations = document.operations().iter();
    let all: Vec<_> = operations
        .map(|o| format!("{} {} {}", o.method, o.path, o.path_parameters.len()))
        .collect();
    assert_eq!(all, ["POST /b 2", "GET /b 2", "DELETE /a 0"]);
    let first = &document.operations()[0];
    assert_eq!(first.pointer.as_str(), "/paths/~1b/post");
    assert_eq!(first.path_parameters[1].0.as_str(), "/paths/~1b/parameters/1");
}

#[test]
fn the_parts_of_an_operation_are_all_there() {
    let operation = json!({
        "parameters": [
            {"name": "p", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
            {"name": "q", "in": "header", "content": {"a/b": {"schema": {"type": "integer"}}}}],
        "requestBody": {"content": {"a/b": {"schema": {"$ref": "#/s"}, "encoding": {"e": {"headers": {"h": {"schema": {"type": "boolean"}}}}}}}},
        "responses": {"200": {"description": "d", "headers": {"h": {"schema": {"type": "string"}}},
            "content": {"a/b": {"schema": {"type": "object", "properties": {"x": {"type": "string"}}}}}},
            "4XX": {"$ref": "#/r"}, "default": {"description": "e"}, "x-a": 1},
    });
    let (document, diagnostics) = run(json!({"paths": {"/a": {"get": operation}}}));
    assert_eq!(diagnostics, []);
    // What was read piece by piece is what `openapiv3` reads in one go.
    let at_once: openapiv3::Operation = serde_json::from_value(operation).unwrap();
    assert_eq!(document.operations()[0].operation, at_once);
}

#[test]
fn schemas_are_what_openapiv3_makes_of_them() {
    for schema in [
        json!({"type": "object", "properties": {"a": {"$ref": "#/a"}, "b": {"type": "string"}}, "required": ["a"], "additionalProperties": {"type": "integer"}}),
        json!({"type": "object", "additionalProperties": false}),
        json!({"type": "array", "items": {"oneOf": [{"$ref": "#/a"}, {"type": "array", "items": {}}]}, "minItems": 1}),
        json!({"allOf": [{"$ref": "#/a"}], "nullable": true, "description": "d"}),
        json!({"anyOf": [{"type": "string"}, {"type": "number"}]}),
        json!({"not": {}}),
        json!({"type": "object", "properties": {"a": {}}, "oneOf": [{"required": ["a"]}], "not": {"type": "string"}, "items": {"$ref": "#/a"}}),
        json!({"enum": ["a", 1], "x-link-const": true}),
        json!({}),
    ] {
        let at_once: Schema = serde_json::from_value(schema.clone()).unwrap();
        assert_eq!(schema_kind(&schema), at_once.schema_kind, "{schema}");
    }
}

#[test]
fn the_forms_of_the_one_dialect() {
    let null = schema_kind(&json!({"nullable": true, "x-link-null": true}));
    assert_eq!(null, SchemaKind::Any(AnySchema::default()));
    let anything = schema_kind(&json!({}));
    assert_eq!(anything, SchemaKind::Any(AnySchema::default()));
    assert!(matches!(schema_kind(&json!({"not": {}})), SchemaKind::Not { .. }));
    assert!(matches!(
        schema_kind(&json!({"type": "string", "enum": ["a"], "x-link-const": true})),
        SchemaKind::Type(Type::String(_))
    ));
    assert!(matches!(
        schema_kind(&json!({"allOf": [{"$ref": "#/a"}], "nullable": true})),
        SchemaKind::AllOf { .. }
    ));
}

#[test]
fn an_error_names_the_smallest_piece() {
    let (document, diagnostics) = run(json!({
        "servers": [{"url": 5}, {"url": "https://a"}],
        "components": {
            "schemas": {
                "Bad": {"type": "object", "properties": {"a": {"type": "array", "items": {"minLength": "x"}}, "b": {"nullable": 5}}},
                "Good": {"type": "string"},
            },
            "securitySchemes": {"s": {"type": "http"}},
        },
        "tags": [{}],
        "paths": {"/a": {
            "get": {"responses": {"200": {"content": {"a/b": {"schema": {"required": 5}}}}}},
            "post": {"responses": {}}}},
    }));
    let here = "/components/schemas/Bad/properties";
    assert_eq!(
        lines(&diagnostics),
        [
            format!("malformed {here}/a/items/minLength: `minLength` of a schema cannot be read: invalid type: string \"x\", expected usize"),
            format!("malformed {here}/b/nullable: `nullable` of a schema cannot be read: invalid type: integer `5`, expected a boolean"),
            "malformed /components/securitySchemes/s: this is not a security scheme: missing field `scheme`".to_owned(),
            "malformed /paths/~1a/get/responses/200: this is not a response: missing field `description`".to_owned(),
            "malformed /servers/0: this is not a server: invalid type: integer `5`, expected a string".to_owned(),
            "malformed /tags/0: this is not a tag: missing field `name`".to_owned(),
        ]
    );
    // The others are read all the same.
    assert_eq!(document.servers().len(), 1);
    assert_eq!(document.operations().len(), 1);
    assert_eq!(document.schemas().keys().collect::<Vec<_>>(), ["Good"]);
}

#[test]
fn references_are_followed_to_their_end() {
    let (document, _) = run(json!({"components": {
        "schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"type": "string"}, "L": {"$ref": "#/components/schemas/M"},
            "M": {"$ref": "#/components/schemas/L"}, "Odd/~ %41": {}},
        "responses": {"R": {"description": "d"}},
        "securitySchemes": {"s": {"$ref": "#/components/securitySchemes/t"}, "t": {"type": "http", "scheme": "basic"}}}}));
    let at = Pointer::root().child("here");
    let mut d = Diagnostics::default();
    let end = |reference: &str, d: &mut Diagnostics| {
        let found = document.resolve::<Schema>(&at, reference, d);
        found.map(|(pointer, _)| pointer.to_string())
    };
    assert_eq!(end("#/components/schemas/A", &mut d).as_deref(), Some("/components/schemas/B"));
    assert_eq!(
        end("#/components/schemas/Odd~1~0%20%2541", &mut d).as_deref(),
        Some("/components/schemas/Odd~1~0 %41")
    );
    let (_, response): (_, Response) =
        document.resolve(&at, "#/components/responses/R", &mut d).unwrap();
    assert_eq!(response.description, "d");
    assert_eq!(document.security_schemes()["s"], document.security_schemes()["t"]);
    assert!(!d.has_errors());
    for reference in [
        "#/components/schemas/L",
        "#/components/schemas/b2",
        "#b",
        "b.yaml#/b",
        "b.yaml",
        "#/components/schemas/Zebra",
    ] {
        assert_eq!(end(reference, &mut d), None);
    }
    let found = d.finish();
    assert_eq!(
        lines(&found),
        [
            "dangling-ref /here: `#/components/schemas/Zebra` leads nowhere",
            "dangling-ref /here: `#/components/schemas/b2` leads nowhere",
            "dangling-ref /here: `#b` leads nowhere",
            "ref-cycle /here: `#/components/schemas/L` leads back to itself, or through too many others",
            "external-ref /here: `b.yaml#/b` leads to no file in the document's folder",
            "external-ref /here: `b.yaml` leads to no file in the document's folder",
        ]
        .map(str::to_owned)
    );
    assert_eq!(found[1].help.as_deref(), Some("did you mean `$ref: '#/components/schemas/B'`?"));
}

#[test]
fn depth_is_no_danger() {
    let broken = json!({"type": "string", "minLength": "x"});
    let deep = (0..97).fold(broken, |inner, level| match level % 3 {
        0 => json!({ "type": "array", "items": inner }),
        1 => json!({ "anyOf": [inner, {"type": "string"}] }),
        _ => json!({ "type": "object", "properties": { "p": inner } }),
    });
    let (document, diagnostics) = run(json!({"components": {"schemas": {"S": deep}}}));
    assert_eq!(document.schemas().len(), 0);
    assert_eq!(diagnostics.len(), 1);
}
