//! Keywords that limit and describe: values, bounds, bytes, flags, and what 3.0 cannot say.

use serde_json::json;

use super::*;

#[test]
fn values_and_their_types() {
    for (input, output, said) in [
        (
            json!({"const": "a"}),
            json!({"type": "string", "enum": ["a"], "x-link-const": true}),
            vec![],
        ),
        (
            json!({"type": "integer", "const": 2.0}),
            json!({"type": "integer", "enum": [2], "x-link-const": true}),
            vec![],
        ),
        (json!({"enum": ["a", "b"]}), json!({"enum": ["a", "b"], "type": "string"}), vec![]),
        (json!({"enum": [1, "b"]}), json!({"enum": [1, "b"]}), vec![]),
        (
            json!({"type": "string", "enum": [1, true, "a"]}),
            json!({"type": "string", "enum": ["1", "true", "a"]}),
            vec!["warning malformed /enum/0", "warning malformed /enum/1"],
        ),
        (
            json!({"type": "string", "enum": [[]]}),
            json!({"enum": [[]]}),
            vec!["warning malformed /enum"],
        ),
        (
            json!({"type": "integer", "enum": ["1"]}),
            json!({"enum": ["1"]}),
            vec!["warning malformed /enum"],
        ),
        (
            json!({"type": "number", "enum": ["", 1]}),
            json!({"enum": ["", 1]}),
            vec!["warning malformed /enum"],
        ),
        (
            json!({"type": "boolean", "enum": ["true"]}),
            json!({"enum": ["true"]}),
            vec!["warning malformed /enum"],
        ),
        (
            json!({"type": "array", "enum": ["a"], "items": {}}),
            json!({"type": "array", "items": {}}),
            vec!["note ignored /enum"],
        ),
        (
            json!({"type": "string", "enum": []}),
            json!({"type": "string"}),
            vec!["warning malformed /enum"],
        ),
        (
            json!({"type": "string", "enum": null}),
            json!({"type": "string"}),
            vec!["warning malformed /enum"],
        ),
        (
            json!({"type": "string", "enum": "a"}),
            json!({"type": "string", "enum": ["a"]}),
            vec!["warning malformed /enum"],
        ),
        (
            json!({"type": "string", "default": false}),
            json!({"type": "string", "default": false}),
            vec![],
        ),
        (
            json!({"enum": ["a", null, "b"], "x-enum-varnames": ["A", "N", "B"]}),
            json!({"type": "string", "enum": ["a", "b"], "nullable": true, "x-enum-varnames": ["A", "B"]}),
            vec![],
        ),
    ] {
        becomes(&input, &output, &said);
    }
}

#[test]
fn bounds_have_one_spelling() {
    for (input, output, said) in [
        (
            json!({"type": "number", "exclusiveMinimum": 0}),
            json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
            vec![],
        ),
        (
            json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
            json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
            vec![],
        ),
        (
            json!({"type": "number", "minimum": 5, "exclusiveMinimum": 0}),
            json!({"type": "number", "minimum": 5}),
            vec![],
        ),
        (
            json!({"type": "number", "maximum": 5, "exclusiveMaximum": 5}),
            json!({"type": "number", "maximum": 5, "exclusiveMaximum": true}),
            vec![],
        ),
        (json!({"type": "number", "exclusiveMaximum": true}), json!({"type": "number"}), vec![]),
        (
            json!({"type": "number", "minimum": "5"}),
            json!({"type": "number", "minimum": 5}),
            vec!["warning malformed /minimum"],
        ),
        (
            json!({"type": "number", "minimum": {}}),
            json!({"type": "number"}),
            vec!["warning malformed /minimum"],
        ),
        (
            json!({"type": "number", "exclusiveMinimum": "x"}),
            json!({"type": "number"}),
            vec!["warning malformed /exclusiveMinimum"],
        ),
        (
            json!({"type": "integer", "minimum": 1.0, "maximum": 1e20}),
            json!({"type": "integer", "minimum": 1, "format": "uint128"}),
            vec!["note ignored /maximum"],
        ),
        (
            json!({"type": "integer", "multipleOf": 0.5}),
            json!({"type": "integer"}),
            vec!["note ignored /multipleOf"],
        ),
        (
            json!({"type": "string", "minLength": 2.0, "maxLength": -1}),
            json!({"type": "string", "minLength": 2}),
            vec!["note ignored /maxLength"],
        ),
        (
            json!({"type": "array", "maxItems": "3"}),
            json!({"type": "array", "maxItems": 3}),
            vec!["warning malformed /maxItems"],
        ),
    ] {
        becomes(&input, &output, &said);
    }
}

#[test]
fn bytes_have_one_spelling() {
    for (input, output) in [
        (
            json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
            json!({"type": "string", "format": "byte", "x-link-contentMediaType": "image/png"}),
        ),
        (
            json!({"contentMediaType": "application/octet-stream"}),
            json!({"type": "string", "format": "binary", "x-link-contentMediaType": "application/octet-stream"}),
        ),
        (
            json!({"type": "string", "contentMediaType": "application/json"}),
            json!({"type": "string", "x-link-contentMediaType": "application/json"}),
        ),
        (
            json!({"type": "string", "contentEncoding": "base64url"}),
            json!({"type": "string", "format": "byte", "x-link-contentEncoding": "base64url"}),
        ),
        (
            json!({"type": "string", "contentEncoding": "quoted-printable"}),
            json!({"type": "string", "x-link-contentEncoding": "quoted-printable"}),
        ),
    ] {
        becomes(&input, &output, &[]);
    }
}

#[test]
fn flags_and_remarks() {
    for (input, output, said) in [
        (
            json!({"examples": [1, 2], "$comment": "c", "$schema": "s"}),
            json!({"x-link-examples": [1, 2]}),
            vec![],
        ),
        (json!({"examples": [1], "title": "t"}), json!({"title": "t", "example": 1}), vec![]),
        (json!({"examples": [1], "example": 5}), json!({"example": 5}), vec![]),
        (
            json!({"nullable": false, "readOnly": false, "deprecated": false, "required": []}),
            json!({}),
            vec![],
        ),
        (
            json!({"deprecated": "true", "writeOnly": "maybe"}),
            json!({"deprecated": true}),
            vec!["warning malformed /deprecated", "warning malformed /writeOnly"],
        ),
        (
            json!({"description": 5, "title": {}}),
            json!({"description": "5"}),
            vec!["warning malformed /description", "warning malformed /title"],
        ),
        (json!({"description": null, "minLength": null}), json!({}), vec![]),
        (
            json!({"x-junction-exhaustive": true, "typo": 1}),
            json!({"x-junction-exhaustive": true, "typo": 1}),
            vec!["note ignored /typo"],
        ),
        (
            json!({"externalDocs": {"description": "d"}}),
            json!({}),
            vec!["note ignored /externalDocs"],
        ),
        (
            json!({"discriminator": "kind"}),
            json!({"discriminator": {"propertyName": "kind"}}),
            vec!["warning malformed /discriminator"],
        ),
        (
            json!({"discriminator": {"mapping": {}}}),
            json!({}),
            vec!["warning malformed /discriminator"],
        ),
    ] {
        becomes(&input, &output, &said);
    }
}

#[test]
fn odd_parts() {
    for (input, output, said) in [
        (json!({"properties": null}), json!({}), vec!["warning malformed /properties"]),
        (json!({"properties": []}), json!({"properties": {}}), vec![]),
        (json!({"properties": ["a"]}), json!({}), vec!["warning malformed /properties"]),
        (
            json!({"properties": {"a": null}}),
            json!({"properties": {"a": {}}}),
            vec!["warning malformed /properties/a"],
        ),
        (
            json!({"properties": {"a": {"required": true}}}),
            json!({"properties": {"a": {}}}),
            vec!["warning malformed /properties/a/required"],
        ),
        (json!({"required": null}), json!({}), vec!["warning malformed /required"]),
        (json!({"required": "a"}), json!({"required": ["a"]}), vec!["warning malformed /required"]),
        (json!({"items": null}), json!({}), vec!["warning malformed /items"]),
        (json!({"items": []}), json!({}), vec!["warning malformed /items"]),
        (
            json!({"items": "string"}),
            json!({"items": {"type": "string"}}),
            vec!["warning malformed /items"],
        ),
        (json!({"items": "thing"}), json!({"items": {}}), vec!["warning malformed /items"]),
        (json!({"allOf": {}}), json!({}), vec!["warning malformed /allOf"]),
        (
            json!({"allOf": a(), "title": "t"}),
            json!({"allOf": [a()], "title": "t"}),
            vec!["warning malformed /allOf"],
        ),
        (json!({"allOf": "x"}), json!({}), vec!["warning malformed /allOf"]),
        (
            json!({"additionalProperties": "true"}),
            json!({"additionalProperties": true}),
            vec!["warning malformed /additionalProperties"],
        ),
        (
            json!({"type": "string", "properties": {}, "maximum": 1}),
            json!({"type": "string"}),
            vec!["warning malformed /properties", "note ignored /maximum"],
        ),
    ] {
        becomes(&input, &output, &said);
    }
}

#[test]
fn schemas_that_are_flags() {
    all_become(
        &[
            json!({"type": "object", "additionalProperties": true}),
            json!({"type": "object", "additionalProperties": {}}),
            json!({"type": "object", "unevaluatedProperties": true}),
        ],
        &json!({"type": "object", "additionalProperties": true}),
    );
    all_become(
        &[
            json!({"additionalProperties": false}),
            json!({"additionalProperties": {"not": {}}}),
            json!({"unevaluatedProperties": false}),
            json!({"additionalProperties": {"not": true}}),
        ],
        &json!({"additionalProperties": false}),
    );
    all_become(
        &[json!({"properties": {"a": true, "b": false}})],
        &json!({"properties": {"a": {}, "b": {"not": {}}}}),
    );
}

#[test]
fn what_3_0_cannot_say_is_kept() {
    becomes(
        &json!({"if": {"const": 1}, "then": true, "else": false, "not": a(), "propertyNames": {"pattern": "p"}}),
        &json!({"x-link-if": {"type": "integer", "enum": [1], "x-link-const": true}, "x-link-then": {}, "x-link-else": {"not": {}},
            "x-link-not": a(), "x-link-propertyNames": {"pattern": "p"}}),
        &["note ignored /if", "note ignored /not", "note ignored /propertyNames"],
    );
    becomes(
        &json!({"type": "array", "contains": {}, "minContains": 1, "unevaluatedItems": false, "allOf": [a()]}),
        &json!({"type": "array", "allOf": [a()], "x-link-contains": {}, "x-link-minContains": 1, "x-link-unevaluatedItems": false}),
        &["note ignored /contains", "note ignored /minContains", "note ignored /unevaluatedItems"],
    );
    becomes(
        &json!({"type": "string", "contentSchema": a()}),
        &json!({"type": "string", "x-link-contentSchema": a()}),
        &["note ignored /contentSchema"],
    );
    becomes(&json!({"propertyNames": {"type": "string"}}), &json!({}), &[]);
    becomes(
        &json!({"type": "object", "propertyNames": {"type": "string", "enum": ["a", "b"]}}),
        &json!({"type": "object", "x-link-propertyNames": {"type": "string", "enum": ["a", "b"]}}),
        &["note ignored /propertyNames"],
    );
}

#[test]
fn lists_with_positions() {
    let two = json!([{"type": "string"}, {"type": "integer"}]);
    becomes(
        &json!({"type": "array", "prefixItems": two, "items": false}),
        &json!({"type": "array", "items": {"not": {}}, "x-link-prefixItems": two}),
        &[],
    );
    becomes(
        &json!({"type": "array", "items": two}),
        &json!({"type": "array", "x-link-prefixItems": two}),
        &[],
    );
    // Nothing in a list of positions is a position all the same.
    becomes(
        &json!({"type": "array", "prefixItems": [null, {"type": ["string", "null"]}]}),
        &json!({"type": "array", "x-link-prefixItems": [{}, {"type": "string", "nullable": true}]}),
        &["warning malformed /prefixItems/0"],
    );
    let same = json!([{"type": "string"}, {"type": "string"}]);
    becomes(
        &json!({"type": "array", "prefixItems": same, "items": false}),
        &json!({"type": "array", "items": {"type": "string"}, "maxItems": 2}),
        &[],
    );
    becomes(
        &json!({"type": "array", "prefixItems": same, "maxItems": 2}),
        &json!({"type": "array", "items": {"type": "string"}, "maxItems": 2}),
        &[],
    );
}

#[test]
fn maps_with_patterns() {
    becomes(
        &json!({"type": "object", "patternProperties": {"^x": a()}}),
        &json!({"type": "object", "x-link-patternProperties": {"^x": a()}}),
        &[],
    );
    becomes(
        &json!({"type": "object", "patternProperties": {"^x": a()}, "additionalProperties": false}),
        &json!({"type": "object", "additionalProperties": a()}),
        &["note ignored /patternProperties/^x"],
    );
}
