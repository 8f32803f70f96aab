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
            "warning malformed /paths/~1d",
            "warning malformed /paths/a",
            "warning malformed /paths/https:~1~1c",
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
}

#[test]
fn responses_can_be_a_reference_all_the_same() {
    let responses = json!({"200": {"summary": "s"}});
    let document = json!({"paths": {"/a": {"get": {"responses": {"$ref": "#/components/x-a/b"}},
        "put": {"responses": {"$ref": "#/paths/~1a/get/responses"}},
        "post": {"responses": {"$ref": "#/nowhere"}}}},
        "components": {"x-a": {"b": responses}}});
    let (value, places) = at(document, "/paths/~1a");
    let read = json!({"responses": {"200": {"description": "s"}}});
    assert_eq!(value, json!({"get": read, "put": read, "post": {"responses": {}}}));
    assert_eq!(
        places,
        [
            "error dangling-ref /paths/~1a/post/responses/$ref",
            "warning malformed /paths/~1a/get/responses/$ref",
            "warning malformed /paths/~1a/post/responses/$ref",
            "warning malformed /paths/~1a/put/responses/$ref",
        ]
    );
}

#[test]
fn operations_can_have_any_method() {
    let (value, places) = at(
        json!({"paths": {"/a": {"get": {}, "query": {"tags": "t"},
            "additionalOperations": {"COPY": {}, "Get": {}, "a b": {}, "": {}}}}}),
        "/paths/~1a",
    );
    assert_eq!(
        value,
        json!({"get": {"responses": {}}, "query": {"tags": ["t"], "responses": {}},
            "additionalOperations": {"COPY": {"responses": {}}}})
    );
    let here = "/paths/~1a/additionalOperations";
    assert_eq!(
        places,
        [
            format!("warning malformed {here}/"),
            format!("warning malformed {here}/Get"),
            format!("warning malformed {here}/a b"),
            "warning malformed /paths/~1a/query/tags".to_owned(),
        ]
    );
}

#[test]
fn servers_of_paths_and_operations() {
    let (value, places) = at(
        json!({"servers": [{"url": "https://a"}], "paths": {"/a": {"servers": ["https://b"],
            "get": {"servers": [{"url": "https://a"}], "responses": {}}, "put": {"servers": [], "responses": {}}}}}),
        "/paths/~1a",
    );
    assert_eq!(
        value,
        json!({"servers": [{"url": "https://b"}], "get": {"servers": [{"url": "https://a"}], "responses": {}},
            "put": {"servers": [], "responses": {}}})
    );
    assert_eq!(places, ["warning malformed /paths/~1a/servers/0"]);
}

#[test]
fn operations_are_put_into_shape() {
    let (value, places) = operation(
        &json!({"operationId": 5, "tags": "t", "deprecated": "yes", "security": [{"key": null}, "token"], "summary": null,
            "requestBody": {"required": "true"}, "consumes": ["x"], "$ref": 5, "x-link-a": 1, "responses": {}}),
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
            "warning malformed /$ref",
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
fn parameters_that_cannot_be_read_are_said() {
    for (parameter, place) in [
        (json!({"in": "query", "schema": {}}), "warning malformed /parameters/0"),
        (
            json!({"name": "a", "in": "formData", "schema": {}}),
            "warning malformed /parameters/0/in",
        ),
        (json!({"name": "a", "in": "matrix", "schema": {}}), "warning malformed /parameters/0/in"),
        (json!("p"), "warning malformed /parameters/0"),
    ] {
        let (value, places) =
            operation(&json!({"parameters": [parameter], "responses": {}}), "/parameters");
        assert_eq!((value, places), (json!([]), vec![place.to_owned()]));
    }
}

#[test]
fn parameters_in_the_body_are_the_body() {
    let (value, places) = operation(
        &json!({"responses": {}, "parameters": [{"name": "a", "in": "body", "required": true, "schema": {"type": 5}},
            {"name": "b", "in": "query", "schema": {"type": 5}}]}),
        "",
    );
    assert_eq!(
        value,
        json!({"responses": {}, "parameters": [{"name": "b", "in": "query", "schema": {}}],
            "requestBody": {"required": true, "content": {"application/json": {"schema": {}}}}})
    );
    assert_eq!(
        places,
        [
            "warning malformed /parameters/0/in",
            "warning malformed /parameters/0/schema/type",
            "warning malformed /parameters/1/schema/type",
        ]
    );
}

#[test]
fn parameters_that_do_not_say_where_they_go() {
    for (path, found) in [("/a", "query"), ("/a/{p}", "path")] {
        let (value, places) = at(
            json!({"paths": {path: {"parameters": [{"name": "p", "schema": {}, "required": true}]}}}),
            "/paths",
        );
        assert_eq!(value[path]["parameters"][0]["in"], found);
        assert_eq!(places.len(), 1);
        assert!(places[0].starts_with("warning malformed"), "{places:?}");
    }
}

#[test]
fn parameters_of_3_2() {
    let (value, places) = operation(
        &json!({"responses": {}, "parameters": [
            {"name": "a", "in": "querystring", "content": {"x/y": {"schema": {"type": ["string"]}}}},
            {"name": "b", "in": "cookie", "style": "cookie", "schema": {}}]}),
        "/parameters",
    );
    assert_eq!(
        value,
        json!([
            {"name": "a", "in": "query", "x-link-querystring": true, "content": {"x/y": {"schema": {"type": "string"}}}},
            {"name": "b", "in": "cookie", "x-link-style": "cookie", "schema": {}}])
    );
    assert_eq!(places, none());
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
        "i": {}, "j": {"type": "openIdConnect"}, "k": {"$ref": "#/components/securitySchemes/a"},
        "l": {"scheme": "bearer"}}}});
    let (value, places) = at(schemes, "/components/securitySchemes");
    assert_eq!(
        value,
        json!({
            "a": {"type": "http", "scheme": "basic"}, "c": {"type": "apiKey", "name": "k", "in": "header"},
            "e": {"type": "oauth2", "flows": {}},
            "g": {"type": "oauth2", "flows": {"clientCredentials": {"scopes": {"s": ""}, "tokenUrl": ""}}},
            "j": {"type": "openIdConnect", "openIdConnectUrl": ""}, "k": {"$ref": "#/components/securitySchemes/a"},
            "l": {"type": "http", "scheme": "bearer"},
        })
    );
    let here = "/components/securitySchemes";
    assert_eq!(
        places,
        [
            format!("warning malformed {here}/a/type"),
            format!("warning malformed {here}/c"),
            format!("warning malformed {here}/d/in"),
            format!("warning malformed {here}/f"),
            format!("warning unsupported {here}/h"),
            format!("warning malformed {here}/i"),
            format!("warning malformed {here}/l"),
            format!("note ignored {here}/b"),
            format!("note malformed {here}/g/flows/clientCredentials"),
        ]
    );
}

#[test]
fn schemes_that_were_dropped_are_asked_for_nowhere() {
    let (value, _) = at(
        json!({"security": [{"m": [], "k": []}, {"m": []}],
            "paths": {"/a": {"get": {"security": [{"m": []}]}, "additionalOperations": {"X": {"security": [{"k": [], "m": []}]}}}},
            "components": {"securitySchemes": {"m": {"type": "mutualTLS"}, "k": {"type": "http", "scheme": "basic"}}}}),
        "",
    );
    assert_eq!(value["security"], json!([{"k": []}, {}]));
    assert_eq!(value["paths"]["/a"]["get"]["security"], json!([{}]));
    assert_eq!(value["paths"]["/a"]["additionalOperations"]["X"]["security"], json!([{"k": []}]));
}
