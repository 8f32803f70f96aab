//! Input that is broken, hostile or none at all: each ends in a message, soon and in little
//! memory, whatever stands behind the parser.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

use link_codegen::{Severity, Source, Text, generate};

const HEAD: &str = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\n";
const HEAD_JSON: &str =
    r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}"#;

/// How deep the deepest inputs are.
const DEEP: usize = 10_000;

/// The errors of a document, each as `code: message`.
fn errors(name: &str, text: String) -> Vec<String> {
    let document = Text { name: name.to_owned(), text };
    let outcome = generate(&Source { document, ..Source::default() });
    let errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let errors: Vec<_> = errors.map(|d| format!("{}: {}", d.code.as_str(), d.message)).collect();
    assert_eq!(outcome.files.is_none(), !errors.is_empty());
    errors
}

/// Each input has this for its first error.
fn each_is(inputs: impl IntoIterator<Item = (&'static str, String)>, expected: &str) {
    for (name, text) in inputs {
        let start: String = text.chars().skip(HEAD.len()).take(40).collect();
        let errors = errors(name, text);
        let first = errors.first().map(String::as_str).unwrap_or_default();
        assert!(first.starts_with(expected), "{name}, {start:?}: {errors:?}");
    }
}

#[test]
fn depth_ends_in_a_message() {
    let repeated =
        |open: &str, close: &str| format!("{}1{}", open.repeat(DEEP), close.repeat(DEEP));
    let block: Vec<_> = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    each_is(
        [
            ("a.yaml", format!("{HEAD}x: {}", repeated("[", "]"))),
            ("a.yaml", format!("{HEAD}x: {}", repeated("{a: ", "}"))),
            ("a.yaml", format!("{HEAD}x: {}", "[".repeat(DEEP))),
            ("a.yaml", format!("{HEAD}x:\n{}a", "- ".repeat(DEEP))),
            ("a.yaml", format!("{HEAD}{}", block.concat())),
            ("a.json", format!("{HEAD_JSON}, \"x\": {}}}", repeated("[", "]"))),
            ("a.json", format!("{HEAD_JSON}, \"x\": {}}}", repeated("{\"a\":", "}"))),
            ("a.json", format!("{HEAD_JSON}, \"x\": {}", "[".repeat(DEEP))),
        ],
        "syntax: values stand more than 100 levels deep in one another",
    );
}

#[test]
fn length_ends_in_a_message() {
    each_is(
        [("a.yaml", "x".repeat(100_000_000)), ("a.json", " []".repeat(33_333_333))],
        "syntax: the text is too large: ",
    );
}

#[test]
fn aliases_end_in_a_message() {
    let bomb = |first: &str, line: &dyn Fn(&str) -> String| {
        let levels = (1..12).map(|level| {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            format!("a{level}: &a{level} {}\n", line(&aliases))
        });
        format!("{HEAD}a0: &a0 {first}\n{}", levels.collect::<String>())
    };
    each_is(
        [
            ("a.yaml", bomb("[x, x]", &|aliases| format!("[{aliases}]"))),
            ("a.yaml", bomb("{k: x}", &|aliases| format!("{{<<: [{aliases}]}}"))),
        ],
        "syntax: this is not YAML: its aliases repeat one another without end",
    );
    let text = format!("{HEAD}a: &a {}\nb: [{}]", "x".repeat(1_000_000), "*a, ".repeat(3_000));
    each_is([("a.yaml", text)], "syntax: the text is too large, or its aliases make it so");
}

#[test]
fn what_is_cut_off_or_something_else_is_refused() {
    for (name, text, expected) in [
        ("a.yaml", "", "syntax: the text is empty"),
        ("a.yaml", "\0\u{1}\u{2}", "syntax: this is not YAML: control characters are not allowed"),
        ("a.yaml", "<!DOCTYPE html><html></html>", "syntax: the text holds a single piece of text"),
        ("a.yaml", "swagger: '2.0'", "not-openapi: this is Swagger 2.0, not OpenAPI 3"),
        ("a.yaml", "a: 1", "not-openapi: this is not an OpenAPI document"),
        ("a.yaml", "openapi: 3.0.0 info: title: T paths: {}", "syntax: this is not YAML"),
        ("a.json", "{\"openapi\": \"3.1.0\", \"info\": {\"ti", "syntax: this is not JSON: EOF"),
        ("a.yaml", "openapi: 3.1.0\ninfo: { title: T", "syntax: this is not YAML"),
        ("a.yaml", "openapi: 3.1.0\npaths: {}\npaths: {}", "syntax: the key `paths` is here for"),
        ("a.json", "{\"paths\": {}, \"paths\": {}}", "syntax: the key `paths` is here for"),
    ] {
        each_is([(name, text.to_owned())], expected);
    }
    let twice = format!("openapi: 3.1.0\n{}", "a: 1\n".repeat(20_000));
    assert_eq!(errors("a.yaml", twice).len(), 1);
}

#[test]
fn references_in_a_circle_are_refused() {
    let schemas = "components:\n  schemas:\n    A: { $ref: '#/components/schemas/B' }\n    \
                   B: { $ref: '#/components/schemas/A' }\n    C: { $ref: '#/components/schemas/C' }\n";
    let errors = errors("a.yaml", format!("{HEAD}{schemas}"));
    assert!(errors.iter().all(|error| error.starts_with("ref-cycle: ")), "{errors:?}");
    assert!(!errors.is_empty());

    let items: Vec<_> = (0..2_000)
        .map(|item| format!("  /p{item}: {{ $ref: '#/paths/~1p{}' }}\n", (item + 1) % 2_000))
        .collect();
    let text =
        format!("openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{}", items.concat());
    each_is([("a.yaml", text)], "ref-cycle: ");
}

#[test]
fn path_items_cannot_be_copied_without_end() {
    // Each path is two of the one before it.
    let items: Vec<_> = (1..40)
        .map(|item| {
            let before = format!("{{ $ref: '#/components/pathItems/P{}' }}", item - 1);
            format!(
                "    P{item}: {{ get: {{ responses: {{}}, callbacks: {{ a: {{ '{{$a}}': {before} }}, \
                 b: {{ '{{$b}}': {before} }} }} }} }}\n"
            )
        })
        .collect();
    let text =
        format!("{HEAD}components:\n  pathItems:\n    P0: {{ summary: s }}\n{}", items.concat());
    each_is(
        [("a.yaml", text)],
        "unsupported: what this and other references stand for is too much",
    );
}

#[test]
fn a_reference_that_leads_nowhere_says_what_is_near() {
    for (reference, near) in [
        ("#/components/schemas/Uesr", "#/components/schemas/User"),
        ("#/components/schemas/user", "#/components/schemas/User"),
        ("#/definitions/User", "#/components/schemas/User"),
        ("#/components/schema/User", "#/components/schemas/User"),
    ] {
        let text = format!(
            "{HEAD}components:\n  schemas:\n    User: {{ type: string }}\n    A: {{ $ref: '{reference}' }}\n"
        );
        let document = Text { name: "a.yaml".to_owned(), text };
        let outcome = generate(&Source { document, ..Source::default() });
        let first = outcome.diagnostics.first().unwrap();
        assert_eq!(first.message, format!("`{reference}` leads nowhere"));
        let expected = format!("did you mean `$ref: '{near}'`?");
        assert_eq!(first.help.as_deref(), Some(expected.as_str()));
    }
}

#[test]
fn chains_of_schemas_end_in_a_message() {
    let chain = |each: &str| {
        let schemas = (0..2_000).map(|index| {
            let next = format!("$ref: '#/components/schemas/A{}'", index + 1);
            format!("    A{index}: {{ {} }}\n", each.replace("NEXT", &next))
        });
        let schemas = schemas.collect::<Vec<_>>().concat();
        let last = "    A2000: { type: object, properties: { x: { type: string } } }\n";
        ("a.yaml", format!("{HEAD}components:\n  schemas:\n{schemas}{last}"))
    };
    each_is(
        [
            chain("allOf: [{ NEXT }, { type: object, properties: { p: { type: string } } }]"),
            chain("type: array, items: { NEXT }"),
            chain("oneOf: [{ NEXT }, { type: string }]"),
            chain("type: object, additionalProperties: { NEXT }"),
        ],
        "unsupported: more than 100 schemas lead to one another",
    );
}
