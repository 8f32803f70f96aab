//! Paths, operations, parameters, bodies and security schemes.

use serde_json::json;

use super::*;

#[test]
fn paths_start_with_a_slash() {
    let (value, places) = at(
        json!({"paths": {"a": {"summary": "s"}, "x-b": 1, "https://c": {}, "/d": null}}),
        "/paths",
    );
    assert_eq!(value, json!({"/a": {"summary": "s"}, "x-b": 1}));
    assert_eq!(
        places,
        [
            "error malformed /paths/https:~1~1c",
            "warning malformed /paths/a",
            "warning malformed /paths/~1d"
        ]
    );
}

#[test]
fn responses_stand_under_a_status() {
    let (value, places) = operation(
        &json!({"responses": {"4xx": {"summary": "s"}, "200": "fine", "ok": {}, "x-a": 1, "default": {"$ref": "#/components/responses/R", "description": "d"}}}),
        "/responses",
    );
    assert_eq!(
        value,
        json!({"4XX": {"description": "s"}, "200": {"description": "fine"}, "x-a": 1,
            "default": {"$ref": "#/components/responses/R"}})
    );
    assert_eq!(places, ["warning malformed /responses/200", "warning malformed /responses/ok"]);
    assert_eq!(operation(&json!({}), "/responses"), (json!({}), none()));
    assert_eq!(operation(&json!({"responses": null}), "/responses").0, json!({}));
    let (_, places) = operation(&json!({"responses": {"$ref": "#/x"}}), "");
    assert_eq!(places, ["error malformed /responses/$ref"]);
}

#[test]
fn operations_are_put_into_shape() {
    let (value, places) = operation(
        &json!({"operationId": 5, "tags": "t", "deprecated": "yes", "security": [{"key": null}, "token"], "summary": null,
            "requestBody": {"required": "true"}, "consumes": ["x"], "$ref": "#/x", "x-link-a": 1, "responses": {}}),
        "",
    );
    assert_eq!(
        value,
        json!({"operationId": "5", "tags": ["t"], "deprecated": true, "security": [{"key": []}, {"token": []}],
            "requestBody": {"required": true, "content": {}}, "consumes": ["x"], "responses": {}})
    );
    assert_eq!(
        places,
        [
            "error malformed /$ref",
            "warning malformed /deprecated",
            "warning malformed /operationId",
            "warning malformed /requestBody",
            "warning malformed /requestBody/required",
            "warning malformed /security/1",
            "warning malformed /tags",
            "note ignored /consumes",
            "note ignored /x-link-a",
        ]
    );
}

#[test]
fn parameters_are_put_into_shape() {
    for (parameter, expected, expected_places) in [
        (
            json!({"name": "a", "in": "Query"}),
            json!({"name": "a", "in": "query", "schema": {}}),
            vec!["warning malformed /parameters/0", "warning malformed /parameters/0/in"],
        ),
        (
            json!({"name": "a", "in": "path", "schema": true}),
            json!({"name": "a", "in": "path", "schema": {}, "required": true}),
            vec!["note malformed /parameters/0"],
        ),
        (
            json!({"name": "a", "in": "query", "type": "integer", "minimum": 1}),
            json!({"name": "a", "in": "query", "schema": {"type": "integer", "minimum": 1}}),
            vec!["warning malformed /parameters/0/type"],
        ),
        (
            json!({"name": "a", "in": "query", "schema": {}, "content": {"x/y": {}}}),
            json!({"name": "a", "in": "query", "schema": {}}),
            vec!["warning malformed /parameters/0/content"],
        ),
        (
            json!({"name": "a", "in": "header", "schema": {}, "style": "form"}),
            json!({"name": "a", "in": "header", "schema": {}}),
            vec!["warning malformed /parameters/0/style"],
        ),
        (
            json!({"$ref": "#/components/parameters/P", "required": true, "description": "d"}),
            json!({"$ref": "#/components/parameters/P"}),
            vec!["note ignored /parameters/0/required"],
        ),
    ] {
        let (value, places) =
            operation(&json!({"parameters": [parameter], "responses": {}}), "/parameters/0");
        assert_eq!(value, expected);
        assert_eq!(places, expected_places);
    }
}

#[test]
fn parameters_that_cannot_be_read_are_errors() {
    for (parameter, place) in [
        (json!({"in": "query", "schema": {}}), "error malformed /parameters/0"),
        (json!({"name": "a", "schema": {}}), "error malformed /parameters/0"),
        (json!({"name": "a", "in": "body", "schema": {}}), "error malformed /parameters/0/in"),
        (json!({"name": "a", "in": "matrix", "schema": {}}), "error malformed /parameters/0/in"),
        (
            json!({"name": "a", "in": "querystring", "content": {"x/y": {}}}),
            "error unsupported /parameters/0",
        ),
        (json!("p"), "error malformed /parameters/0"),
    ] {
        let (value, places) =
            operation(&json!({"parameters": [parameter], "responses": {}}), "/parameters");
        assert_eq!((value, places), (json!([]), vec![place.to_owned()]));
    }
}

#[test]
fn media_types_and_encodings() {
    let (value, places) = operation(
        &json!({"responses": {}, "requestBody": {"content": {
            "a/a": null,
            "a/b": {"schema": {"type": ["string", "null"]}, "example": {"type": ["string", "null"]},
                "examples": ["e"], "encoding": {"p": {"style": "matrix"}, "q": {"style": "deepObject", "contentType": "x/y"}}},
            "a/c": {"itemSchema": {"const": 1}},
            "a/d": {"$ref": "#/components/mediaTypes/M"},
        }}}),
        "/requestBody/content",
    );
    assert_eq!(
        value,
        json!({
            "a/a": {},
            "a/b": {"schema": {"type": "string", "nullable": true}, "example": {"type": ["string", "null"]},
                "encoding": {"p": {"explode": true}, "q": {"style": "deepObject", "contentType": "x/y", "explode": false}}},
            "a/c": {"x-link-itemSchema": {"type": "integer", "enum": [1], "x-link-const": true}},
            "a/d": {},
        })
    );
    let content = "/requestBody/content";
    assert_eq!(
        places,
        [
            format!("error dangling-ref {content}/a~1d/$ref"),
            format!("warning malformed {content}/a~1a"),
            format!("warning malformed {content}/a~1b/encoding/p/style"),
            format!("warning unsupported {content}/a~1c/itemSchema"),
            format!("note ignored {content}/a~1b/examples"),
        ]
    );
}

#[test]
fn security_schemes_are_put_into_shape() {
    let schemes = json!({"components": {"securitySchemes": {
        "a": {"type": "basic"}, "b": {"type": "mutualTLS"}, "c": {"type": "apiKey", "name": "k"},
        "d": {"type": "apiKey", "name": "k", "in": "body"}, "e": {"type": "oauth2"}, "f": {"type": "http"},
        "g": {"type": "oauth2", "flows": {"clientCredentials": {"scopes": {"s": null}}}}, "h": {"type": "magic"},
        "i": {}, "j": {"type": "openIdConnect"}, "k": {"$ref": "#/components/securitySchemes/a"}}}});
    let (value, places) = at(schemes, "/components/securitySchemes");
    assert_eq!(
        value,
        json!({
            "a": {"type": "http", "scheme": "basic"}, "e": {"type": "oauth2", "flows": {}},
            "g": {"type": "oauth2", "flows": {"clientCredentials": {"scopes": {"s": ""}, "tokenUrl": ""}}},
            "j": {"type": "openIdConnect", "openIdConnectUrl": ""}, "k": {"$ref": "#/components/securitySchemes/a"},
        })
    );
    let here = "/components/securitySchemes";
    assert_eq!(
        places,
        [
            format!("error unsupported {here}/b"),
            format!("error malformed {here}/c"),
            format!("error malformed {here}/d/in"),
            format!("error malformed {here}/f"),
            format!("error unsupported {here}/h"),
            format!("error malformed {here}/i"),
            format!("warning malformed {here}/a/type"),
            format!("note malformed {here}/g/flows/clientCredentials"),
        ]
    );
}
