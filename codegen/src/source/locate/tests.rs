use super::*;

const YAML: &str = "\
openapi: 3.1.0 # comment
paths:
  /users/{id}:
    get:
      parameters:
      - name: id
        in: path
      - &limit {name: limit, in: query}
      - *limit
      responses:
        200: {description: \"fine\"}
        'd\u{e9}fault': {'$ref': x}
? [complex, key]
: value
";

const JSON: &str = "{\"openapi\": \"3.1.0\",\n\t\"pa\\u0074hs\": {\n\t\t\"\u{e9}\": {}, \"l\": [1, {\"a\\\"b\": true}, []], \"l\": [null]\n\t}\n}";

fn find(name: &str, text: &str, pointer: &str) -> (usize, usize) {
    let text = Text { name: name.to_owned(), text: text.to_owned() };
    index_of(&text).nearest(&Pointer::parse(pointer).unwrap())
}

#[test]
fn yaml_values_are_found() {
    for (pointer, line, column) in [
        ("", 1, 1),
        ("/openapi", 1, 1),
        ("/paths/~1users~1{id}", 3, 3),
        ("/paths/~1users~1{id}/get/parameters/0", 6, 9),
        ("/paths/~1users~1{id}/get/parameters/0/in", 7, 9),
        ("/paths/~1users~1{id}/get/parameters/1/in", 8, 30),
        ("/paths/~1users~1{id}/get/parameters/2/in", 9, 9),
        ("/paths/~1users~1{id}/get/responses/200/description", 11, 15),
        ("/paths/~1users~1{id}/get/responses/200/content/x", 11, 9),
        ("/paths/~1users~1{id}/get/responses/d\u{e9}fault/$ref", 12, 21),
        ("/missing/entirely", 1, 1),
    ] {
        assert_eq!(find("a.yaml", YAML, pointer), (line, column), "{pointer}");
    }
}

#[test]
fn json_values_are_found() {
    for (pointer, line, column) in [
        ("", 1, 1),
        ("/openapi", 1, 2),
        ("/paths", 2, 2),
        ("/paths/\u{e9}", 3, 3),
        ("/paths/l/0", 3, 18),
        ("/paths/l/1/a\"b", 3, 22),
        ("/paths/l/2", 3, 37),
        ("/paths/l/7", 3, 12),
    ] {
        assert_eq!(find("a.json", JSON, pointer), (line, column), "{pointer}");
    }
}

#[test]
fn a_key_that_is_there_twice_has_two_places() {
    let text = Text { name: "a.json".to_owned(), text: JSON.to_owned() };
    let places = Places::of(&text).every(&Pointer::parse("/paths/l").unwrap());
    assert_eq!(
        places.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["a.json:3:12", "a.json:3:42"]
    );
}

#[test]
fn broken_texts_keep_what_came_before() {
    assert_eq!(find("a.yaml", "a:\n  b: 1\n  c: [\n", "/a/b"), (2, 3));
    assert_eq!(find("a.json", "{\"a\": {\"b\": \"", "/a/b/c"), (1, 8));
    assert_eq!(find("a.json", "", "/a"), (1, 1));
}

#[test]
fn toml_keys_are_found() {
    let text = "name = 'x'\n[operations.\"POST /a\"]\nretry = true\nlist = [ {a = 1}, {b = 2} ]\n";
    let text = Text { name: "provider.toml".to_owned(), text: text.to_owned() };
    for (path, place) in [
        (vec!["name"], "provider.toml:1:1"),
        (vec!["operations", "POST /a"], "provider.toml:2:13"),
        (vec!["operations", "POST /a", "retry"], "provider.toml:3:1"),
        (vec!["operations", "POST /a", "list", "1", "b"], "provider.toml:4:20"),
        (vec!["operations", "GET /b"], "provider.toml:2:2"),
        (vec!["nothing"], "provider.toml:1:1"),
    ] {
        let path: Vec<_> = path.into_iter().map(str::to_owned).collect();
        assert_eq!(in_toml(&text, &path).to_string(), place);
    }
}
