//! What an action does to the values that it matches.
//!
//! In: the document's value and the pointers of the matches. Out: the value, changed in
//! place, and for each part that was put in a note of where it comes from.

use std::borrow::Cow;
use std::fmt::Display;

use serde_json::Value;

use super::Report;
use super::action::{Action, Version};
use crate::diagnostics::{Code, shape_of};
use crate::source::Pointer;

/// Where a value stood before it was put in.
#[derive(Clone)]
pub(super) enum From {
    /// In the overlay, under `update`.
    Overlay(Pointer),
    /// In the document, and the action says so by its `copy`.
    Document { place: Pointer, copy: Pointer },
}

impl From {
    fn child(&self, step: impl Display) -> Self {
        match self {
            Self::Overlay(pointer) => Self::Overlay(pointer.child(step)),
            Self::Document { place, copy } => {
                Self::Document { place: place.child(step), copy: copy.clone() }
            }
        }
    }

    /// The line of the overlay that asks for the value.
    fn asked(&self) -> &Pointer {
        match self {
            Self::Overlay(pointer) => pointer,
            Self::Document { copy, .. } => copy,
        }
    }

    fn put(&self, at: Pointer, report: &mut Report<'_>) {
        match self {
            Self::Overlay(pointer) => report.d.overlaid(at, pointer.clone()),
            Self::Document { place, .. } => report.d.copied(at, place.clone()),
        }
    }
}

/// Merges a value into one target.
pub(super) fn update(
    root: &mut Value,
    target: &Pointer,
    with: &Value,
    from: &From,
    report: &mut Report<'_>,
) {
    // An earlier match of the same action can have replaced what held this one.
    match root.pointer_mut(target.as_str()) {
        // A list that is the target takes single elements too.
        Some(Value::Array(list)) if !with.is_array() => {
            from.put(target.child(list.len()), report);
            list.push(with.clone());
        }
        Some(value) => merge(value, with, target, from, report),
        None => {}
    }
}

/// Whether an action can have all of these targets: since Overlay 1.1 they are of one kind, and
/// before it none of them is a single value.
pub(super) fn check_targets(
    root: &Value,
    targets: &[Pointer],
    action: &Action,
    report: &mut Report<'_>,
) -> bool {
    let kinds =
        targets.iter().filter_map(|target| Some((target, kind(root.pointer(target.as_str())?))));
    let kinds: Vec<_> = kinds.collect();
    let wrong = match action.version {
        Version::V1_0 => kinds.iter().find(|(_, kind)| *kind == Kind::Single).map(|(target, _)| {
            (
                format!("the target {target} is a single value"),
                "target what holds it and update that, or write `overlay: 1.1.0`",
            )
        }),
        Version::V1_1 => kinds.first().and_then(|(first, kind)| {
            let (other, another) = kinds.iter().find(|(_, other)| other != kind)?;
            let (kind, another) = (kind.name(), another.name());
            Some((
                format!(
                    "the targets are not of one kind: {first} is {kind}, and {other} is {another}"
                ),
                "make an action for each kind",
            ))
        }),
    };
    if let Some((message, help)) = &wrong {
        report.error(Code::Overlay, &action.pointer.child("target"), message).with_help(*help);
    }
    wrong.is_none()
}

/// What a target can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    List,
    Single,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::List => "a list",
            Self::Single => "a single value",
        }
    }
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Object(_) => Kind::Object,
        Value::Array(_) => Kind::List,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Kind::Single,
    }
}

/// Overlay 1.1, "Action Object": objects merge, lists grow by lists, single values are replaced.
fn merge(value: &mut Value, update: &Value, at: &Pointer, from: &From, report: &mut Report<'_>) {
    match (value, update) {
        (Value::Object(map), Value::Object(members)) => {
            for (key, update) in members {
                let (at, from) = (at.child(key), from.child(key));
                if let Some(value) = map.get_mut(key) {
                    merge(value, update, &at, &from, report);
                } else {
                    from.put(at, report);
                    map.insert(key.clone(), update.clone());
                }
            }
        }
        (Value::Array(list), Value::Array(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                from.child(index).put(at.child(list.len()), report);
                list.push(element.clone());
            }
        }
        (value, update) if is_primitive(value) && is_primitive(update) => {
            from.put(at.clone(), report);
            *value = update.clone();
        }
        (value, update) => {
            let message = format!(
                "{} cannot be merged into {}, which {at} is",
                shape_of(update),
                shape_of(value)
            );
            report.error(Code::Overlay, from.asked(), message).with_help(
                "remove the old value by an action of its own that stands before this one",
            );
        }
    }
}

/// Removes the targets, the last one first, so that no removal moves another target.
pub(super) fn remove(
    root: &mut Value,
    targets: &[Pointer],
    action: &Pointer,
    report: &mut Report<'_>,
) {
    let mut targets: Vec<_> = targets.iter().collect();
    targets.sort_by_cached_key(|target| target.steps().map(Step::of).collect::<Vec<_>>());
    for target in targets.into_iter().rev() {
        let (Some(parent), Some(key)) = (target.parent(), target.last()) else {
            report.error(
                Code::Overlay,
                &action.child("target"),
                "the whole document cannot be removed",
            );
            continue;
        };
        match root.pointer_mut(parent.as_str()) {
            Some(Value::Object(map)) => {
                map.shift_remove(&key);
            }
            Some(Value::Array(list)) => remove_element(list, &parent, &key, report),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
        }
    }
}

fn remove_element(list: &mut Vec<Value>, parent: &Pointer, key: &str, report: &mut Report<'_>) {
    let Some(index) = key.parse().ok().filter(|&index| index < list.len()) else { return };
    list.remove(index);
    let moves = (index..list.len()).map(|index| (parent.child(index), parent.child(index + 1)));
    report.d.moved_together(moves);
}

/// A step of a pointer, so ordered that elements of a list stand in their order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Element(usize),
    Member(String),
}

impl Step {
    fn of(text: Cow<'_, str>) -> Self {
        text.parse().map_or_else(|_| Self::Member(text.into_owned()), Self::Element)
    }
}

fn is_primitive(value: &Value) -> bool {
    kind(value) == Kind::Single
}
