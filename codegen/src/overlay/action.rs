//! The overlay's own text: what it asks for.
//!
//! In: the overlay as a value. Out: its [`Action`]s; what is not understood is an error, so
//! that no correction is lost to a misspelt key. Applies nothing.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::Report;
use crate::diagnostics::{Code, Place, Severity};
use crate::source::Pointer;

/// One correction.
pub(super) struct Action {
    /// Where it stands in the overlay.
    pub(super) pointer: Pointer,
    pub(super) target: JsonPath,
    /// The target as it is written.
    pub(super) text: String,
    /// Why it is there.
    pub(super) reason: Option<String>,
    pub(super) modifier: Modifier,
    pub(super) version: Version,
}

/// The version of the overlay: patch versions change no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    /// Texts and numbers can be targets, all targets are of one kind, and there is `copy`.
    V1_1,
}

/// What is done to the targets.
pub(super) enum Modifier {
    Update(Value),
    /// What a single value of the document is updated with.
    Copy(JsonPath),
    Remove,
}

/// Reads the actions, leaving out those with errors.
pub(super) fn read(overlay: &Value, report: &mut Report<'_>) -> Vec<Action> {
    let root = Pointer::root();
    let Value::Object(overlay) = overlay else {
        // The parse stage gives nothing but objects.
        return Vec::new();
    };
    known_keys(overlay, &["overlay", "info", "extends", "actions"], &root, report);
    let Some(version) = version(overlay) else {
        report
            .error(
                Code::Overlay,
                &root.child("overlay"),
                "the version of the overlay is not 1.0 or 1.1",
            )
            .with_help("overlay: 1.1.0");
        return Vec::new();
    };
    let at = root.child("actions");
    match overlay.get("actions") {
        Some(Value::Array(actions)) => {
            let actions = actions.iter().enumerate();
            actions
                .filter_map(|(index, value)| {
                    action(value.clone(), at.child(index), version, report)
                })
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

fn version(overlay: &Map<String, Value>) -> Option<Version> {
    let text = overlay.get("overlay")?.as_str()?;
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("1"), Some("0")) => Some(Version::V1_0),
        (Some("1"), Some("1")) => Some(Version::V1_1),
        _ => None,
    }
}

fn action(
    value: Value,
    pointer: Pointer,
    version: Version,
    report: &mut Report<'_>,
) -> Option<Action> {
    let Value::Object(mut map) = value else {
        report.error(Code::Overlay, &pointer, "this action is not an object");
        return None;
    };
    known_keys(&map, &["target", "description", "update", "remove", "copy"], &pointer, report);
    let reason = reason(&map, &pointer, report);
    let target = target(&map, &pointer, report);
    let modifier = modifier(&mut map, &pointer, version, report);
    let text = map.get("target").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Action { target: target?, text, reason, modifier: modifier?, pointer, version })
}

/// Why the action is there. Whoever reads it in a year can tell then whether it still has to be.
fn reason(map: &Map<String, Value>, pointer: &Pointer, report: &mut Report<'_>) -> Option<String> {
    match map.get("description") {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Some(Value::String(_)) | None => {
            report
                .d
                .push(
                    Severity::Note,
                    Code::Overlay,
                    Place::Overlay(pointer.clone()),
                    "this action does not say why",
                )
                .with_help("description: what is wrong in the document, or missing from it");
            None
        }
        Some(_) => {
            let at = pointer.child("description");
            report.error(Code::Overlay, &at, "the description is not a text");
            None
        }
    }
}

fn target(
    map: &Map<String, Value>,
    pointer: &Pointer,
    report: &mut Report<'_>,
) -> Option<JsonPath> {
    let Some(text) = map.get("target") else {
        report
            .error(Code::Overlay, pointer, "this action has no `target`")
            .with_help("target: $.components.schemas.Name");
        return None;
    };
    path(text, &pointer.child("target"), report)
}

/// A path to values of the document, which stands under `target` or `copy`.
fn path(text: &Value, at: &Pointer, report: &mut Report<'_>) -> Option<JsonPath> {
    let what = at.last().unwrap_or_default();
    let Some(text) = text.as_str() else {
        report.error(Code::Overlay, at, format!("the `{what}` is not a text"));
        return None;
    };
    match JsonPath::parse(text) {
        Ok(path) => Some(path),
        Err(error) => {
            let message =
                format!("the {what} `{text}` is not a JSONPath (RFC 9535): {}", error.message());
            report.error(Code::Overlay, at, message).with_help(
                "names with signs in them stand in brackets: $.paths['/users/{id}'].get",
            );
            None
        }
    }
}

fn modifier(
    map: &mut Map<String, Value>,
    pointer: &Pointer,
    version: Version,
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
    match (remove, map.remove("update"), map.remove("copy")) {
        (true, None, None) => Some(Modifier::Remove),
        (false, Some(update), None) => Some(Modifier::Update(update)),
        (false, None, Some(from)) => {
            let at = pointer.child("copy");
            if version == Version::V1_0 {
                report
                    .error(Code::Overlay, &at, "`copy` is there since Overlay 1.1 only")
                    .with_help("overlay: 1.1.0");
                return None;
            }
            path(&from, &at, report).map(Modifier::Copy)
        }
        (false, None, None) => {
            report
                .error(Code::Overlay, pointer, "this action neither updates nor copies nor removes")
                .with_help("update: {…}\nor\ncopy: $.components.schemas.Name\nor\nremove: true");
            None
        }
        // The specification says which of them wins, which is seldom what was meant.
        (remove, update, copy) => {
            let said =
                [(update.is_some(), "updates"), (copy.is_some(), "copies"), (remove, "removes")];
            let said = said.iter().filter(|(is_said, _)| *is_said).map(|(_, what)| *what);
            let said = said.collect::<Vec<_>>().join(" and ");
            let message = format!("this action {said}: only one of them can be done");
            report.error(Code::Overlay, pointer, message).with_help("make it several actions");
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
