//! Tests of the overlay stage.

use serde_json::json;

use super::*;
use crate::diagnostics::Diagnostic;
use crate::source::Text;

fn run(document: Value, actions: &str) -> (Option<Value>, Vec<Diagnostic>) {
    let text = Text {
        name: "overlay.yaml".to_owned(),
        text: format!("overlay: 1.1.0\ninfo: {{title: Ours, version: '1'}}\nactions:\n{actions}"),
    };
    overlaid(document, &text)
}

fn overlaid(document: Value, text: &Text) -> (Option<Value>, Vec<Diagnostic>) {
    let source = Source { overlay: Some(text.clone()), ..Source::default() };
    let mut d = Diagnostics::default();
    let value = apply(document, &source, &[], &mut Vec::new(), &mut d);
    let said = d.finish().into_iter().filter(|d| d.message != "this action does not say why");
    (value, said.collect())
}

fn applied(document: Value, actions: &str) -> Value {
    let (value, diagnostics) = run(document, actions);
    assert_eq!(diagnostics, []);
    value.unwrap()
}

fn refused(document: Value, actions: &str) -> String {
    let (value, diagnostics) = run(document, actions);
    assert_eq!(value, None);
    let lines = diagnostics.iter().map(|d| {
        let Place::Overlay(pointer) = &d.place else { panic!("a place in the overlay") };
        format!("{} {pointer}: {}", d.code.as_str(), d.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn objects_merge_and_lists_grow() {
    let document = json!({"a": {"x": 1, "l": [1], "o": {"p": true}}, "b": 2});
    assert_eq!(
        applied(document, "- {target: $, update: {a: {x: 9, l: [2, 3], o: {q: null}}, c: {}}}"),
        json!({"a": {"x": 9, "l": [1, 2, 3], "o": {"p": true, "q": null}}, "b": 2, "c": {}})
    );
}

#[test]
fn lists_take_one_element_or_several() {
    let document = || json!({"l": [{"n": 1}]});
    assert_eq!(
        applied(document(), "- {target: $.l, update: {n: 2}}"),
        json!({"l": [{"n": 1}, {"n": 2}]})
    );
    assert_eq!(
        applied(document(), "- {target: $.l, update: [5, 6]}"),
        json!({"l": [{"n": 1}, 5, 6]})
    );
}

#[test]
fn every_match_is_updated() {
    let document = json!({"paths": {"/a": {"get": {"x": 1}}, "/b": {"get": {}, "put": {}}}});
    assert_eq!(
        applied(document, "- {target: $.paths.*.get, update: {x: 2}}"),
        json!({"paths": {"/a": {"get": {"x": 2}}, "/b": {"get": {"x": 2}, "put": {}}}})
    );
}

#[test]
fn single_values_are_replaced_since_1_1() {
    assert_eq!(
        applied(json!({"a": {"b": 1}}), "- {target: $.a.b, update: two}"),
        json!({"a": {"b": "two"}})
    );
    let text = Text {
        name: "overlay.yaml".to_owned(),
        text: "overlay: 1.0.0\nactions: [{target: $.a, update: 1}]".to_owned(),
    };
    let (value, diagnostics) = overlaid(json!({"a": 0}), &text);
    assert_eq!(value, None);
    assert_eq!(diagnostics[0].message, "the target /a is a single value");
}

#[test]
fn what_stands_elsewhere_is_copied_and_stays() {
    let document = || json!({"a": {"x": 1, "l": [1]}, "b": {"x": 2, "l": [2], "y": 3}, "s": "t"});
    assert_eq!(
        applied(document(), "- {target: $.b, copy: $.a}"),
        json!({"a": {"x": 1, "l": [1]}, "b": {"x": 1, "l": [2, 1], "y": 3}, "s": "t"})
    );
    assert_eq!(applied(document(), "- {target: $.b.l, copy: $.a.l}")["b"]["l"], json!([2, 1]));
    assert_eq!(
        applied(document(), "- {target: $.b.l, copy: $.a}")["b"]["l"][1],
        json!({"x": 1, "l": [1]})
    );
    assert_eq!(applied(document(), "- {target: $.*.x, copy: $.s}")["b"]["x"], json!("t"));
    // Renamed: made, filled, and the old one removed.
    let actions =
        "- {target: $, update: {c: {}}}\n- {target: $.c, copy: $.a}\n- {target: $.a, remove: true}";
    let renamed = applied(json!({"a": {"x": 1}}), actions);
    assert_eq!(renamed, json!({"c": {"x": 1}}));
    // A place inside of what is copied, and one around it.
    assert_eq!(
        applied(json!({"a": {"x": 1, "b": {}}}), "- {target: $.a.b, copy: $.a}"),
        json!({"a": {"x": 1, "b": {"x": 1, "b": {}}}})
    );
    assert_eq!(
        applied(json!({"a": {"b": {"a": {"x": 1}}}}), "- {target: $.a, copy: $.a.b}"),
        json!({"a": {"b": {"a": {"x": 1}}, "a": {"x": 1}}})
    );
}

#[test]
fn every_target_gets_the_copy_of_what_was_there_before() {
    assert_eq!(
        applied(json!({"l": {"a": [1], "b": [2]}}), "- {target: $.l.*, copy: $.l.a}"),
        json!({"l": {"a": [1, 1], "b": [2, 1]}})
    );
}

#[test]
fn copies_are_of_one_value_that_fits() {
    let document = || json!({"a": {"l": [1]}, "b": {"l": {}}, "s": 1});
    for (actions, expected) in [
        (
            "- {target: $.a, copy: $.*}",
            "overlay /actions/0/copy: this matches 3 values, and one can be copied",
        ),
        (
            "- {target: $.a, copy: $.b}",
            "overlay /actions/0/copy: an object cannot be merged into a list, which /a/l is",
        ),
        (
            "- {target: $.s, copy: $.b}",
            "overlay /actions/0/copy: an object cannot be merged into a number, which /s is",
        ),
        (
            "- {target: $.*, update: {}}",
            "overlay /actions/0/target: the targets are not of one kind: /a is an object, and /s is a single value",
        ),
        (
            "- {target: $.x, copy: $.a}",
            "overlay-no-match /actions/0/target: this target matches nothing",
        ),
        ("- {target: $.a, copy: b}", "overlay /actions/0/copy: the copy `b` is not a JSONPath"),
    ] {
        let said = refused(document(), actions);
        assert!(said.starts_with(expected), "{actions}: {said}");
    }
    let text = Text {
        name: "overlay.yaml".to_owned(),
        text: "overlay: 1.0.0\nactions: [{target: $.a, copy: $.b}]".to_owned(),
    };
    let (_, diagnostics) = overlaid(document(), &text);
    assert_eq!(diagnostics[0].message, "`copy` is there since Overlay 1.1 only");
}

#[test]
fn what_was_copied_is_traced_to_where_it_stands() {
    let text = "overlay: 1.1.0\nactions:\n- {target: $.b, update: {y: 1}}\n- {target: $.a, copy: $.b}\n- {target: '$.b.l[0]', remove: true}";
    let text = Text { name: "overlay.yaml".to_owned(), text: text.to_owned() };
    let source = Source { overlay: Some(text), ..Source::default() };
    let mut d = Diagnostics::default();
    let document = json!({"a": {"l": []}, "b": {"x": {"z": 1}, "l": [1, 2]}});
    let value = apply(document, &source, &[], &mut Vec::new(), &mut d).unwrap();
    assert_eq!(
        value.to_string(),
        r#"{"a":{"l":[1,2],"x":{"z":1},"y":1},"b":{"x":{"z":1},"l":[2],"y":1}}"#
    );
    for pointer in ["/a/x/z", "/a/l/0", "/a/l/1", "/a/y", "/b/x", "/b/l/0"] {
        d.warning(Code::Ignored, &Pointer::parse(pointer).unwrap(), pointer);
    }
    let places = d.finish().into_iter().filter(|d| d.severity == Severity::Warning);
    let places = places.map(|d| match d.place {
        Place::Document(pointer) => format!("{} {pointer}", d.message),
        Place::Overlay(pointer) => format!("{} overlay {pointer}", d.message),
        Place::Settings(_) | Place::At(_) => panic!("another place"),
    });
    let mut places = places.collect::<Vec<_>>();
    places.sort();
    assert_eq!(
        places,
        [
            "/a/l/0 /b/l/0",
            "/a/l/1 /b/l/1",
            "/a/x/z /b/x/z",
            "/a/y overlay /actions/0/update/y",
            "/b/l/0 /b/l/1",
            "/b/x /b/x",
        ]
    );
}

#[test]
fn an_overlay_can_say_which_document_it_is_for() {
    let said = |extends: &str, origins: &[&str]| {
        let text = Text {
            name: "specs/demo/overlay.yaml".to_owned(),
            text: format!("overlay: 1.0.0\nextends: {extends}\nactions: []"),
        };
        let document = Text { name: "specs/demo/openapi.yaml".to_owned(), text: String::new() };
        let source = Source { document, overlay: Some(text), ..Source::default() };
        let mut d = Diagnostics::default();
        let value = apply(json!({}), &source, origins, &mut Vec::new(), &mut d);
        let said = d.finish().into_iter().map(|d| format!("{:?} {}", d.severity, d.message));
        (value.is_some(), said.collect::<Vec<_>>().join("\n"))
    };
    let address = "https://a.example/api.yaml";
    for (extends, origins, expected) in [
        ("openapi.yaml", &[][..], ""),
        ("./openapi.yaml", &[address], ""),
        ("../demo/openapi.yaml#/info", &[], ""),
        (address, &["https://a.example/docs", address], ""),
        (
            "../other/openapi.yaml",
            &[],
            "Warning this overlay is for specs/other/openapi.yaml, and is applied to specs/demo/openapi.yaml",
        ),
        (
            address,
            &["https://b.example/api.yaml"],
            "Warning this overlay is for https://a.example/api.yaml, and the document comes from https://b.example/api.yaml",
        ),
        (
            address,
            &[],
            "Note this overlay is for https://a.example/api.yaml, and nothing says where the document comes from",
        ),
    ] {
        assert_eq!(said(extends, origins), (true, expected.to_owned()), "{extends}");
    }
    assert_eq!(said("[]", &[]), (false, "Error `extends` is not a text".to_owned()));
}

#[test]
fn every_action_says_why_and_what_it_did() {
    let text = "overlay: 1.1.0\nactions:\n- {target: $.*, description: ' Both. ', update: {x: 1}}\n- {target: $.a, copy: $.b}\n- {target: $.b, description: Gone., remove: true}";
    let text = Text { name: "overlay.yaml".to_owned(), text: text.to_owned() };
    let source = Source { overlay: Some(text), ..Source::default() };
    let (mut corrections, mut d) = (Vec::new(), Diagnostics::default());
    apply(json!({"a": {}, "b": {}}), &source, &[], &mut corrections, &mut d).unwrap();
    let correction = |target: &str, deed, matches, reason: Option<&str>| Correction {
        target: target.to_owned(),
        deed,
        matches,
        reason: reason.map(str::to_owned),
    };
    assert_eq!(
        corrections,
        [
            correction("$.*", Deed::Updated, 2, Some("Both.")),
            correction("$.a", Deed::Copied, 1, None),
            correction("$.b", Deed::Removed, 1, Some("Gone.")),
        ]
    );
    let said = d.finish();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].severity, Severity::Note);
    assert_eq!(said[0].place, Place::Overlay(Pointer::parse("/actions/1").unwrap()));
}

#[test]
fn removal_keeps_the_order_of_the_rest() {
    assert_eq!(
        applied(json!({"z": 1, "y": 2, "x": 3}), "- {target: $.z, remove: true}").to_string(),
        r#"{"y":2,"x":3}"#
    );
    let list = json!({"l": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]});
    assert_eq!(
        applied(list, "- {target: '$.l[11, 2, 9, 2]', remove: true}"),
        json!({"l": [0, 1, 3, 4, 5, 6, 7, 8, 10]})
    );
    assert_eq!(
        applied(json!({"a": {"b": {"b": 1}}}), "- {target: $..b, remove: true}"),
        json!({"a": {}})
    );
}

#[test]
fn an_action_sees_what_those_before_it_did() {
    let actions = "- {target: '$.t', remove: true}\n- {target: $, update: {t: [1]}}\n- {target: $.t, update: 2}";
    assert_eq!(applied(json!({"t": {"old": 1}}), actions), json!({"t": [1, 2]}));
}

#[test]
fn every_mistake_is_said() {
    for (actions, expected) in [
        (
            "- {target: $.b, remove: true}",
            "overlay-no-match /actions/0/target: this target matches nothing",
        ),
        (
            "- {target: $.a}",
            "overlay /actions/0: this action neither updates nor copies nor removes",
        ),
        (
            "- {target: $.a, remove: true, update: {}}",
            "overlay /actions/0: this action updates and removes: only one of them can be done",
        ),
        (
            "- {target: $.a, remove: x}",
            "overlay /actions/0/remove: `remove` is neither true nor false",
        ),
        ("- {update: {}}", "overlay /actions/0: this action has no `target`"),
        ("- {target: 5, update: {}}", "overlay /actions/0/target: the `target` is not a text"),
        (
            "- {target: $, remove: true}",
            "overlay /actions/0/target: the whole document cannot be removed",
        ),
        (
            "- {target: $.a, updates: {}, update: {}}",
            "overlay /actions/0/updates: an overlay has no key `updates` here",
        ),
        (
            "- {target: $.a, copy: $.b}",
            "overlay-no-match /actions/0/copy: there is nothing to copy: this matches nothing",
        ),
        ("- {target: $.a, copy: 5}", "overlay /actions/0/copy: the `copy` is not a text"),
        (
            "- {target: $.a, copy: $, update: {}}",
            "overlay /actions/0: this action updates and copies: only one of them can be done",
        ),
        (
            "- {target: $.a, description: [], update: {}}",
            "overlay /actions/0/description: the description is not a text",
        ),
        ("- 5", "overlay /actions/0: this action is not an object"),
        (
            "- {target: $, update: {a: 5}}",
            "overlay /actions/0/update/a: a number cannot be merged into an object, which /a is",
        ),
    ] {
        assert_eq!(refused(json!({"a": {}}), actions), expected, "{actions}");
    }
    let message = refused(json!({}), "- {target: 'paths./a', update: {}}");
    assert!(
        message.starts_with("overlay /actions/0/target: the target `paths./a` is not a JSONPath"),
        "{message}"
    );
}

#[test]
fn the_overlay_itself_is_checked() {
    for (text, expected) in [
        ("overlay: 2.0.0\nactions: []", "the version of the overlay is not 1.0 or 1.1"),
        ("actions: []", "the version of the overlay is not 1.0 or 1.1"),
        ("overlay: 1.0.0", "the overlay has no `actions`"),
        ("overlay: 1.0.0\nactions: {}", "`actions` is not a list"),
        ("overlay: 1.0.0\nextend: x\nactions: []", "an overlay has no key `extend` here"),
    ] {
        let text = Text { name: "overlay.yaml".to_owned(), text: text.to_owned() };
        let (value, diagnostics) = overlaid(json!({}), &text);
        assert_eq!(value, None);
        assert_eq!(diagnostics[0].message, expected);
    }
}

#[test]
fn what_was_put_in_is_traced_to_the_overlay() {
    let text = Text {
        name: "overlay.yaml".to_owned(),
        text: "overlay: 1.1.0\nactions:\n- {target: $.x, update: {format: {deep: 1}}}\n- {target: '$.l[0]', remove: true}".to_owned(),
    };
    let source = Source { overlay: Some(text), ..Source::default() };
    let mut d = Diagnostics::default();
    apply(json!({"x": {}, "l": [1, 2]}), &source, &[], &mut Vec::new(), &mut d).unwrap();
    for pointer in ["/x/format/deep", "/x", "/l/0"] {
        d.note(Code::Ignored, &Pointer::parse(pointer).unwrap(), pointer);
    }
    let said = d.finish().into_iter().filter(|d| d.code == Code::Ignored);
    let places: Vec<_> = said.map(|d| d.place).collect();
    let document = |text: &str| Place::Document(Pointer::parse(text).unwrap());
    let overlay = Place::Overlay(Pointer::parse("/actions/0/update/format/deep").unwrap());
    assert_eq!(places, [document("/l/1"), document("/x"), overlay]);
}
