//! Tests of the overlay stage.

use serde_json::json;

use super::*;
use crate::diagnostics::Diagnostic;

fn run(document: Value, actions: &str) -> (Option<Value>, Vec<Diagnostic>) {
    let text = Text {
        name: "overlay.yaml".to_owned(),
        text: format!("overlay: 1.1.0\ninfo: {{title: Ours, version: '1'}}\nactions:\n{actions}"),
    };
    let mut d = Diagnostics::default();
    let value = apply(document, Some(&text), &mut d);
    (value, d.finish())
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
    let mut d = Diagnostics::default();
    assert_eq!(apply(json!({"a": 0}), Some(&text), &mut d), None);
    assert_eq!(d.finish()[0].message, "the target /a is a single value");
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
        ("- {target: $.a}", "overlay /actions/0: this action neither updates nor removes"),
        (
            "- {target: $.a, remove: true, update: {}}",
            "overlay /actions/0: this action both updates and removes",
        ),
        (
            "- {target: $.a, remove: x}",
            "overlay /actions/0/remove: `remove` is neither true nor false",
        ),
        ("- {update: {}}", "overlay /actions/0: this action has no `target`"),
        ("- {target: 5, update: {}}", "overlay /actions/0/target: the target is not a text"),
        (
            "- {target: $, remove: true}",
            "overlay /actions/0/target: the whole document cannot be removed",
        ),
        (
            "- {target: $.a, updates: {}, update: {}}",
            "overlay /actions/0/updates: an overlay has no key `updates` here",
        ),
        ("- {target: $.a, copy: $.b}", "unsupported /actions/0/copy: `copy` is not understood yet"),
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
        let mut d = Diagnostics::default();
        assert_eq!(apply(json!({}), Some(&text), &mut d), None);
        assert_eq!(d.finish()[0].message, expected);
    }
}

#[test]
fn what_was_put_in_is_traced_to_the_overlay() {
    let text = Text {
        name: "overlay.yaml".to_owned(),
        text: "overlay: 1.1.0\nactions:\n- {target: $.x, update: {format: {deep: 1}}}\n- {target: '$.l[0]', remove: true}".to_owned(),
    };
    let mut d = Diagnostics::default();
    apply(json!({"x": {}, "l": [1, 2]}), Some(&text), &mut d).unwrap();
    for pointer in ["/x/format/deep", "/x", "/l/0"] {
        d.note(Code::Ignored, &Pointer::parse(pointer).unwrap(), pointer);
    }
    let places: Vec<_> = d.finish().into_iter().map(|d| d.place).collect();
    let document = |text: &str| Place::Document(Pointer::parse(text).unwrap());
    let overlay = Place::Overlay(Pointer::parse("/actions/0/update/format/deep").unwrap());
    assert_eq!(places, [document("/l/1"), document("/x"), overlay]);
}
