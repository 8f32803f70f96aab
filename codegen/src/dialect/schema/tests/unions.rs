//! Null, unions, types and references: what a schema can be.

use serde_json::json;

use super::*;

#[test]
fn null_beside_a_type_has_one_spelling() {
    all_become(
        &[
            json!({"type": "string", "nullable": true}),
            json!({"type": ["string", "null"]}),
            json!({"type": ["null", "string"]}),
            json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
            json!({"oneOf": [{"type": "null"}, {"type": "string"}]}),
            json!({"anyOf": [{"type": "string"}, {"const": null}]}),
            json!({"anyOf": [{"type": "string"}, {"enum": [null]}]}),
            json!({"anyOf": [{"type": "string"}, {"nullable": true}]}),
            json!({"anyOf": [{"type": ["string", "null"]}]}),
            json!({"oneOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "null"}]}),
        ],
        &json!({"type": "string", "nullable": true}),
    );
}

#[test]
fn null_beside_a_reference_has_one_spelling() {
    all_become(
        &[
            json!({"anyOf": [a(), {"type": "null"}]}),
            json!({"oneOf": [a()], "nullable": true}),
            json!({"allOf": [a()], "nullable": true}),
            json!({"allOf": [a(), {"nullable": true}]}),
            json!({"$ref": "#/components/schemas/A", "nullable": true}),
            json!({"anyOf": [{"allOf": [a()], "nullable": true}]}),
        ],
        &json!({"allOf": [a()], "nullable": true}),
    );
}

#[test]
fn null_beside_several_has_one_spelling() {
    all_become(
        &[
            json!({"anyOf": [a(), b(), {"type": "null"}]}),
            json!({"anyOf": [a(), {"allOf": [b()], "nullable": true}]}),
            json!({"anyOf": [a(), b()], "nullable": true}),
            json!({"anyOf": [{"type": "null"}, a(), b(), false]}),
        ],
        &json!({"anyOf": [a(), b()], "nullable": true}),
    );
    all_become(
        &[json!({"type": ["string", "null"], "enum": ["a", null]}), json!({"enum": [null, "a"]})],
        &json!({"type": "string", "enum": ["a"], "nullable": true}),
    );
}

#[test]
fn null_alone_has_one_spelling() {
    let null = json!({"nullable": true, "x-link-null": true});
    for input in [
        json!({"type": "null"}),
        json!({"type": ["null"]}),
        json!({"const": null}),
        json!({"enum": [null]}),
        json!({"type": "string", "enum": [null], "minLength": 1}),
        json!({"anyOf": [{"type": "null"}]}),
    ] {
        becomes(&input, &null, &[]);
    }
    becomes(
        &json!({"type": "null", "description": "d"}),
        &json!({"description": "d", "nullable": true, "x-link-null": true}),
        &[],
    );
}

#[test]
fn null_in_all_of_is_read_as_it_is_meant() {
    let nullable = json!({"allOf": [a()], "nullable": true});
    becomes(&json!({"allOf": [a(), {"type": "null"}]}), &nullable, &["warning malformed /allOf/1"]);
}

#[test]
fn what_is_said_around_a_branch_wins() {
    let around = json!({"title": "outer", "description": "d", "default": null, "deprecated": true, "x-a": 1,
        "anyOf": [{"type": "string", "title": "inner", "format": "uuid", "x-b": 2}, {"type": "null"}]});
    becomes(
        &around,
        &json!({"title": "outer", "description": "d", "default": null, "deprecated": true, "x-a": 1,
            "type": "string", "format": "uuid", "x-b": 2, "nullable": true}),
        &[],
    );
    becomes(
        &json!({"examples": ["outer"], "anyOf": [{"type": "string", "examples": ["inner"]}]}),
        &json!({"example": "outer", "type": "string"}),
        &[],
    );
    becomes(
        &json!({"description": "d", "anyOf": [a(), {"type": "null"}]}),
        &json!({"description": "d", "allOf": [a()], "nullable": true}),
        &[],
    );
}

#[test]
fn a_branch_beside_limits_is_a_part() {
    becomes(
        &json!({"type": "object", "properties": {"p": {}}, "anyOf": [{"required": ["p"]}, {"type": "null"}]}),
        &json!({"type": "object", "properties": {"p": {}}, "allOf": [{"required": ["p"]}], "nullable": true}),
        &[],
    );
    // A union with a discriminator stays one.
    let union = json!({"oneOf": [a()], "discriminator": {"propertyName": "t"}});
    becomes(&union, &union, &[]);
}

#[test]
fn branches_without_meaning_go() {
    becomes(&json!({"anyOf": []}), &json!({}), &["warning malformed /anyOf"]);
    becomes(&json!({"oneOf": [false]}), &json!({"not": {}}), &[]);
    becomes(&json!({"allOf": []}), &json!({}), &["warning malformed /allOf"]);
    becomes(
        &json!({"anyOf": [a(), null, b()]}),
        &json!({"anyOf": [a(), b()]}),
        &["warning malformed /anyOf/1"],
    );
}

#[test]
fn several_types_are_a_union() {
    becomes(
        &json!({"type": ["string", "array", "integer", "null"], "description": "d", "minLength": 1, "items": {"type": "string"},
            "maximum": 5, "format": "int64"}),
        &json!({"description": "d", "nullable": true, "anyOf": [
            {"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}},
            {"type": "integer", "maximum": 5, "format": "int64"}]}),
        &[],
    );
    becomes(
        &json!({"type": ["integer", "string", "boolean"], "enum": [1, "a", null, [], "b"]}),
        &json!({"nullable": true, "anyOf": [{"type": "integer", "enum": [1]}, {"type": "string", "enum": ["a", "b"]}]}),
        &["warning malformed /enum/3"],
    );
    becomes(&json!({"type": ["integer", "number"]}), &json!({"type": "number"}), &[]);
    becomes(
        &json!({"type": ["object", "array"], "oneOf": [a(), b()]}),
        &json!({"oneOf": [a(), b()]}),
        &["note ignored /type"],
    );
}

#[test]
fn odd_types() {
    for (input, output, said) in [
        (json!({"type": "String"}), json!({"type": "string"}), vec!["warning malformed /type"]),
        (
            json!({"type": "file"}),
            json!({"type": "string", "format": "binary"}),
            vec!["warning malformed /type"],
        ),
        (json!({"type": "any"}), json!({}), vec!["warning malformed /type"]),
        (json!({"type": "thing"}), json!({}), vec!["warning malformed /type"]),
        (json!({"type": 5}), json!({}), vec!["warning malformed /type"]),
        (json!({"type": []}), json!({}), vec![]),
        (json!({"type": ["string"]}), json!({"type": "string"}), vec![]),
        (
            json!({"type": ["string", null]}),
            json!({"type": "string", "nullable": true}),
            vec!["warning malformed /type"],
        ),
        (
            json!({"type": null, "anyOf": [a(), b()]}),
            json!({"anyOf": [a(), b()]}),
            vec!["warning malformed /type"],
        ),
    ] {
        becomes(&input, &output, &said);
    }
}

#[test]
fn references_with_siblings_are_parts() {
    all_become(
        &[
            json!({"$ref": "#/components/schemas/A"}),
            json!({"allOf": [a()]}),
            json!({"anyOf": [a()]}),
            json!({"$ref": "#/components/schemas/A", "summary": "s"}),
            json!({"allOf": [{"oneOf": [a()]}]}),
        ],
        &a(),
    );
    all_become(
        &[
            json!({"$ref": "#/components/schemas/A", "description": "d"}),
            json!({"allOf": [a()], "description": "d"}),
        ],
        &json!({"description": "d", "allOf": [a()]}),
    );
    becomes(
        &json!({"$ref": "#/components/schemas/A", "allOf": [b()], "properties": {"p": true}}),
        &json!({"allOf": [b(), a()], "properties": {"p": {}}}),
        &[],
    );
    becomes(&json!({"$ref": 5}), &json!({}), &["warning malformed /$ref"]);
}

#[test]
fn dynamic_references() {
    becomes(
        &json!({"$recursiveAnchor": true, "properties": {"a": {"items": {"$recursiveRef": "#"}}}}),
        &json!({"properties": {"a": {"items": {"$ref": "#/components/schemas/S"}}}}),
        &[],
    );
    becomes(&json!({"$recursiveRef": "#"}), &json!({}), &["error dangling-ref /$recursiveRef"]);
    becomes(
        &json!({"$dynamicAnchor": "n", "properties": {"a": {"$dynamicRef": "#n"}}}),
        &json!({"properties": {"a": {"$ref": "#/components/schemas/S"}}}),
        &[],
    );
    becomes(
        &json!({"$dynamicRef": "#n", "$defs": {"x": {"$dynamicAnchor": "n"}, "y": {"$dynamicAnchor": "n"}}}),
        &json!({"$defs": {"x": {}, "y": {}}, "allOf": [{"$ref": "#/components/schemas/S/$defs/y"}]}),
        &["note ignored /$dynamicRef"],
    );
    // What stands around a reference is closer than what stands beside it.
    becomes(
        &json!({"$defs": {"y": {"$dynamicAnchor": "n"}}, "properties": {
            "p": {"$dynamicAnchor": "n", "properties": {"q": {"$dynamicRef": "#n"}}}}}),
        &json!({"$defs": {"y": {}}, "properties": {
            "p": {"properties": {"q": {"$ref": "#/components/schemas/S/properties/p"}}}}}),
        &["note ignored /properties/p/properties/q/$dynamicRef"],
    );
}

#[test]
fn branches_that_are_referred_to_keep_an_address() {
    becomes(
        &json!({"anyOf": [{"type": "string"}, {"type": "null"}], "properties": {"p": {"$ref": "#/components/schemas/S/anyOf/0"}}}),
        &json!({"properties": {"p": {"$ref": "#/components/schemas/S/allOf/0"}}, "allOf": [{"type": "string"}], "nullable": true}),
        &[],
    );
}
