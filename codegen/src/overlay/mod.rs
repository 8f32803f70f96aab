//! Our corrections to the provider's document: OpenAPI Overlay 1.0 and 1.1.
//!
//! In: the document's value and the overlay's text. Out: the value with every action applied, in
//! their order, and what each of them did and why. An action that matches nothing is an error, so
//! that a correction which the provider has made in the meantime is taken out here too. Does not
//! know OpenAPI.

mod action;
mod change;
mod purpose;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath};

use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::source::{Pointer, Source, parse};
use action::{Action, Modifier};
use change::From;

/// What an action of the overlay did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What it is about, as the overlay says it.
    pub target: String,
    /// What it did.
    pub deed: Deed,
    /// How many values it did that to.
    pub matches: usize,
    /// Why, in the overlay's words; none where it does not say.
    pub reason: Option<String>,
}

/// What an action does to its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Something of the overlay was merged into them.
    Updated,
    /// Something of the document was merged into them.
    Copied,
    /// They were taken out.
    Removed,
}

impl Deed {
    /// As a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Copied => "copied into",
            Self::Removed => "removed",
        }
    }
}

/// Applies the overlay of a source, whose document comes from one of the `origins`; `None` where
/// it has an error, after all errors are recorded.
#[must_use]
pub fn apply(
    mut value: Value,
    source: &Source,
    origins: &[&str],
    corrections: &mut Vec<Correction>,
    d: &mut Diagnostics,
) -> Option<Value> {
    let Some(text) = &source.overlay else {
        return Some(value);
    };
    let overlay = parse(text, d)?;
    let mut report = Report { d, failed: false };
    purpose::check(&overlay, text, &source.document, origins, &mut report);
    for action in action::read(&overlay, &mut report) {
        let matches = act(&mut value, &action, &mut report);
        let deed = match action.modifier {
            Modifier::Update(_) => Deed::Updated,
            Modifier::Copy(_) => Deed::Copied,
            Modifier::Remove => Deed::Removed,
        };
        let Action { text: target, reason, .. } = action;
        corrections.push(Correction { target, deed, matches, reason });
    }
    (!report.failed).then_some(value)
}

/// Does what the action says, and returns to how many values.
fn act(value: &mut Value, action: &Action, report: &mut Report<'_>) -> usize {
    let matches = selected(value, &action.target);
    if matches.is_empty() {
        report
            .error(Code::OverlayNoMatch, &action.pointer.child("target"), "this target matches nothing")
            .with_help("the provider may have changed the document: correct the target, or remove the action");
        return 0;
    }
    let (with, from) = match &action.modifier {
        Modifier::Remove => {
            change::remove(value, &matches, &action.pointer, report);
            return matches.len();
        }
        Modifier::Update(update) => {
            (Cow::Borrowed(update), From::Overlay(action.pointer.child("update")))
        }
        Modifier::Copy(path) => {
            let copy = action.pointer.child("copy");
            let Some(place) = single(value, path, &copy, report) else { return 0 };
            // Copied before anything changes: a target may hold what is copied, or stand in it.
            let with = value.pointer(place.as_str()).cloned().unwrap_or_default();
            (Cow::Owned(with), From::Document { place, copy })
        }
    };
    if !change::check_targets(value, &matches, action, report) {
        return 0;
    }
    for target in &matches {
        change::update(value, target, &with, &from, report);
    }
    matches.len()
}

/// The one value that is copied.
fn single(
    value: &Value,
    path: &JsonPath,
    at: &Pointer,
    report: &mut Report<'_>,
) -> Option<Pointer> {
    let mut found = selected(value, path);
    match (found.pop(), found.len()) {
        (Some(place), 0) => Some(place),
        (None, _) => {
            report
                .error(Code::OverlayNoMatch, at, "there is nothing to copy: this matches nothing")
                .with_help("the provider may have changed the document: correct the path, or remove the action");
            None
        }
        (Some(_), others) => {
            let message = format!("this matches {} values, and one can be copied", others + 1);
            report.error(Code::Overlay, at, message).with_help("say which of them");
            None
        }
    }
}

/// What a path selects, each once, in the order of the document.
fn selected(value: &Value, path: &JsonPath) -> Vec<Pointer> {
    let nodes = path.query_located(value);
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
