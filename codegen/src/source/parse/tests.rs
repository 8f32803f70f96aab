//! Tests of the parse stage.

use serde_json::json;

use super::*;
use crate::diagnostics::Diagnostic;

fn read(name: &str, content: &str) -> (Option<Value>, Vec<Diagnostic>) {
    let mut d = Diagnostics::default();
    let text = Text { name: name.to_owned(), text: content.to_owned() };
    let value = parse(&text, &mut d);
    (value, d.finish())
}

fn value(content: &str) -> Value {
    let (value, diagnostics) = read("a.yaml", content);
    assert_eq!(diagnostics, []);
    value.unwrap()
}

/// The first diagnostic as `line:column code message`.
fn problem(name: &str, content: &str) -> String {
    let (_, diagnostics) = read(name, content);
    let first = diagnostics.first().expect("a diagnostic");
    let Place::At(at) = &first.place else { panic!("a position") };
    format!("{}:{} {} {}", at.line, at.column, first.code.as_str(), first.message)
}

#[test]
fn yaml_is_read_by_the_rules_of_1_2() {
    assert_eq!(
        value("a: yes\nb: on\nc: 0o17\nd: 1_000\ne: 012\nf: 2020-01-01\ng: ~\nh:\ni: 1.0\nj: 0x1F"),
        json!({"a": "yes", "b": "on", "c": 15, "d": "1_000", "e": "012", "f": "2020-01-01",
            "g": null, "h": null, "i": 1.0, "j": 31})
    );
}

#[test]
fn keys_are_the_text_that_stands_there() {
    assert_eq!(
        value("200: a\nnull: b\ntrue: c\n1.50: d\n0x10: e\n'': f\n4xx: g"),
        json!({"200": "a", "null": "b", "true": "c", "1.50": "d", "0x10": "e", "": "f", "4xx": "g"})
    );
}

#[test]
fn anchors_aliases_and_merges() {
    assert_eq!(
        value("a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\nd: {y: 4, <<: [*a, {z: 5}]}"),
        json!({"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 2}, "c": {"y": 3, "x": 1},
            "d": {"y": 4, "x": 1, "z": 5}})
    );
    assert_eq!(problem("a.yaml", "a: {<<: 1}"), "1:5 syntax what `<<` merges is no mapping");
}

#[test]
fn json_is_read_as_json() {
    let (value, diagnostics) = read("a.JSON", "\u{feff}{\"<<\":\t{\"a\": 1}, \"b\": \"\\u0041\"}");
    assert_eq!(diagnostics, []);
    assert_eq!(value, Some(json!({"<<": {"a": 1}, "b": "A"})));
}

#[test]
fn numbers_that_do_not_fit() {
    assert_eq!(value("a: 18446744073709551615"), json!({"a": u64::MAX}));
    assert_eq!(value("a: 18446744073709551616"), json!({"a": 18_446_744_073_709_551_616.0}));
    assert_eq!(value("a: -9223372036854775809"), json!({"a": -9_223_372_036_854_775_809.0}));
    assert_eq!(
        problem("a.yaml", "a:\n  b: .inf"),
        "2:3 malformed the value of `b` is not a number that JSON has"
    );
}

#[test]
fn a_key_twice_is_shown_twice() {
    let (_, diagnostics) = read("a.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n");
    let [diagnostic] = diagnostics.as_slice() else { panic!("one diagnostic") };
    assert_eq!(diagnostic.message, "the key `b` is here for the second time");
    let at = |line| Place::At(Location { file: "a.yaml".to_owned(), line, column: 3 });
    assert_eq!(diagnostic.place, at(4));
    assert_eq!(diagnostic.related, [(at(2), "here it is for the first time".to_owned())]);
    assert_eq!(
        problem("a.json", "{\"a\": 1,\n \"a\": 2}"),
        "2:2 syntax the key `a` is here for the second time"
    );
}

#[test]
fn tags_are_ignored_and_said() {
    let (value, diagnostics) = read("a.yaml", "a: !include b.yaml\nc: !!str 5\nd: !!binary aGk=");
    assert_eq!(value, Some(json!({"a": "b.yaml", "c": "5", "d": "aGk="})));
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(
        diagnostics[0].message,
        "the tag `!include` has no meaning here: its value is read as it stands"
    );
}

#[test]
fn what_cannot_be_read_says_where() {
    for (name, content, expected) in [
        ("a.yaml", "", "1:1 syntax the text is empty"),
        ("a.json", " \n", "1:1 syntax the text is empty"),
        ("a.yaml", "# only a comment", "1:1 syntax the text holds nothing, not keys with values"),
        (
            "a.yaml",
            "hello",
            "1:1 syntax the text holds a single piece of text, not keys with values",
        ),
        ("a.yaml", "- a\n- b", "1:1 syntax the text holds a list, not keys with values"),
        ("a.json", "[]", "1:1 syntax the text holds a list, not keys with values"),
        ("a.json", "{\"a\": }", "1:7 syntax this is not JSON: expected value"),
        ("a.json", "{\"a\": {", "1:7 syntax this is not JSON: EOF while parsing an object"),
        ("a.json", "{} {}", "1:4 syntax this is not JSON: trailing characters"),
        (
            "a.yaml",
            "a: 1\n---\nb: 2",
            "1:1 syntax this is not YAML: it holds more than one document",
        ),
        ("a.yaml", "a: *b", "1:4 syntax this is not YAML: this alias has no anchor before it"),
        (
            "a.yaml",
            "a: \"b",
            "1:6 syntax this is not YAML: found unexpected end of stream, while scanning a quoted scalar at line 1 column 4",
        ),
        (
            "a.yaml",
            "? {a: b}\n: c",
            "1:3 syntax this is not YAML: invalid type: map, expected a key that is text",
        ),
        (
            "a.yaml",
            "a: \u{1}",
            "1:1 syntax this is not YAML: control characters are not allowed at position 3",
        ),
    ] {
        assert_eq!(problem(name, content), expected, "{content:?}");
    }
}

#[test]
fn what_to_do_is_said_where_it_is_known() {
    for (content, help) in [
        ("openapi: 3.0.0 info: title: A version: 1", "the line breaks of the text seem to be lost"),
        ("a:\n\tb: 1", "indent with spaces"),
        ("a:\n  b: c: d", "put quotes around"),
    ] {
        let (value, diagnostics) = read("a.yaml", content);
        assert_eq!(value, None, "{content}");
        assert!(
            diagnostics[0].help.as_deref().unwrap_or_default().starts_with(help),
            "{diagnostics:?}"
        );
    }
}

#[test]
fn depth_has_an_end() {
    let message = "values stand more than 100 levels deep in one another";
    for depth in [101, 10_000] {
        let json = format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(problem("a.json", &json), format!("1:106 syntax {message}"));
        let yaml = problem("a.yaml", &json);
        assert!(yaml.ends_with(&format!("syntax {message}")), "{yaml}");
    }
    let block: Vec<_> = (0..150).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(problem("a.yaml", &block.concat()), format!("101:101 syntax {message}"));
    let (_, diagnostics) = read("a.yaml", &format!("a: {}", "[".repeat(100_000)));
    assert_eq!(diagnostics.len(), 1);
    let brackets =
        format!("a: '{}'\nb: {}1{}", "[".repeat(1_000), "{c: ".repeat(99), "}".repeat(99));
    assert_eq!(read("a.yaml", &brackets).1, []);
    let fits = format!("{{\"a\": {}{}}}", "[".repeat(99), "]".repeat(99));
    assert_eq!(read("a.json", &fits).1, []);
    assert_eq!(read("a.yaml", &fits).1, []);
}

#[test]
fn aliases_cannot_explode() {
    let laughs = (1..12).map(|level| {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        format!("a{level}: &a{level} [{aliases}]\n")
    });
    let laughs = format!("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n{}", laughs.collect::<String>());
    let (value, diagnostics) = read("a.yaml", &laughs);
    assert_eq!(value, None);
    assert!(diagnostics[0].message.contains("aliases"), "{diagnostics:?}");
    assert_eq!(problem("a.yaml", "a: &a [*a]").split(' ').nth(1), Some("syntax"));

    // Few aliases of something large stay below the parser's own limit.
    let large = format!("a: &a {}\nb: [{}]", "x".repeat(128_000), "*a, ".repeat(2_000));
    let (value, diagnostics) = read("a.yaml", &large);
    assert_eq!(value, None);
    assert!(diagnostics[0].message.contains("too large"), "{diagnostics:?}");
}

#[test]
fn plain_yaml_is_read_as_the_full_reader_reads_it() {
    let scalars = "a: 0\nb: -0\nc: 012\nd: +1\ne: +-1\nf: 1.50\ng: 1e3\nh: .5\ni: 1_0\nj: 1.0.0\n\
                   k: 2020-01-01\nl: -9223372036854775809\nm: 18446744073709551616\nn: 0bee\n\
                   o: 0xyz\np: -infinity\nq: nan\nr: 1e999\ns: '1'\nt: \"1\\n2\"\nu: ~\nv:\n\
                   w: NULL\nx: True\ny: yes\nz: --1\n200: -.5\n\"\": 00\n~: -\u{fc}";
    let blocks = "a: |\n  x\n\n  y\nb: >-\n  x\n  y\n\n  z\nc: x\n  y # z\nd: {e: [1, 'x''y'], f: }\n\
                  g:\n- 1\n-\n  - 2\n? h\n: i\n";
    for content in [scalars, blocks, "--- # x\r\na:\r\n  b: c\r\n...\r\n"] {
        let full = Build::new(true).value(serde_yaml::Deserializer::from_str(content));
        assert_eq!(plain::read(content), Some(full.unwrap()), "{content}");
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_full_reader() {
    for content in [
        "",
        "a: &b 1",
        "a: !b 1",
        "a: !!str 1",
        "<<: {a: 1}",
        "a: 1\na: 2",
        "a: 0x1F",
        "a: -0o7",
        "a: .inf",
        "a: .NaN",
        "a: \u{85}",
        "a: \u{2028}",
        "a: 1\n---\nb: 2",
        "a: [",
        "{a: b}: c",
    ] {
        assert_eq!(plain::read(content), None, "{content}");
    }
}
