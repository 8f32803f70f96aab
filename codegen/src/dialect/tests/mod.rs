//! Tests of what stands around the schemas.

mod operations;
mod references;

use serde_json::json;

use super::*;
use crate::diagnostics::{Diagnostic, Place, Severity};

fn run(document: Value) -> (Option<Value>, Vec<Diagnostic>) {
    let mut d = Diagnostics::default();
    let value = normalise(document, &mut d);
    (value, d.finish())
}

/// Diagnostics as `severity code pointer`.
fn places(diagnostics: &[Diagnostic]) -> Vec<String> {
    let place = |d: &Diagnostic| match &d.place {
        Place::Document(pointer) => pointer.to_string(),
        Place::Overlay(_) | Place::Settings(_) | Place::At(_) => panic!("a place in the document"),
    };
    let severity = |d: &Diagnostic| match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    diagnostics
        .iter()
        .map(|d| format!("{} {} {}", severity(d), d.code.as_str(), place(d)))
        .collect()
}

/// A document with the given members, normalised: the value at the pointer and the places.
fn at(members: Value, pointer: &str) -> (Value, Vec<String>) {
    let mut document =
        json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}});
    if let (Value::Object(document), Value::Object(members)) = (&mut document, members) {
        document.extend(members);
    }
    let (value, diagnostics) = run(document);
    let value = value.unwrap().pointer(pointer).cloned().unwrap_or(Value::Null);
    (value, places(&diagnostics))
}

fn operation(members: &Value, pointer: &str) -> (Value, Vec<String>) {
    let (value, places) =
        at(json!({"paths": {"/a": {"get": members}}}), &format!("/paths/~1a/get{pointer}"));
    (value, places.into_iter().map(|place| place.replace("/paths/~1a/get", "")).collect())
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn only_openapi_3_is_read() {
    for (document, expected) in [
        (json!({"swagger": "2.0"}), "this is Swagger 2.0, not OpenAPI 3"),
        (
            json!({"openapi": "4.0.0"}),
            "OpenAPI `4.0.0` is not understood: this generator reads 3.0, 3.1 and 3.2",
        ),
        (
            json!({"openapi": "3.3.0"}),
            "OpenAPI `3.3.0` is not understood: this generator reads 3.0, 3.1 and 3.2",
        ),
        (
            json!({"openapi": null}),
            "OpenAPI `` is not understood: this generator reads 3.0, 3.1 and 3.2",
        ),
        (json!({"asyncapi": "3.0.0"}), "this is an AsyncAPI document, not an OpenAPI document"),
        (json!({"overlay": "1.0.0"}), "this is an OpenAPI Overlay, not an OpenAPI document"),
        (json!({}), "this is not an OpenAPI document: it has no `openapi`"),
    ] {
        let (value, diagnostics) = run(document);
        assert_eq!(value, None);
        assert_eq!(diagnostics[0].code.as_str(), "not-openapi");
        assert_eq!(diagnostics[0].message, expected);
    }
    for version in [json!("3.0.0-rc1"), json!("3.2.0"), json!("3.1"), json!(3.1)] {
        let (value, _) = run(json!({"openapi": version, "info": {"title": "T", "version": "1"}}));
        assert_eq!(value.unwrap()["openapi"], "3.0.3");
    }
}

#[test]
fn what_every_document_has_is_there_afterwards() {
    let (value, diagnostics) = run(json!({"openapi": "3.1.0"}));
    assert_eq!(
        value,
        Some(json!({"openapi": "3.0.3", "paths": {}, "info": {"title": "API", "version": "0"}}))
    );
    assert_eq!(places(&diagnostics), ["warning malformed /"]);
}

#[test]
fn info_is_texts() {
    let info = json!({"info": {"version": 1.0, "description": null, "summary": "s", "license": {"identifier": "MIT"},
        "contact": "x", "title": "T"}});
    let (value, places) = at(info, "/info");
    assert_eq!(value, json!({"version": "1.0", "title": "T", "x-link-summary": "s"}));
    assert_eq!(
        places,
        [
            "warning malformed /info/version",
            "note ignored /info/contact",
            "note ignored /info/license"
        ]
    );
}

#[test]
fn servers_have_addresses() {
    let servers = json!({"servers": [{"description": "d"}, "https://a", {"url": "https://{v}.b", "name": "n",
        "variables": {"v": {"enum": [1, 2]}, "w": {"default": 8443}, "x": {}}}]});
    let (value, places) = at(servers, "/servers");
    assert_eq!(
        value,
        json!([{"url": "https://a"}, {"url": "https://{v}.b", "x-link-name": "n", "variables": {
            "v": {"enum": ["1", "2"], "default": "1"}, "w": {"default": "8443"}}}])
    );
    assert_eq!(
        places,
        [
            "warning malformed /servers/0",
            "warning malformed /servers/1",
            "warning malformed /servers/2/variables/v",
            "warning malformed /servers/2/variables/v/enum/0",
            "warning malformed /servers/2/variables/v/enum/1",
            "warning malformed /servers/2/variables/w/default",
            "warning malformed /servers/2/variables/x",
        ]
    );
}

#[test]
fn what_has_no_effect_is_said() {
    let (_, places) = at(
        json!({
            "jsonSchemaDialect": "https://json-schema.org/draft-04/schema",
            "tags": [{"name": "a", "parent": "b"}],
            "components": {"pathItems": {"P": {}, "Q": {}}, "callbacks": {"C": {}, "D": {}}},
            "webhooks": {"w": {"$ref": "#/components/pathItems/Q"}},
            "paths": {"/a": {"get": {"callbacks": {"d": {"$ref": "#/components/callbacks/D"}},
                "responses": {"200": {"links": {"l": {}}}}}}},
        }),
        "",
    );
    assert_eq!(
        places,
        [
            "warning unsupported /jsonSchemaDialect",
            "note ignored /components/callbacks/C",
            "note ignored /components/pathItems/P",
            "note ignored /paths/~1a/get/responses/200/links",
            "note ignored /tags/0/parent",
        ]
    );
}

#[test]
fn webhooks_and_callbacks_are_path_items() {
    let item = json!({"post": {"requestBody": {"content": {"x/y": {"schema": {"type": ["string", "null"]}}}}}});
    let read = json!({"post": {"requestBody": {"content": {"x/y": {"schema": {"type": "string", "nullable": true}}}},
        "responses": {}}});
    for webhooks in ["webhooks", "x-webhooks"] {
        let (value, places) = at(
            json!({
                webhooks: {"w": {"$ref": "#/components/pathItems/P"}},
                "components": {"pathItems": {"P": item}, "callbacks": {"C": {"{$url}": {"$ref": "#/components/pathItems/P"}}}},
                "paths": {"/a": {"get": {"responses": {}, "callbacks": {"c": {"$ref": "#/components/callbacks/C"}, "d": {"{$url}": item}}}}},
            }),
            "",
        );
        assert_eq!(value["webhooks"]["w"], read);
        assert_eq!(value["components"]["callbacks"]["C"]["{$url}"], read);
        assert_eq!(
            value["paths"]["/a"]["get"]["callbacks"],
            json!({"c": {"$ref": "#/components/callbacks/C"}, "d": {"{$url}": read}})
        );
        assert_eq!(places, none());
    }
}

#[test]
fn nothing_but_schemas_is_taken_for_one() {
    let members = json!({
        "x-a": {"type": ["string", "null"]},
        "components": {
            "examples": {"E": {"value": {"type": ["string", "null"], "const": 1}}},
            "schemas": {"S": {"default": {"anyOf": [{"type": "null"}]}, "example": {"const": null},
                "enum": [{"type": ["string"]}], "x-b": {"const": 1}, "properties": {"const": {"const": 1}}}},
        },
    });
    let (value, places) = at(members.clone(), "");
    assert_eq!(value["x-a"], members["x-a"]);
    assert_eq!(value["components"]["examples"], members["components"]["examples"]);
    let (now, before) =
        (&value["components"]["schemas"]["S"], &members["components"]["schemas"]["S"]);
    for key in ["default", "example", "enum", "x-b"] {
        assert_eq!(now[key], before[key], "{key}");
    }
    assert_eq!(
        now["properties"]["const"],
        json!({"type": "integer", "enum": [1], "x-link-const": true})
    );
    assert_eq!(places, none());
}

#[test]
fn depth_is_no_danger() {
    let depths =
        (0..97).fold(json!({"type": ["string", "null"]}), |inner, level| match level % 4 {
            0 => json!({ "items": inner }),
            1 => json!({ "anyOf": [inner, {"type": "null"}] }),
            2 => json!({ "properties": { "p": inner } }),
            _ => json!({ "not": inner }),
        });
    let (value, _) = at(json!({"components": {"schemas": {"S": depths}}}), "/components/schemas/S");
    assert!(value.is_object());
}
