//! Our corrections to the provider's document: OpenAPI Overlay 1.0 and 1.1.
//!
//! In: the document's value and the overlay's text. Out: the value with every action
//! applied, in their order. An action that matches nothing is an error, so that a
//! correction which the provider has made in the meantime is taken out here too. Does not
//! know OpenAPI.

mod action;
mod change;

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json_path::NormalizedPath;

use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::source::{Pointer, Text, parse};
use action::{Action, Modifier};

/// Applies an overlay; `None` where it has an error, after all errors are recorded.
#[must_use]
pub fn apply(mut value: Value, overlay: Option<&Text>, d: &mut Diagnostics) -> Option<Value> {
    let Some(overlay) = overlay else {
        return Some(value);
    };
    let overlay = parse(overlay, d)?;
    let mut report = Report { d, failed: false };
    for action in action::read(overlay, &mut report) {
        act(&mut value, &action, &mut report);
    }
    (!report.failed).then_some(value)
}

fn act(value: &mut Value, action: &Action, report: &mut Report<'_>) {
    let matches = targets(value, action);
    if matches.is_empty() {
        report
            .error(Code::OverlayNoMatch, &action.pointer.child("target"), "this target matches nothing")
            .with_help("the provider may have changed the document: correct the target, or remove the action");
        return;
    }
    match &action.modifier {
        Modifier::Remove => change::remove(value, &matches, &action.pointer, report),
        Modifier::Update(update) => {
            let context = change::Update {
                pointer: action.pointer.child("update"),
                primitives: action.primitives,
            };
            for target in &matches {
                context.apply(value, target, update, report);
            }
        }
    }
}

/// What the action's target selects, each once, in the order of the document.
fn targets(value: &Value, action: &Action) -> Vec<Pointer> {
    let nodes = action.target.query_located(value);
    let mut seen = BTreeSet::new();
    let pointers = nodes.locations().map(pointer_of);
    pointers.filter(|pointer| seen.insert(pointer.clone())).collect()
}

fn pointer_of(path: &NormalizedPath<'_>) -> Pointer {
    path.iter().fold(Pointer::root(), |pointer, step| match (step.as_name(), step.as_index()) {
        (Some(name), _) => pointer.child(name),
        (None, Some(index)) => pointer.child(index),
        (None, None) => pointer,
    })
}

/// Where the parts of this stage say what is wrong.
struct Report<'d> {
    d: &'d mut Diagnostics,
    failed: bool,
}

impl Report<'_> {
    fn error(
        &mut self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
    ) -> &mut crate::diagnostics::Diagnostic {
        self.failed = true;
        self.d.push(Severity::Error, code, Place::Overlay(pointer.clone()), message)
    }
}

#[cfg(test)]
mod tests;
