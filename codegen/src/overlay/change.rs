//! What an action does to the values that it matches.
//!
//! In: the document's value and the pointers of the matches. Out: the value, changed in
//! place, and for each part that was put in a note of where it comes from.

use std::borrow::Cow;

use serde_json::Value;

use super::Report;
use crate::diagnostics::Code;
use crate::source::Pointer;

/// One `update`.
pub(super) struct Update {
    /// Where the update stands in the overlay.
    pub(super) pointer: Pointer,
    /// Whether a target can be a text, a number or a truth value.
    pub(super) primitives: bool,
}

impl Update {
    /// Merges the update into one target.
    pub(super) fn apply(
        &self,
        root: &mut Value,
        target: &Pointer,
        update: &Value,
        report: &mut Report<'_>,
    ) {
        // An earlier match of the same action can have replaced what held this one.
        let Some(value) = root.pointer_mut(target.as_str()) else { return };
        if is_primitive(value) && !self.primitives {
            report
                .error(
                    Code::Overlay,
                    &self.pointer,
                    format!("the target {target} is a single value"),
                )
                .with_help("target what holds it and update that, or write `overlay: 1.1.0`");
            return;
        }
        merge(value, update, target, &self.pointer, report);
    }
}

/// Overlay 1.1, "Action Object": objects merge, lists grow, single values are replaced.
fn merge(value: &mut Value, update: &Value, at: &Pointer, from: &Pointer, report: &mut Report<'_>) {
    match (value, update) {
        (Value::Object(map), Value::Object(members)) => {
            for (key, update) in members {
                let (at, from) = (at.child(key), from.child(key));
                if let Some(value) = map.get_mut(key) {
                    merge(value, update, &at, &from, report);
                } else {
                    report.d.overlaid(at, from);
                    map.insert(key.clone(), update.clone());
                }
            }
        }
        (Value::Array(list), Value::Array(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                report.d.overlaid(at.child(list.len()), from.child(index));
                list.push(element.clone());
            }
        }
        (Value::Array(list), element) => {
            report.d.overlaid(at.child(list.len()), from.clone());
            list.push(element.clone());
        }
        (value, update) if is_primitive(value) && is_primitive(update) => {
            report.d.overlaid(at.clone(), from.clone());
            *value = update.clone();
        }
        (value, update) => {
            let message =
                format!("{} cannot be merged into {}, which {at} is", name(update), name(value));
            report.error(Code::Overlay, from, message).with_help(
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
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
