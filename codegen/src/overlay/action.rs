//! The overlay's own text: what it asks for.
//!
//! In: the overlay as a value. Out: its [`Action`]s; what is not understood is an error, so
//! that no correction is lost to a misspelt key. Applies nothing.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::Report;
use crate::diagnostics::Code;
use crate::source::Pointer;

/// One correction.
pub(super) struct Action {
    /// Where it stands in the overlay.
    pub(super) pointer: Pointer,
    pub(super) target: JsonPath,
    pub(super) modifier: Modifier,
    /// Whether texts and numbers can be targets, as they can since Overlay 1.1.
    pub(super) primitives: bool,
}

/// What is done to the targets.
pub(super) enum Modifier {
    Update(Value),
    Remove,
}

/// Reads the actions, leaving out those with errors.
pub(super) fn read(overlay: Value, report: &mut Report<'_>) -> Vec<Action> {
    let root = Pointer::root();
    let Value::Object(mut overlay) = overlay else {
        // The parse stage gives nothing but objects.
        return Vec::new();
    };
    known_keys(&overlay, &["overlay", "info", "extends", "actions"], &root, report);
    let Some(minor) = version(&overlay) else {
        report
            .error(
                Code::Overlay,
                &root.child("overlay"),
                "the version of the overlay is not 1.0 or 1.1",
            )
            .with_help("overlay: 1.1.0");
        return Vec::new();
    };
    let primitives = minor >= 1;
    let at = root.child("actions");
    match overlay.remove("actions") {
        Some(Value::Array(actions)) => {
            let actions = actions.into_iter().enumerate();
            actions
                .filter_map(|(index, value)| action(value, at.child(index), primitives, report))
                .collect()
        }
        Some(_) => {
            report.error(Code::Overlay, &at, "`actions` is not a list");
            Vec::new()
        }
        None => {
            report.error(Code::Overlay, &root, "the overlay has no `actions`");
            Vec::new()
        }
    }
}

/// The minor version of the overlay: patch versions change no meaning.
fn version(overlay: &Map<String, Value>) -> Option<u8> {
    let text = overlay.get("overlay")?.as_str()?;
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("1"), Some("0")) => Some(0),
        (Some("1"), Some("1")) => Some(1),
        _ => None,
    }
}

fn action(
    value: Value,
    pointer: Pointer,
    primitives: bool,
    report: &mut Report<'_>,
) -> Option<Action> {
    let Value::Object(mut map) = value else {
        report.error(Code::Overlay, &pointer, "this action is not an object");
        return None;
    };
    known_keys(&map, &["target", "description", "update", "remove", "copy"], &pointer, report);
    if map.contains_key("copy") {
        report
            .error(Code::Unsupported, &pointer.child("copy"), "`copy` is not understood yet")
            .with_help("write what is to be copied under `update`");
        return None;
    }
    let target = target(&map, &pointer, report);
    let modifier = modifier(&mut map, &pointer, report);
    Some(Action { target: target?, modifier: modifier?, pointer, primitives })
}

fn target(
    map: &Map<String, Value>,
    pointer: &Pointer,
    report: &mut Report<'_>,
) -> Option<JsonPath> {
    let at = pointer.child("target");
    let Some(text) = map.get("target") else {
        report
            .error(Code::Overlay, pointer, "this action has no `target`")
            .with_help("target: $.components.schemas.Name");
        return None;
    };
    let Some(text) = text.as_str() else {
        report.error(Code::Overlay, &at, "the target is not a text");
        return None;
    };
    match JsonPath::parse(text) {
        Ok(path) => Some(path),
        Err(error) => {
            let message =
                format!("the target `{text}` is not a JSONPath (RFC 9535): {}", error.message());
            report.error(Code::Overlay, &at, message).with_help(
                "names with signs in them stand in brackets: $.paths['/users/{id}'].get",
            );
            None
        }
    }
}

fn modifier(
    map: &mut Map<String, Value>,
    pointer: &Pointer,
    report: &mut Report<'_>,
) -> Option<Modifier> {
    let remove = match map.get("remove") {
        None => false,
        Some(Value::Bool(remove)) => *remove,
        Some(_) => {
            report.error(
                Code::Overlay,
                &pointer.child("remove"),
                "`remove` is neither true nor false",
            );
            return None;
        }
    };
    match (remove, map.remove("update")) {
        (true, None) => Some(Modifier::Remove),
        (false, Some(update)) => Some(Modifier::Update(update)),
        // The specification says that `remove` wins, which is seldom what was meant.
        (true, Some(_)) => {
            report.error(Code::Overlay, pointer, "this action both updates and removes");
            None
        }
        (false, None) => {
            report
                .error(Code::Overlay, pointer, "this action neither updates nor removes")
                .with_help("update: {…}\nor\nremove: true");
            None
        }
    }
}

fn known_keys(
    map: &Map<String, Value>,
    known: &[&str],
    pointer: &Pointer,
    report: &mut Report<'_>,
) {
    for key in map.keys() {
        if !known.contains(&key.as_str()) && !key.starts_with("x-") {
            let message = format!("an overlay has no key `{key}` here");
            report
                .error(Code::Overlay, &pointer.child(key), message)
                .with_help(format!("what can stand here: {}", known.join(", ")));
        }
    }
}
