//! References: where they lead, and that they still do.

use serde_json::json;

use super::*;

#[test]
fn path_items_are_put_in_where_they_are_meant() {
    let item = json!({"parameters": [{"name": "p", "in": "query", "schema": {"type": ["string"]}}], "get": {"responses": {}}});
    let (value, places) = at(
        json!({"paths": {"/a": {"$ref": "#/components/pathItems/P", "summary": "s"}, "/b": {"$ref": "#/paths/~1a"}},
            "components": {"pathItems": {"P": item}}}),
        "/paths",
    );
    let expected = json!({"parameters": [{"name": "p", "in": "query", "schema": {"type": "string"}}], "get": {"responses": {}}});
    for path in ["/a", "/b"] {
        assert_eq!(value[path]["parameters"], expected["parameters"]);
        assert_eq!(value[path]["get"], expected["get"]);
        assert_eq!(value[path]["$ref"], Value::Null);
    }
    assert_eq!(places, none());
    for (reference, code) in
        [("#/paths/~1a", "ref-cycle"), ("other.yaml#/a", "external-ref"), ("#/x", "dangling-ref")]
    {
        let (value, places) =
            at(json!({"paths": {"/a": {"$ref": reference, "get": {}}}}), "/paths/~1a");
        assert_eq!(value, json!({"get": {"responses": {}}}));
        assert_eq!(places, [format!("error {code} /paths/~1a/$ref")]);
    }
}

#[test]
fn references_have_one_spelling() {
    let schemas = json!({"components": {"schemas": {
        "A B": {"$anchor": "ab", "type": ["string"], "$defs": {"C": {"type": ["null", "integer"]}}},
        "I": {"$id": "https://x/i", "$defs": {"D": {"const": 1}}, "properties": {"d": {"$ref": "#/$defs/D"}}},
        "R": {"properties": {
            "a": {"$ref": "#/components/schemas/A%20B"}, "b": {"$ref": "#ab"},
            "c": {"$ref": "#/components/schemas/A%20B/$defs/C"}, "d": {"$ref": "https://x/i"},
            "e": {"$ref": "https://x/i#/$defs/D"}, "f": {"$ref": "#/definitions/F"}, "g": {"$ref": "#/nowhere"}}},
    }}, "definitions": {"F": {"type": ["string", "null"], "not": {"$ref": "#/definitions/G"}}, "G": {"const": null}}});
    let (value, places) = at(schemas, "");
    let properties = &value["components"]["schemas"]["R"]["properties"];
    let reference = |name: &str| properties[name]["$ref"].as_str().unwrap().to_owned();
    assert_eq!(
        ["a", "b", "c", "d", "e", "f", "g"].map(reference),
        [
            "#/components/schemas/A B",
            "#/components/schemas/A B",
            "#/components/schemas/A B/$defs/C",
            "#/components/schemas/I",
            "#/components/schemas/I/$defs/D",
            "#/definitions/F",
            "#/nowhere"
        ]
    );
    assert_eq!(
        value["components"]["schemas"]["I"]["properties"]["d"]["$ref"],
        "#/components/schemas/I/$defs/D"
    );
    assert_eq!(
        value["components"]["schemas"]["A B"]["$defs"]["C"],
        json!({"type": "integer", "nullable": true})
    );
    assert_eq!(value["definitions"]["F"]["nullable"], true);
    assert_eq!(value["definitions"]["G"], json!({"nullable": true, "x-link-null": true}));
    assert_eq!(places, ["note ignored /definitions/F/not"]);
}

#[test]
fn references_follow_what_moves() {
    let schemas = json!({"components": {"schemas": {
        "A": {"anyOf": [{"type": "object", "properties": {"p": {"type": "string"}}}, {"type": "null"}]},
        "B": {"type": ["array", "string"], "items": {"type": "string"}},
        "R": {"properties": {"a": {"$ref": "#/components/schemas/A/anyOf/0/properties/p"},
            "b": {"$ref": "#/components/schemas/B/items"}}}}}});
    let (value, places) = at(schemas, "");
    let properties = &value["components"]["schemas"]["R"]["properties"];
    for name in ["a", "b"] {
        let pointer = properties[name]["$ref"].as_str().unwrap().trim_start_matches('#');
        assert_eq!(value.pointer(pointer), Some(&json!({"type": "string"})), "{pointer}");
    }
    assert_eq!(places, none());
}

#[test]
fn references_lead_to_what_is_meant() {
    let (_, places) = at(
        json!({"components": {"responses": {"R": {"description": "r"}}, "schemas": {"S": {"properties": {"p": {"$ref": "#/components/responses/R"}}}}}}),
        "",
    );
    assert_eq!(places, ["error malformed /components/schemas/S/properties/p/$ref"]);
}

#[test]
fn what_stands_among_the_schemas_and_is_none_is_what_refers_to_it() {
    let (value, places) = at(
        json!({"components": {"schemas": {
            "All": {"200": {"$ref": "#/components/schemas/Fine"}},
            "Fine": {"content": {"x/y": {"schema": {"type": ["string", "null"]}}}},
            "S": {"type": ["string"]}}},
            "paths": {"/a": {"get": {"responses": {"$ref": "#/components/schemas/All"}},
                "put": {"responses": {"200": {"$ref": "#/components/schemas/S"}}}}}}),
        "",
    );
    assert_eq!(
        value["paths"]["/a"]["get"]["responses"],
        json!({"200": {"$ref": "#/components/schemas/Fine"}})
    );
    assert_eq!(
        value["components"]["schemas"]["Fine"],
        json!({"description": "", "content": {"x/y": {"schema": {"type": "string", "nullable": true}}}})
    );
    assert_eq!(value["components"]["schemas"]["S"], json!({"type": "string"}));
    assert_eq!(
        places,
        [
            "error malformed /paths/~1a/put/responses/200",
            "warning malformed /components/schemas/All",
            "warning malformed /components/schemas/Fine",
            "warning malformed /paths/~1a/get/responses/$ref",
        ]
    );
}

#[test]
fn documents_and_schemas_have_names_of_their_own() {
    let (value, places) = at(
        json!({"$self": "https://x/d/api.json", "components": {"schemas": {
            "A": {"$id": "a.json", "$anchor": "n", "$defs": {"D": {"type": "string"}}},
            "B": {"properties": {
                "a": {"$ref": "a.json"}, "b": {"$ref": "https://x/d/a.json#/$defs/D"},
                "c": {"$ref": "a.json#n"}, "d": {"$ref": "../d/api.json#/components/schemas/B"}}}}}}),
        "/components/schemas/B/properties",
    );
    let reference = |to: &str| json!({"$ref": format!("#/components/schemas/{to}")});
    let expected = json!({"a": reference("A"), "b": reference("A/$defs/D"), "c": reference("A"),
        "d": reference("B")});
    assert_eq!(value, expected);
    assert_eq!(places, none());
}
